"""A sitting over open documents, as the page holds it: which is asked about now, and what is done with an answer.

It is in memory, with names in it, for as long as somebody answers; two tabs see the same one.
"""

from collections.abc import Sequence
from dataclasses import field
from threading import Lock

from mailcheck.app.asking import MOST
from mailcheck.app.likelihood import Question
from mailcheck.app.sitting import Book, Reader
from mailcheck.dataclass import dataclass
from mailcheck.model import Answer, Missing

ANSWERS = {
    "yes": Answer.CONFIDENTIAL,
    "no": Answer.NOT_CONFIDENTIAL,
    "copies": Answer.NOT_CONFIDENTIAL,
    "asked": Answer.ASKED_WITHOUT,
}
SKIP = "skip"


@dataclass(slots=True)
class Sitting:
    """One sitting."""

    questions: Sequence[Question] = field(repr=False)
    book: Book = field(repr=False)
    reader: Reader = field(repr=False)
    gone: int = 0
    """Letters that could not be found again."""
    troubles: tuple[str, ...] = ()
    most: int = MOST
    """Questions in this sitting, at most."""
    asked: int = 0
    answered: int = 0
    confidential: Question | None = field(default=None, repr=False)
    """The one that was called confidential just now: what to do today is said once, beside the next question."""
    note: str = ""
    """What went wrong with the last answer."""
    _place: int = 0
    _lock: Lock = field(default_factory=Lock)

    def current(self) -> Question | None:
        """Return the document to ask about now; None at the end. Copies of what was answered are passed over."""
        with self._lock:
            while self.asked < self.most and self._place < len(self.questions):
                question = self.questions[self._place]
                if not self.book.is_copy(question):
                    return question
                self._place += 1
            return None

    @property
    def is_again(self) -> bool:
        """Whether answers that were given are asked about again."""
        return bool(self.book.changes.sorted)

    @property
    def number(self) -> int:
        """The number of the current question, from one."""
        return self.asked + 1

    @property
    def of(self) -> int:
        """How many questions there are in this sitting, as far as is known."""
        return min(self.most, self.asked + self.left)

    @property
    def left(self) -> int:
        """Documents that have no answer yet."""
        return len(self.questions) - self._place

    def answer(self, key: str, answer: str) -> bool:
        """Take an answer to the document of that key; False if it is not the current one: another tab was quicker."""
        with self._lock:
            if self._place >= len(self.questions) or self.questions[self._place].document.key != key:
                return False
            question = self.questions[self._place]
            self._place += 1
            self.asked += 1
            self.confidential, self.note = None, ""
            if answer in ANSWERS:
                self._write(question, answer)
            return True

    def _write(self, question: Question, answer: str) -> None:
        given = ANSWERS[answer]
        write = self.book.write_copies if answer == "copies" else self.book.write
        missing = write(question, given)
        self.answered += 1
        if isinstance(missing, Missing):
            kept = "Your answer is kept for this letter alone." if answer == "copies" else "Your answer is kept."
            self.note = f"The file could not be compared ({missing.reason.rstrip('.')}). {kept}"
        if given is Answer.CONFIDENTIAL:
            self.confidential = question

    def close(self) -> None:
        """Sign out everywhere, and forget the names."""
        with self._lock:
            self.reader.close()
            self.questions, self._place, self.confidential = (), 0, None
