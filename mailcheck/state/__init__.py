"""What can be measured again: dates and reports, one small file per member. May be thrown away at any time."""

from mailcheck.state.store import Run, State

__all__ = ["Run", "State"]
