"""Which documents are most likely confidential, so that a sitting asks of them first. Pure; nothing is kept."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.model import PartKind, SentDocument

CLINICAL = re.compile(
    "assessments?|case|clients?|consent|diagnosis|discharge|formulation|gp|invoices?|letters?|notes?|patients?|receipt|"
    "recordings?|referrals?|reports?|risk|safeguarding|sessions?|summary|supervisee|supervision|transcripts?"
)
"""Words in a file's name that speak for a document about a person."""
PUBLIC = re.compile(
    "agenda|article|blank|brochure|chapter|directions|fees|flyer|handouts?|leaflets?|map|newsletter|paper|poster|"
    "prices?|programme|prospectus|reading|template|timetable"
)
"""Words in a file's name that speak against it."""
WRITTEN = frozenset(["doc", "docx", "docm", "odt", "pages", "pdf", "rtf", "txt"])
"""Kinds of file that letters and notes are written in."""
SPOKEN = frozenset(["aac", "avi", "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "opus", "wav", "wma", "wmv"])
PICTURES = frozenset(["bmp", "gif", "heic", "heif", "image", "jpeg", "jpg", "png", "tif", "tiff", "webp"])
FEW, MANY = 2, 6
"""Readers of a letter about a person, and of a circular."""
SEVERAL = 3
"""Letters with a file of the same name and size before it looks like a leaflet."""
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Question:
    """One document to be asked about, with what only the member may see. Names nobody when printed by accident."""

    account: str
    document: SentDocument
    name: str | None = field(default=None, repr=False)
    recipients: tuple[str, ...] = field(default=(), repr=False)
    finding: str = ""

    @property
    def ending(self) -> str:
        """Return the ending of the file's name, in lower case."""
        return (self.name or "").rpartition(".")[2].lower()


def by_likelihood(questions: Iterable[Question], own: Iterable[str] = ()) -> tuple[Question, ...]:
    """Return the questions, the likeliest confidential document first; pictures inside letters last.

    `own` are the member's own addresses: what one sends to oneself went nowhere.
    """
    asked = tuple(questions)
    letters = Counter((each.name, each.document.size) for each in asked)
    mine = frozenset(address.casefold() for address in own)

    def place(question: Question) -> tuple[bool, int, int, str]:
        document = question.document
        copies = letters[question.name, document.size]
        likelihood = _of_name(question) + _of_kind(question) + _of_readers(question, mine) + _of_copies(copies)
        is_inside = document.kind is PartKind.INLINE_IMAGE
        return is_inside, -likelihood, -document.message.stored.toordinal(), document.key

    return tuple(sorted(asked, key=place))


def _of_name(question: Question) -> int:
    words = [word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", question.name or ""))]
    return 4 * any(map(CLINICAL.fullmatch, words)) - 4 * any(map(PUBLIC.fullmatch, words))


def _of_kind(question: Question) -> int:
    kinds = {question.ending, question.document.protection.format}
    if kinds & PICTURES:
        return -2
    return 2 if kinds & (WRITTEN | SPOKEN) else 0


def _of_readers(question: Question, mine: frozenset[str]) -> int:
    outside = [each for each in question.recipients if each.casefold() not in mine]
    if question.recipients and not outside:
        return -3
    return 3 if 1 <= len(outside) <= FEW else -3 if len(outside) >= MANY else 0


def _of_copies(letters: int) -> int:
    return -6 if letters >= SEVERAL else 0
