"""What the words, the subject and the file names of a sent letter tell, reduced to kinds: never a word of them."""

from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass

if TYPE_CHECKING:
    from mailcheck.model.sent import MessageRef, SentDocument


class Handover(StrEnum):
    """How the password of a document travelled, as far as the member's own letters tell."""

    SAME_LETTER = "same letter"
    """It stands in the letter that carries the document (evidence A5)."""
    GUESSABLE = "guessable"
    """It is told as a rule, such as a date of birth (A7)."""
    LATER_LETTER = "later letter"
    """It followed by e-mail to the same people (A6)."""
    ANOTHER_WAY = "another way"
    """It is told by telephone, text message, post or in person (A8)."""
    NOT_SEEN = "not seen"
    """No letter tells it."""


class LinkService(StrEnum):
    """Where a stored file is kept that a letter links to (evidence A9)."""

    GOOGLE_DRIVE = "Google Drive"
    ONEDRIVE = "OneDrive or SharePoint"
    DROPBOX = "Dropbox"
    ICLOUD = "iCloud or Mail Drop"
    WETRANSFER = "WeTransfer"
    BOX = "Box"
    OTHER = "another file service"


class FileNameSign(StrEnum):
    """What the name of a sent file tells whoever sees it."""

    PERSON = "a person's name"
    CLINICAL = "clinical words"


class SecureRoute(StrEnum):
    """How a letter travelled, where the route itself may protect it (evidence A4, N6)."""

    GATEWAY = "secure system"
    """Marked `[secure]`, and sent from a system that then encrypts it."""
    SECURE_DOMAINS = "between secure addresses"
    """Sender and every reader are at organisations on the list of secure domains."""
    WORD_ONLY = "the word alone"
    """Marked `[secure]`, and sent from a provider to which the word means nothing."""


@dataclass(frozen=True, slots=True)
class Salutations:
    """How the newest letters of an account greet and sign (J9); read only if the member asks for it."""

    received: int
    """Letters to the member alone whose words were read."""
    greeting_two: int
    """Those of them that greet two people or a family."""
    sent: int
    """Sent letters whose words were read."""
    signers: int
    """People under whose names several sent letters end; nicknames are one person's."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of one account's sent letters tell; they are read only if the member asks for it."""

    letters: int
    """Letters whose words were read."""
    handovers: tuple[tuple["MessageRef", Handover], ...] = ()
    """For each letter that carries a document; whether the document is protected is told elsewhere."""
    links: tuple[tuple["MessageRef", tuple[LinkService, ...]], ...] = ()
    """The letters that link to a stored file."""
    enclosed: tuple["SentDocument", ...] = ()
    """Documents written into the words by an old way of attaching (uuencode, A11)."""
    unread: tuple[tuple["MessageRef", str], ...] = ()
    """Letters whose words could not be read, and why."""
