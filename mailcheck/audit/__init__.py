"""One run: settings → evidence → outcomes → report. The only place where the stages meet."""

from mailcheck.audit.run import check

__all__ = ["check"]
