"""What can be measured again: dates and reports, one small file per member. May be thrown away at any time."""

from mailcheck.state.file import erase
from mailcheck.state.kept import KeptDocument
from mailcheck.state.store import Run, State
from mailcheck.state.tally import Tally, tally

__all__ = ["KeptDocument", "Run", "State", "Tally", "erase", "tally"]
