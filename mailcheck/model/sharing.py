"""Who else may open a mailbox. Values, not verdicts.

Nothing here names another person: a reader is one of the member's own accounts, by name, or a keyed digest.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass

if TYPE_CHECKING:
    from mailcheck.model.evidence import Missing

INBOX, SENT, DRAFTS, ARCHIVE, ANOTHER = "inbox", "Sent", "Drafts", "archive", "another folder"
"""What the folders are called in a report, whatever their own names are."""


class ReaderKind(StrEnum):
    """Whom a list of rights names."""

    EVERYONE = "everyone"
    """Everybody with a log-in on the mail server, or anybody at all."""
    GROUP = "group"
    OWN_ACCOUNT = "another account of the member's own"
    PERSON = "unknown person"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody beside the member who may read a folder."""

    kind: ReaderKind
    account: str = ""
    """The name of the member's other account."""
    key: str = ""
    """A keyed digest of the name under the installation key, if it is a person's or a group's."""


@dataclass(frozen=True, slots=True)
class FolderReaders:
    """One folder, and who else may read it (J1, J2)."""

    folder: str
    """`inbox`, `Sent`, `Drafts` or `archive`."""
    readers: "tuple[Reader, ...] | Missing"


@dataclass(frozen=True, slots=True)
class OpenedMailbox:
    """Another account's mailbox that this log-in may read (J3)."""

    account: str
    """The other account's name."""
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """What a mail server shows of who else may open a mailbox."""

    shows_rights: bool
    """False: the server keeps it to itself (J13)."""
    folders: tuple[FolderReaders, ...] = ()
    """Empty for a personal account, which nobody asks about."""
    opens: tuple[OpenedMailbox, ...] = ()
