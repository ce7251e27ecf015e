"""The weeks in which a member makes two mailboxes out of one."""

from datetime import date, timedelta

from mailcheck.dataclass import dataclass

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Transition:
    """From `start` to `until`, letters from before `start` do not count against the separation."""

    start: date
    until: date

    def holds_on(self, day: date) -> bool:
        """Whether a day lies within it."""
        return self.start <= day <= self.until
