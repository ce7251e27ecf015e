"""One account while it is being looked at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from mailcheck.gather.contained import contained
from mailcheck.gather.domain import Resolver
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.sent import Judge
from mailcheck.gather.shared_reading import Seen, SharedReading
from mailcheck.gather.twins import is_unchanged, look_for_twins, wishes_for_twins
from mailcheck.gather.wishes import Wishes
from mailcheck.model import Account, AccountEvidence, Missing, Said
from mailcheck.model.domain import DomainFacts
from mailcheck.model.traces import SieveLook
from mailcheck.parse.received import Vantage
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.secure_mail import SecureMail
from mailcheck.state import Letters


class Connector(Protocol):
    """Gets into an account, with a secret that was fetched before."""

    def open(self, account: Account) -> Mailbox:
        """Sign in; raises AccountProblem or SecretError."""

    def scripts(self, account: Account, recognise: Recogniser, today: date) -> SieveLook | Missing:
        """Look at the mail rules on the account's server; raises SecretError."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come with one account."""

    account: str
    what: str
    """In plain words: `signing in`, `reading sent letters` …"""
    done: int = 0
    total: int = 0
    """0 if it is not known."""


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a run wants to know of every account."""

    now: datetime
    since: date
    said: Said
    keys: Keys
    """Under the installation key: what must be recognised across runs."""
    run_keys: Keys
    """Under this run's own random key: what is compared between accounts."""
    judge: Judge
    others: tuple[Account, ...]
    """Every account of the member, also those that are not looked at now."""
    recognisers: Mapping[str, Recogniser]
    """For every account, by name."""
    resolver: Resolver | None = None
    """Looks names up; None: nothing is asked of the name system."""
    switched_on: frozenset[str] = frozenset()
    """What is looked at only because the member wished it: `correspondents`, `words`."""
    look_back: bool = False
    """Whether to look as well at what was sent before `since`."""
    letters: Callable[[Account], Letters | None] = lambda account: None
    """What earlier runs found in an account's letters; nothing, where nothing is remembered."""
    secure_mail: SecureMail | None = None
    """The institute's own list of secure mail systems; None: the one that ships with mailcheck."""

    @property
    def today(self) -> date:
        """The day of the run."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Visited:
    """A signed-in account, as an errand sees it."""

    mailbox: Mailbox
    account: Account
    question: Question
    connector: Connector
    progress: Progress
    domains: Mapping[str, DomainFacts | Missing | None]
    """What the name system says of each account's domain, by account."""

    @property
    def recognise(self) -> Recogniser:
        """Whose an address is, seen from this account."""
        return self.question.recognisers[self.account.name]

    @property
    def vantage(self) -> Vantage:
        """From where this account's headers are read."""
        from mailcheck.parse.received import vantage

        hosts = {
            name: facts.exchange.hosts
            for name, facts in self.domains.items()
            if isinstance(facts, DomainFacts) and not isinstance(facts.exchange, Missing)
        }
        return vantage(self.recognise, hosts)

    def told(self, what: str) -> Callable[[int, int], None]:
        """Return what an errand calls as it goes on."""
        return lambda done, total: self.progress(Step(self.account.name, what, done, total))


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to look at in an account."""

    field: str
    """The field of AccountEvidence that it fills."""
    what: str
    """In plain words, for the progress."""
    look: Callable[[Visited], object]
    applies: Callable[[Account, Question], bool]
    wishes: Callable[[Account], Wishes] | None = None
    """What it asks of the newest letters, to be fetched together with what others ask; None: it fetches for itself."""


class Visit:
    """One account while it is being looked at."""

    def __init__(self, account: Account, connector: Connector, question: Question, progress: Progress) -> None:
        self.account, self.question = account, question
        self.mailbox: Mailbox | None = None
        self.evidence = AccountEvidence(account, Missing("This account was not reached."))
        self._connector, self._progress = connector, progress
        self._seen, self._wishes = Seen(), Wishes()

    def run(self, errands: tuple[Errand, ...], domains: Mapping[str, DomainFacts | Missing | None]) -> None:
        """Sign in and run every errand that applies; a failed one is Missing, and the others still run."""
        name = self.account.name
        self._progress(Step(name, "signing in"))
        opened = contained(lambda: self._connector.open(self.account))
        if isinstance(opened, Missing):
            self.evidence = AccountEvidence(self.account, opened, opened, opened, opened)
            return
        self.mailbox = opened
        self.evidence = AccountEvidence(self.account, opened.connection, domain=domains.get(name))
        due = [errand for errand in errands if errand.applies(self.account, self.question)]
        self._wishes = self._wished(opened, due)
        for errand in due:
            self._progress(Step(name, errand.what))
            seen = SharedReading(opened, self._seen, self._wishes if errand.wishes else None)
            visited = Visited(seen, self.account, self.question, self._connector, self._progress, domains)
            self.evidence = replace(self.evidence, **{errand.field: _done(errand, visited)})  # type: ignore[arg-type]

    def _wished(self, mailbox: Mailbox, due: Iterable[Errand]) -> Wishes:
        """Return what all that is due asks of the newest letters, and the comparison of the mailboxes too."""
        wishes = wishes_for_twins(mailbox)
        for errand in due:
            wishes = wishes.with_(errand.wishes(self.account)) if errand.wishes else wishes
        return wishes

    def look(self, *, again: bool = False) -> None:
        """Look at what tells this mailbox from another; `again` at how it is now, not when the visit first saw it."""
        if self.mailbox is None:
            return
        if again:
            self._seen = Seen(self._seen.folders, self._seen.prefix)
        mailbox = SharedReading(self.mailbox, self._seen, self._wishes)
        self._progress(Step(self.account.name, "comparing the mailboxes"))
        looks = contained(lambda: look_for_twins(mailbox, self.account, self.question.run_keys))
        self.evidence = replace(self.evidence, looks=looks)

    def is_unchanged(self) -> bool:
        """Whether the inbox is still as it was when it was looked at."""
        if self.mailbox is None or isinstance(self.evidence.looks, Missing):
            return False
        mailbox, looks = self.mailbox, self.evidence.looks
        self._seen.open = ""
        return contained(lambda: is_unchanged(mailbox, looks)) is True

    @property
    def shared(self) -> Mailbox | None:
        """The mailbox for whoever looks for one thing more, its folders known already; None: it was not reached."""
        return None if self.mailbox is None else SharedReading(self.mailbox, self._seen)

    def leave(self) -> None:
        """Log out."""
        if self.mailbox is not None:
            self.mailbox.close()


def _done(errand: Errand, visited: Visited) -> object:
    return contained(lambda: errand.look(visited))
