"""What was sent before the day that counts: history, told on request and judged by nobody."""

from datetime import date

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Month:
    """The documents sent in one month."""

    first_day: date
    documents: int
    opens: int
    """Of these, open to anybody, wholly or in part."""
    unreadable: int


@dataclass(frozen=True, slots=True)
class LookBack:
    """What one account sent before a day."""

    account: str
    before: date
    letters: int
    months: tuple[Month, ...] = ()
    """The months in which a document was sent, the newest first."""
    missing: str = ""
    """Why it could not be looked at, or not wholly; empty if all was seen."""

    @property
    def documents(self) -> int:
        """Return how many documents were sent in all."""
        return sum(month.documents for month in self.months)

    @property
    def opens(self) -> int:
        """Return how many of them open to anybody, wholly or in part."""
        return sum(month.opens for month in self.months)

    @property
    def unreadable(self) -> int:
        """Return how many of them could not be read."""
        return sum(month.unreadable for month in self.months)
