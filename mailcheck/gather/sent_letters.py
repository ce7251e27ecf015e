"""Examines a batch of sent letters: the documents of all of them are read together."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mailcheck.errors import MailcheckError
from mailcheck.gather.examine import Examined, Examiner
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, OpenFolder
from mailcheck.gather.pictures import Picture
from mailcheck.gather.together import Reading, read_together
from mailcheck.model import MessageProtection, MessageRef, PartKind
from mailcheck.parse.headers import message_id, read_headers
from mailcheck.parse.structure import hides_contents, walk

STUMBLED = "mailcheck stumbled over it"


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
    _parts: list[Examined | None] = field(default_factory=list)
    """One for each document, in order; None until it is read."""
    _has_stumbled: bool = False

    @property
    def is_done(self) -> bool:
        """Whether everything in it has been read."""
        return None not in self._parts

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

    def readings(self, examiner: Examiner, is_sealed: Callable[[Envelope], bool]) -> Iterator[Reading[None]]:
        """Look at what the letter is made of, and yield how to read each of its documents."""
        if is_sealed(self.envelope):
            self.found.protection = MessageProtection.ENCRYPTED
            return
        structure = walk(self.envelope.bodystructure)
        content_type = read_headers(self.envelope.header).first("content-type")
        if hides_contents(self.envelope.bodystructure, structure, content_type):
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


def examine_letters(
    letters: Iterable[SentLetter],
    examiner: Examiner,
    is_sealed: Callable[[Envelope], bool],
    done: Callable[[], None],
) -> None:
    """Examine letters of the open folder; `done` is called as each of them is finished.

    Raises AccountProblem if the connection is lost.
    """
    readings: dict[Reading[None], SentLetter] = {}
    for letter in letters:
        with letter.contained():
            readings.update(dict.fromkeys(letter.readings(examiner, is_sealed), letter))
        if letter.is_done:
            done()
    for reading, _ in read_together(examiner.mailbox, readings):
        if readings[reading].is_done:
            done()
