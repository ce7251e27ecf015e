"""What earlier runs found in sent letters, so that no letter is read twice; nothing of it names anything."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examined
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import OpenFolder
from mailcheck.gather.pictures import Picture
from mailcheck.model import MessageProtection, MessageRef, Part, ProtectionState, SecureRoute, SentDocument
from mailcheck.state import Letters, Row
from mailcheck.state.values import from_text, to_text


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
    _here: dict[int, Row] = field(default_factory=dict)
    _anywhere: dict[tuple[str, int], Row] | None = None

    def enter(self, opened: OpenFolder, label: str) -> None:
        """Begin with a folder."""
        self._folder = self.keys.digest(Purpose.MESSAGE, "folder", opened.name)
        self._uidvalidity, self._label = opened.uidvalidity, label
        self._here = dict(self.letters.in_folder(self._folder, opened.uidvalidity)) if self.letters else {}

    def at(self, uid: int) -> Recalled | None:
        """Return what is known of the letter with a UID in the folder."""
        row = self._here.get(uid)
        return self._recalled(row, uid) if row else None

    def moved(self, message: MessageRef, size: int) -> Recalled | None:
        """Return what is known of a letter that was elsewhere, or under another number, and note where it is now."""
        if self.letters is None:
            return None
        if self._anywhere is None:
            self._anywhere = dict(self.letters.anywhere())
        row = self._anywhere.get((message.key, size))
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

    def _row(self, letter: Recalled) -> Row:
        message, examined = letter.message, letter.examined
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

    def leave(self, uids: Iterable[int]) -> None:
        """End with a folder of which all `uids` were listed: what is gone from it is forgotten."""
        if self.letters is not None:
            self.letters.drop(self._folder, self._uidvalidity, set(self._here) - set(uids))


def _not_known() -> bytes:
    raise _NotKnown


def is_final(letter: Recalled) -> bool:
    """Whether a letter was read to its end: what is damaged stays so, what could not be fetched may come tomorrow."""
    return letter.examined.is_final and not letter.examined.problems


def _placeless(document: SentDocument) -> SentDocument:
    nowhere = MessageRef("", 0, 0, document.message.stored)
    return replace(document, message=nowhere, answer=None, asked=None)


def _kept_picture(picture: Picture) -> KeptPicture:
    verdict = picture.verdict
    is_final = verdict is not None and verdict.protection.state is not ProtectionState.UNREADABLE
    part = replace(picture.part, name=None)
    return KeptPicture(part, picture.digest, _placeless(verdict) if verdict and is_final else None)
