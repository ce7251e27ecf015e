"""One look at the sent folders of an account: known letters are recalled, the others read."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.examine import Examined, Examiner
from mailcheck.gather.known_letters import KnownLetters, Recalled, is_final
from mailcheck.gather.mailbox import Envelope, ListedFolder, OpenFolder
from mailcheck.gather.pictures import Pictures
from mailcheck.gather.routes import Routes
from mailcheck.gather.sent_letters import LetterReading, SentLetter, reference_of
from mailcheck.gather.together import Reading, nothing
from mailcheck.gather.uids import Once, Spans
from mailcheck.model import (
    Folder,
    FoundDocuments,
    MessageProtection,
    MessageRef,
    SentMail,
)

BATCH = 500
"""Letters remembered at a time."""
NOT_OPENED = "a sent folder could not be opened"
NO_ANSWER = "the mail server did not answer for it"

Progress = Callable[[int, int], None]
"""Called with the messages done and the messages known so far."""


@dataclass(slots=True)
class Found:
    """What has been seen so far, over all folders."""

    folders: list[Folder] = field(default_factory=list)
    documents: FoundDocuments = field(default_factory=FoundDocuments)
    protected: list[tuple[MessageRef, MessageProtection]] = field(default_factory=list)
    unexamined: list[tuple[MessageRef, str]] = field(default_factory=list)
    known: Once = field(default_factory=Once)
    """By key and size: a message filed twice is counted once."""
    messages: int = 0
    new: int = 0
    is_final: bool = True
    listed: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class SentLook:
    """One look at the sent folders."""

    examiner: Examiner
    since: date
    progress: Progress
    found: Found
    routes: Routes
    known: KnownLetters
    earlier: bool = False
    meanwhile: Callable[[], None] = nothing
    """What else there is to do, for when something is still computed of letters."""

    def folder(self, folder: ListedFolder, label: str) -> AccountProblem | None:
        """Look at one folder; return why it could not be opened, if it could not."""
        mailbox, found = self.examiner.mailbox, self.found
        try:
            entered = mailbox.enter(folder.name, since=self.since, words=self.routes.words)
            opened, uids = entered.opened, self._chosen(entered.uids)
        except AccountProblem as problem:
            mailbox.still_there()  # raises if it is not the folder but the connection that failed
            found.unexamined.append((MessageRef(label, 0, 0, self.since), NOT_OPENED))
            return problem
        self.routes.enter(entered.marked)
        found.folders.append(Folder(label, len(uids), opened.exists))
        found.listed += len(uids)
        before = len(found.documents), len(found.protected), len(found.unexamined), len(self.routes.found)
        self._letters(uids, opened, label)
        # Letters are read in any order. What was found of one stands together, pictures after documents.
        found.documents.in_order(before[0])
        for told, start in zip((found.protected, found.unexamined, self.routes.found), before[1:], strict=True):
            told[start:] = sorted(told[start:], key=lambda each: each[0].uid)  # type: ignore[index] # pairs all of them
        return None

    def _letters(self, uids: Sequence[int], opened: OpenFolder, label: str) -> None:
        """Recall the letters that are known, read the others, and compare the pictures of all."""
        self.known.enter(opened, label)
        pictures, new = Pictures(self.examiner), array("Q")
        for letter in self.known.of(uids):
            if isinstance(letter, int):
                new.append(letter)
                continue
            self.found.done += 1
            if self._is_first(letter.message, letter.size):
                self._recall(letter, pictures)
        unknown = uids if len(new) == len(uids) else new  # of a whole folder they are few spans
        del new
        self._new(unknown, opened, label, pictures)
        for verdict in pictures.judged():
            self.found.documents.add(verdict)
        self.known.keep_pictures(pictures.changed())
        if not self.earlier and len(uids) == opened.exists:
            self.known.leave()

    def _recall(self, letter: Recalled, pictures: Pictures) -> None:
        """Count a letter that an earlier run has read."""
        self._keep(letter.message, letter.examined)
        pictures.recall(letter.pictures)
        if letter.route is not None:
            self.routes.found.append((letter.message, letter.route))

    def _chosen(self, late: Sequence[int]) -> Sequence[int]:
        """Return the letters to look at: those stored since the day, or all the others."""
        return tuple(sorted(set(self.examiner.mailbox.uids()) - set(late))) if self.earlier else late

    def _still_listed(self) -> set[int]:
        return set(self._chosen(self.examiner.mailbox.uids(since=self.since)))

    def _new(self, uids: Sequence[int], opened: OpenFolder, label: str, pictures: Pictures) -> None:
        """Read letters that are not known here; their pictures join `pictures`."""
        answered = Spans()

        def begin(envelope: Envelope) -> SentLetter | None:
            answered.add(envelope.uid)
            message = reference_of(envelope, opened, label, self.examiner.keys)
            known = self.known.moved(message, envelope.size)
            is_first = self._is_first(message, envelope.size)
            if is_first and known is None:
                return SentLetter(message, envelope)
            if is_first and known is not None:
                self._recall(known, pictures)
            self._count()
            return None

        def beside(letter: SentLetter) -> Iterable[Reading[None]]:
            return pictures.noted(letter.pictures)

        headers = ("Message-ID", "Content-Type", *self.routes.headers)
        reading = LetterReading(self.examiner, headers, begin, self.routes.is_sealed, beside, self.meanwhile)
        self.progress(self.found.done, self.found.listed)
        self._read(reading.run(uids), pictures)
        if len(told := answered.uids()) < len(uids):
            self._miss(set(uids) - set(told), opened, label)

    def _read(self, letters: Iterable[SentLetter], pictures: Pictures) -> None:
        """Remember letters as they are read, batch by batch, and what was read before a connection is lost."""
        fresh: list[Recalled] = []
        try:
            for letter in letters:
                fresh.append(self._recalled(letter, pictures))
                if len(fresh) == BATCH:
                    self.known.keep(fresh)
                    fresh.clear()
                self._count()
        finally:
            self.known.keep(fresh)

    def _recalled(self, letter: SentLetter, pictures: Pictures) -> Recalled:
        examined = letter.examined()
        self._keep(letter.message, examined)
        self.found.new += 1
        route = self.routes.note(letter.message, letter.envelope)
        recalled = Recalled(letter.message, letter.envelope.size, examined, pictures.add(letter.pictures), route)
        self.found.is_final &= is_final(recalled)
        return recalled

    def _is_first(self, message: MessageRef, size: int) -> bool:
        """Note a letter, and say whether it is counted: one that was filed twice is counted once."""
        is_first = self.found.known.is_first(message.key, size)
        self.found.messages += is_first
        return is_first

    def _count(self) -> None:
        """Note that one more letter is done."""
        self.found.done += 1
        self.progress(self.found.done, self.found.listed)

    def _miss(self, unanswered: set[int], opened: OpenFolder, label: str) -> None:
        """Tell of messages that are still listed but were not answered for; the others were deleted meanwhile."""
        for uid in sorted(unanswered & self._still_listed()):
            message = MessageRef(label, opened.uidvalidity, uid, self.since)
            self.found.unexamined.append((message, NO_ANSWER))
            self.found.messages += 1

    def _keep(self, message: MessageRef, examined: Examined) -> None:
        for document in examined.documents:
            self.found.documents.add(document)
        if examined.protection is not MessageProtection.NONE:
            self.found.protected.append((message, examined.protection))
        if examined.problems:
            self.found.unexamined.append((message, "; ".join(dict.fromkeys(examined.problems))))

    def result(self) -> SentMail:
        """Return what was seen."""
        found = self.found
        return SentMail(
            folders=tuple(found.folders),
            messages=found.messages,
            documents=found.documents.all(),
            protected_messages=tuple(found.protected),
            unexamined=tuple(found.unexamined),
            new_messages=found.new,
            routes=tuple(self.routes.found),
            is_final=found.is_final and not found.unexamined,
        )
