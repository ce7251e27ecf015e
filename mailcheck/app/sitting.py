"""One sitting of `mailcheck sort`: what is asked about, and what is done with each answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from mailcheck.app.likelihood import Question, by_likelihood
from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem, SecretError
from mailcheck.gather.answers import Answers
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.sitting import SentLetters
from mailcheck.model import Account, Answer, Missing, PartKind, ProtectionState, Said, Sorted
from mailcheck.settings import Settings, record_sorted, take_back_copies
from mailcheck.state import KeptDocument, State

MOST_COMPARED = 50
"""Files fetched in one sitting to see whether they are copies of one that was answered for."""
OPENS = frozenset({ProtectionState.OPEN, ProtectionState.PARTIAL})

Kept = Mapping[Account, tuple[KeptDocument, ...]]
Opener = Callable[[Account], Mailbox]


def waiting(settings: Settings, state: State, said: Said, since: date, *, again: bool = False) -> Kept:
    """Return the documents that still need an answer, of every professional account; with `again`, those that have one.

    What was settled is neither: that is taken back first.
    """
    settled = {each.finding for each in said.settled}
    answered = {entry.document for entry in said.sorted if entry.document}

    def waits(kept: KeptDocument) -> bool:
        document = kept.document
        has_answer = bool(document.answer) or document.key in answered
        if has_answer is not again or document.message.stored < since:
            return False
        if document.kind is PartKind.INLINE_IMAGE:
            return document.protection.state in OPENS
        return kept.finding not in settled

    accounts = (each.account for each in settings.accounts if each.account.role.is_professional)
    return {account: tuple(filter(waits, state.documents(account.name))) for account in accounts}


def latest_first(questions: Iterable[Question], said: Said) -> tuple[Question, ...]:
    """Return the questions in the order in which they were answered, the latest first: a mistake is seen at once."""
    places = {entry.document: place for place, entry in enumerate(said.sorted)}
    return tuple(sorted(questions, key=lambda each: -places.get(each.document.key, -1)))


def _as_typed(command: str) -> str:
    return f"mailcheck {command}"


@dataclass(slots=True)
class Reader:
    """Reads the member's own sent letters for as long as the sitting lasts; signs in when it has to."""

    opener: Opener
    keys: Keys
    _open: dict[str, SentLetters] = field(default_factory=dict)

    def questions(self, kept: Kept) -> tuple[tuple[Question, ...], int, tuple[str, ...]]:
        """Return the questions in the order they are asked, how many letters are gone, and what went wrong."""
        found: list[Question] = []
        troubles: list[str] = []
        gone: set[str] = set()
        for account, documents in kept.items():
            if not documents:
                continue
            try:
                details = self._letters(account).details(each.document.message for each in documents)
            except (AccountProblem, SecretError) as problem:
                troubles.append(f"{account.name}: {problem}")
                continue
            for each in documents:
                letter = details.get(each.document.message.key)
                if letter is None:
                    gone.add(each.document.message.key)
                    continue
                name = next((part.name for part in letter.documents if part.key == each.document.key), None)
                found.append(Question(account.name, each.document, name, letter.recipients, each.finding))
        own = [account.address for account in kept]
        return by_likelihood(found, own), len(gone), tuple(troubles)

    def content(self, account: Account, question: Question) -> bytes | Missing:
        """Fetch a document whole; signs in anew if the server hung up while the member was thinking."""
        for _ in range(2):
            try:
                found = self._letters(account).content(question.document)
            except (AccountProblem, SecretError) as problem:
                return Missing(str(problem))
            if not isinstance(found, Missing) or found.retry == "never":
                return found
            self._leave(account)
        return found

    def close(self) -> None:
        """Log out everywhere."""
        for letters in self._open.values():
            letters.mailbox.close()
        self._open.clear()

    def _letters(self, account: Account) -> SentLetters:
        if account.name not in self._open:
            self._open[account.name] = SentLetters(self.opener(account), account, self.keys)
        return self._open[account.name]

    def _leave(self, account: Account) -> None:
        self._open.pop(account.name).mailbox.close()


@dataclass(slots=True)
class Book:
    """Where the answers of a sitting are written down, each at once."""

    path: Path
    keys: Keys
    today: date
    fetch: Callable[[Question], bytes | Missing]
    said: Said
    compared: int = 0
    changes: Said = field(default_factory=Said)
    """The answers that are asked about again; what was said of them so far is none that spares a question."""
    command: Callable[[str], str] = _as_typed
    """How a command of mailcheck is typed here."""

    def earlier(self, question: Question) -> Answer | None:
        """Return what is being asked about again."""
        if not self.changes.sorted:
            return None
        own = (entry.answer for entry in self.changes.sorted if entry.document == question.document.key)
        return next(own, question.document.answer)

    def is_copy(self, question: Question) -> bool:
        """Whether a document is a copy of one that was answered for; only a file of the same size is fetched."""
        if self.compared >= MOST_COMPARED:
            return False

        def content() -> bytes:
            self.compared += 1
            found = self.fetch(question)
            if isinstance(found, Missing):
                raise FileNotFoundError
            return found

        try:
            return Answers(self.said, self.keys).of(question.document.key, question.document.size, content) is not None
        except FileNotFoundError:
            return False

    def write(self, question: Question, answer: Answer) -> Missing | None:
        """Write down the answer about one document, and take back an earlier one for all its copies.

        Missing says why it could not be seen whether there was such an answer.
        """
        self._record([Sorted(answer, self.today, document=question.document.key)])
        sizes = {entry.size for entry in self.changes.sorted if entry.fingerprint}
        if question.document.size not in sizes:
            return None
        found = self.fetch(question)
        if isinstance(found, Missing):
            return found
        take_back_copies(self.path, self.keys.fingerprint(found))
        return None

    def write_copies(self, question: Question, answer: Answer) -> Missing | None:
        """Write down the answer about every copy; Missing says why it holds for this document only."""
        found = self.fetch(question)
        self._record([Sorted(answer, self.today, document=question.document.key)])
        if isinstance(found, Missing):
            return found
        copies = Sorted(answer, self.today, fingerprint=self.keys.fingerprint(found), size=len(found))
        self._record([copies])
        return None

    def _record(self, entries: Iterable[Sorted]) -> None:
        for entry in entries:
            record_sorted(self.path, entry)
            self.said = replace(self.said, sorted=(*self.said.sorted, entry))


def book_of(settings: Settings, kept: Kept, reader: Reader, *, again: bool = False) -> Book:
    """Return the book of a sitting; asked again, no earlier answer spares a question."""
    accounts, said, nothing = {account.name: account for account in kept}, settings.said, Said()

    def fetch(question: Question) -> bytes | Missing:
        return reader.content(accounts[question.account], question)

    told, changes = (nothing, said) if again else (said, nothing)
    return Book(settings.said_path, reader.keys, date.today(), fetch, told, changes=changes)
