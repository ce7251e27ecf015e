"""Examines sent letters: the documents of many of them are read together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.errors import MailcheckError
from mailcheck.gather.examine import Examined, Examiner
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, Items, Listed, Listing, OpenFolder
from mailcheck.gather.pictures import Picture
from mailcheck.gather.together import Flow, Reading, nothing, read_together
from mailcheck.model import MessageProtection, MessageRef, PartKind, Structure
from mailcheck.parse.headers import message_id, read_headers
from mailcheck.parse.structure import hides_contents, walk

STUMBLED = "mailcheck stumbled over it"
FIRST, BATCH = 100, 250
"""Messages listed by the first command, and by each other: documents are asked for while other messages are told."""
LISTINGS = 2
"""Lists under way at most."""
WAITING = 64
"""Orders for documents that wait: with fewer, more letters are listed."""


def reference_of(envelope: Envelope, opened: OpenFolder, label: str, keys: Keys) -> MessageRef:
    """Return where a message is, with a key that knows it again; needs its Message-ID among the header fields."""
    identifier = message_id(read_headers(envelope.header))
    place: tuple[str | int, ...] = (opened.name, opened.uidvalidity, envelope.uid)
    key = keys.digest(Purpose.MESSAGE, identifier) if identifier else keys.digest(Purpose.MESSAGE, "", *place)
    return MessageRef(label, opened.uidvalidity, envelope.uid, envelope.stored.date(), key)


@dataclass(slots=True, eq=False)
class SentLetter:
    """One letter, and what is found in it."""

    message: MessageRef
    envelope: Envelope
    found: Examined = field(default_factory=Examined)
    pictures: list[Picture] = field(default_factory=list)
    waits_for: int = 0
    """How many of its documents and pictures are still to be read."""
    _parts: list[Examined | None] = field(default_factory=list)
    """One for each document, in order; None until it is read."""
    _has_stumbled: bool = False
    _walked: Structure | None = None
    _hides_contents: bool | None = None

    def examined(self) -> Examined:
        """Return everything that was found, in order; of a letter that made us stumble, only that."""
        if self._has_stumbled:
            return Examined(problems=[STUMBLED])
        for part in self._parts:
            self.found.add(part or Examined())
        self._parts = []
        return self.found

    def stumble(self) -> None:
        """Note that mailcheck itself failed with this letter."""
        self._has_stumbled, self.pictures = True, []

    @property
    def hides_contents(self) -> bool:
        """Whether the server shows less than it holds, so that it has to be fetched whole."""
        if self._hides_contents is None:
            content_type = read_headers(self.envelope.header).first("content-type")
            self._hides_contents = hides_contents(self.envelope.bodystructure, self._structure(), content_type)
        return self._hides_contents

    def _structure(self) -> Structure:
        if self._walked is None:
            self._walked = walk(self.envelope.bodystructure)
        return self._walked

    def readings(self, examiner: Examiner, is_sealed: Callable[[Envelope], bool]) -> Iterator[Reading[None]]:
        """Look at what the letter is made of, and yield how to read each of its documents."""
        if is_sealed(self.envelope):
            self.found.protection = MessageProtection.ENCRYPTED
            return
        structure = self._structure()
        if self.hides_contents:
            whole = examiner.whole_message(self.message)
            if whole is not None:
                self.found = whole
                return
        self.found = Examined(problems=list(structure.problems), protection=structure.protection)
        for part in structure.parts:
            if part.kind is PartKind.INLINE_IMAGE:
                self.pictures.append(Picture(self.message, part))
            else:
                self._parts.append(None)
                yield self._reading(examiner.reading(self.message, part), len(self._parts) - 1)

    def _reading(self, reading: Reading[Examined], place: int) -> Reading[None]:
        def read() -> None:
            with self.contained():
                self._parts[place] = reading.read()
            self._parts[place] = self._parts[place] or Examined()

        return Reading(reading.file, read)

    @contextmanager
    def contained(self) -> Iterator[None]:
        """Containment for one letter: whatever it makes us stumble over, the others are still looked at."""
        try:
            yield
        except MailcheckError:
            raise
        except Exception:  # noqa: BLE001 - hostile mail is normal input; the error's text might quote it
            self.stumble()


def _batches(uids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield what each listing asks for."""
    yield tuple(uids[:FIRST])
    for start in range(FIRST, len(uids), BATCH):
        yield tuple(uids[start : start + BATCH])


def _nothing(letter: SentLetter) -> Iterable[Reading[None]]:
    """Read nothing beside a letter's documents."""
    return ()


class LetterReading:
    """Reads letters of the open folder: while some are still listed, the documents of others are read."""

    def __init__(
        self,
        examiner: Examiner,
        headers: tuple[str, ...],
        begin: Callable[[Envelope], SentLetter | None],
        is_sealed: Callable[[Envelope], bool],
        beside: Callable[[SentLetter], Iterable[Reading[None]]] = _nothing,
        meanwhile: Callable[[], None] = nothing,
    ) -> None:
        """`begin` is called with each message that is there, and says which letter is to be read, if it is any.

        `beside` is called with each of these, and says what else to read: in the same command, if it is in that letter.
        `meanwhile` is called when nothing is left to be asked for, and something is still computed.
        """
        self._examiner, self._headers, self._begin, self._is_sealed = examiner, headers, begin, is_sealed
        self._beside, self._meanwhile = beside, meanwhile
        self._flow: Flow[None] = Flow(examiner.mailbox, meanwhile)
        self._under_way: dict[Reading[None], SentLetter] = {}
        self._later: list[SentLetter] = []
        self._left: list[int] = []
        self._listings = 0
        self._is_listed = False

    def run(self, uids: Sequence[int]) -> Iterator[SentLetter]:
        """Yield each letter when it has been read, in any order; raises AccountProblem if the connection is lost."""
        yield from self._flown(_batches(uids))
        mailbox = self._examiner.mailbox
        if self._left:
            alone = mailbox.envelopes(sorted(self._left), Items(self._headers, structure=True))
            self._flow = Flow(mailbox, self._meanwhile)
            yield from self._begun(alone)
            yield from self._flown(iter(()))
        yield from self._fetched_whole()

    def _flown(self, batches: Iterator[tuple[int, ...]]) -> Iterator[SentLetter]:
        self._list(batches)
        for event in self._flow.run():
            if isinstance(event, Listed):
                self._listings -= event.is_over
                self._left += event.left
                yield from self._begun(event.envelopes)
            elif letter := self._under_way.pop(event[0], None):
                letter.waits_for -= 1
                if not letter.waits_for:
                    yield letter
            self._list(batches)

    def _list(self, batches: Iterator[tuple[int, ...]]) -> None:
        """Ask for more letters in time: while the last documents of those before are still on their way."""
        while self._flow.waiting < WAITING and self._listings < LISTINGS and not self._is_listed:
            if batch := next(batches, ()):
                self._flow.look_up(Listing(batch, self._headers))
                self._listings += 1
            else:
                self._is_listed = True

    def _begun(self, envelopes: Iterable[Envelope]) -> Iterator[SentLetter]:
        """Begin to read letters; yield those in which there is nothing to read."""
        for letter in filter(None, map(self._begin, envelopes)):
            readings: tuple[Reading[None], ...] = ()
            others: tuple[Reading[None], ...] = ()
            with letter.contained():
                if letter.hides_contents:
                    self._later.append(letter)
                    continue
                readings = tuple(letter.readings(self._examiner, self._is_sealed))
                others = tuple(self._beside(letter))
            self._flow.begin(readings + others)
            own = [each for each in readings + others if each.file.source.uid == letter.envelope.uid]
            self._under_way.update(dict.fromkeys(own, letter))
            letter.waits_for = len(own)
            if not own:
                yield letter

    def _fetched_whole(self) -> Iterator[SentLetter]:
        """Yield the letters that have to be fetched whole, which nothing else may wait for."""
        for letter in self._later:
            with letter.contained():
                readings = tuple(letter.readings(self._examiner, self._is_sealed))
                for _ in read_together(self._examiner.mailbox, (*readings, *self._beside(letter))):
                    pass
            yield letter
