"""What earlier runs found in sent letters, so that no letter is read twice; nothing of it names anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import lru_cache

from mailcheck.dataclass import dataclass
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examined
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import OpenFolder
from mailcheck.gather.pictures import Picture
from mailcheck.model import MessageProtection, MessageRef, Part, ProtectionState, SecureRoute, SentDocument
from mailcheck.state import Letters, Row
from mailcheck.state.values import from_text, to_text

BATCH = 500
"""Letters recalled at a time."""
LARGEST = 2**63 - 1
"""What SQLite can compare; no UID is larger."""


class _NotKnown(Exception):
    """An answer about copies needs the content of a document that was never compared."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture inside a letter."""

    part: Part
    """Without its name."""
    digest: str = ""
    verdict: SentDocument | None = None


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """What was found in one letter."""

    stored: date
    documents: tuple[SentDocument, ...] = ()
    """As found, but for the answers, which are applied anew."""
    fingerprints: tuple[tuple[str, str], ...] = ()
    """By which copies are known, of the documents that were compared with an answer."""
    protection: MessageProtection = MessageProtection.NONE
    pictures: tuple[KeptPicture, ...] = ()
    route: SecureRoute | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A letter that need not be read."""

    message: MessageRef
    size: int
    examined: Examined
    pictures: tuple[Picture, ...]
    route: SecureRoute | None


@dataclass(slots=True)
class KnownLetters:
    """The letters of one account that earlier runs examined; without a state, none."""

    letters: Letters | None
    keys: Keys
    answers: Answers
    _folder: str = ""
    _uidvalidity: int = 0
    _label: str = ""
    _gone: list[int] = field(default_factory=list)
    """Letters that are known in the folder, and no longer there."""
    _may_have_moved: bool | None = None
    """Whether any letter is known at all; None: not asked yet."""

    def enter(self, opened: OpenFolder, label: str) -> None:
        """Begin with a folder."""
        self._folder = self.keys.digest(Purpose.MESSAGE, "folder", opened.name)
        self._uidvalidity, self._label, self._gone = opened.uidvalidity, label, []

    def of(self, uids: Sequence[int]) -> Iterator[Recalled | int]:
        """Yield what is known of each letter in the folder, or its UID where nothing is; `uids` are ascending."""
        known_to = 0
        for start in range(0, len(uids), BATCH):
            some = uids[start : start + BATCH]
            last = min(some[-1], LARGEST) if start + BATCH < len(uids) else LARGEST
            here = self._among(known_to + 1, last)
            known_to = last
            for uid in some:
                row = here.pop(uid, None)
                yield (self._recalled(row, uid) if row else None) or uid
            self._gone += here

    def _among(self, first: int, last: int) -> dict[int, Row]:
        return dict(self.letters.among(self._folder, self._uidvalidity, first, last)) if self.letters else {}

    def moved(self, message: MessageRef, size: int) -> Recalled | None:
        """Return what is known of a letter that was elsewhere, or under another number, and note where it is now."""
        if self.letters is None:
            return None
        if self._may_have_moved is None:
            self._may_have_moved = self.letters.are_there()
        row = self.letters.anywhere(message.key, size) if self._may_have_moved else None
        recalled = self._recalled(row, message.uid) if row else None
        if row and recalled:
            self.letters.keep(self._folder, self._uidvalidity, [replace(row, uid=message.uid)])
        return recalled

    def _recalled(self, row: Row, uid: int) -> Recalled | None:
        try:
            kept = from_text(KeptLetter, row.found)
            message = MessageRef(self._label, self._uidvalidity, uid, kept.stored, row.key)
            self.answers.fingerprints.update(kept.fingerprints)
            documents = [self._document(document, message) for document in kept.documents]
            pictures = tuple(self._picture(picture, message) for picture in kept.pictures)
        except (ValueError, _NotKnown):
            return None
        return Recalled(message, row.size, Examined(documents, protection=kept.protection), pictures, kept.route)

    def _document(self, document: SentDocument, message: MessageRef) -> SentDocument:
        answer = self.answers.of(document.key, document.size, _not_known)
        return replace(document, message=message, answer=answer)

    def _picture(self, kept: KeptPicture, message: MessageRef) -> Picture:
        verdict = self._document(kept.verdict, message) if kept.verdict else None
        return Picture(message, kept.part, kept.digest, verdict)

    def keep(self, letters: Iterable[Recalled]) -> None:
        """Remember letters of the folder; one that could not be read to its end is read again by the next run."""
        if self.letters is not None:
            rows = [self._row(letter) for letter in letters if is_final(letter)]
            self.letters.keep(self._folder, self._uidvalidity, rows)

    def keep_pictures(self, pictures: Mapping[int, Mapping[str, Picture]]) -> None:
        """Remember what is known by now of some pictures, by their letters' UIDs and by their sections."""
        if self.letters is None:
            return
        uids = sorted(pictures)
        for start in range(0, len(uids), BATCH):
            rows = self.letters.these(self._folder, self._uidvalidity, uids[start : start + BATCH])
            known = [self._recalled(row, row.uid) for row in rows.values()]
            self.keep([_with_pictures(each, pictures[each.message.uid]) for each in known if each])

    def _row(self, letter: Recalled) -> Row:
        message, examined = letter.message, letter.examined
        is_protected = examined.protection is not MessageProtection.NONE
        if not (examined.documents or letter.pictures or letter.route or is_protected):
            return Row(message.uid, message.key, letter.size, _nothing_in(message.stored), is_judged=False)
        documents = tuple(map(_placeless, examined.documents))
        compared = self.answers.fingerprints
        kept = KeptLetter(
            stored=message.stored,
            documents=documents,
            fingerprints=tuple((each.key, compared[each.key]) for each in documents if each.key in compared),
            protection=examined.protection,
            pictures=tuple(map(_kept_picture, letter.pictures)),
            route=letter.route,
        )
        is_judged = bool(documents or letter.pictures)
        return Row(message.uid, message.key, letter.size, to_text(kept), is_judged)

    def leave(self) -> None:
        """End with a folder of which all letters were listed: what is gone from it is forgotten."""
        if self.letters is not None:
            self.letters.drop(self._folder, self._uidvalidity, self._gone)


@lru_cache(maxsize=256)
def _nothing_in(stored: date) -> str:
    """Return what is kept of a letter in which nothing was found: most are such."""
    return to_text(KeptLetter(stored))


def _not_known() -> bytes:
    raise _NotKnown


def is_final(letter: Recalled) -> bool:
    """Whether a letter was read to its end: what is damaged stays so, what could not be fetched may come tomorrow."""
    return letter.examined.is_final and not letter.examined.problems


def _with_pictures(letter: Recalled, pictures: Mapping[str, Picture]) -> Recalled:
    known = tuple(pictures.get(each.part.section, each) for each in letter.pictures)
    return replace(letter, pictures=known)


def _placeless(document: SentDocument) -> SentDocument:
    nowhere = MessageRef("", 0, 0, document.message.stored)
    return replace(document, message=nowhere, answer=None, asked=None)


def _kept_picture(picture: Picture) -> KeptPicture:
    verdict = picture.verdict
    is_final = verdict is not None and verdict.protection.state is not ProtectionState.UNREADABLE
    part = replace(picture.part, name=None)
    return KeptPicture(part, picture.digest, _placeless(verdict) if verdict and is_final else None)
