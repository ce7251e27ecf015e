"""What came of files that were to be taken in. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from mailcheck.dataclass import dataclass


class Came(StrEnum):
    """What came of a file."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    """The same attestation lies there twice, or was sent again."""
    OTHER = "other"
    """No attestation."""
    CHANGED = "changed"
    """It begins like one, and was changed or cut short since it was signed."""
    NEWER = "newer"
    """Rightly signed, and of a form that this version does not know."""
    FUTURE = "future"
    """Dated more than a day ahead."""
    EXPIRED = "expired"
    """It need not be kept any longer."""
    CLOSED = "closed"
    """An archive that could not be looked through to its end."""
    UNREADABLE = "unreadable"
    """The file could not be opened."""


WORST_FIRST = (Came.CHANGED, Came.CLOSED, Came.NEWER, Came.FUTURE, Came.EXPIRED, Came.TAKEN, Came.DUPLICATE)
"""What is told of a letter or an archive in which several attestations lie."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of some files."""

    files: int
    """Files that were looked at or known."""
    read: int
    """Files that were new or had changed."""
    added: int
    """Attestations that were not known before."""
    came: Mapping[Came, int]
    dropped: int
    """Attestations that were forgotten since they need not be kept any longer."""
    changed: tuple[str, ...] = ()
    """Names of files that were changed or cut short, as far as they are named: for the supervisor's own screen."""
