"""The test letter: sent by a person, looked for by mailcheck (evidence D13)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from mailcheck.dataclass import dataclass

HOLDS = timedelta(days=183)
"""For so long a finished test letter speaks; then another is asked for."""
SOUGHT = timedelta(days=14)
"""For so long a letter that has not arrived is looked for."""
LATE = timedelta(days=1)
"""A letter that has not arrived by then is told as lost."""
SETTLED = timedelta(minutes=10)
"""So long after its arrival a letter that is not in the other mailbox will not appear there any more."""


class LetterState(StrEnum):
    """How far a test letter has come."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    """It is where it was sent; whether it also appears in the other mailbox is not certain yet."""
    APART = "apart"
    """It arrived only where it was sent."""
    BOTH = "both"
    """It appeared in the other mailbox."""
    LOST = "lost"
    """It had not arrived after a day."""
    FROM_OTHER = "from-other"
    """It was sent from the very mailbox in which it must not appear, so it says nothing."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One test letter. Its code is no secret: it is only something that stands in no other letter."""

    code: str
    to: str
    """The account to which it is sent, by name."""
    other: str
    """The account in which it must not appear; empty if that one is not connected, and the member looks."""
    made: datetime
    state: LetterState = LetterState.WAITING
    looked: datetime | None = None
    """When mailcheck, or the member, last looked."""
    declared: bool = False
    """True: the member looked, not mailcheck."""

    def is_sought(self, now: datetime) -> bool:
        """Whether it should still be looked for."""
        return self.state in _OPEN and now - self.made <= SOUGHT

    def holds(self, now: datetime) -> bool:
        """Whether its result still speaks."""
        is_finished = self.state in {LetterState.APART, LetterState.BOTH}
        return is_finished and self.looked is not None and now - self.looked <= HOLDS

    @property
    def day(self) -> date:
        """The day of the last look, else of the code."""
        return (self.looked or self.made).date()


_OPEN = frozenset({LetterState.WAITING, LetterState.ARRIVED, LetterState.LOST})
