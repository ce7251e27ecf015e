"""What a member was asked to show when they were invited: a letter that arrived, one from each device, and practice."""

from datetime import date, datetime

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Invitation:
    """A supervisor's invitation. Its code came by a letter to the professional address, and stands in no other."""

    code: str
    made: datetime
    """When the member wrote it down."""


@dataclass(frozen=True, slots=True)
class DeviceLetter:
    """A letter that the member sends from one of their devices, with a code as its subject."""

    code: str
    number: int
    """The first device, the second …: the member knows which."""
    made: datetime
    seen: date | None = None
    """When a copy of it was seen in the Sent folder."""


@dataclass(frozen=True, slots=True)
class PracticeLetter:
    """A letter that the member sends to themself with a protected document, and a code as its subject."""

    code: str
    made: datetime
    seen: date | None = None
    """When it was seen in the Sent folder, and nothing in it opened without a secret."""
    was_open: bool = False
    """Whether it was seen with something in it that opens without one, or with nothing."""
