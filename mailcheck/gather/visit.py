"""What is asked of an account, how to get in, and an errand there."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import BinaryIO, Protocol

from mailcheck.dataclass import dataclass
from mailcheck.gather.domain import Resolver
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.memory import NIGHTLY, Forgetful, Memory
from mailcheck.gather.wishes import Wishes
from mailcheck.model import Account, Missing, Protection, Said
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
    judge: Callable[[BinaryIO], Protection]
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
    uses: Callable[[Account], Letters | None] = lambda account: None
    """What earlier runs read in the headers of an account's sent letters."""
    secure_mail: SecureMail | None = None
    """The institute's own list of secure mail systems; None: the one that ships with mailcheck."""
    memory: Memory = field(default_factory=Forgetful)
    """What earlier runs saw."""

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
    domains: Callable[[], Mapping[str, DomainFacts | Missing | None]]
    """Waits for what the name system says of each account's domain, by account."""
    meanwhile: Callable[[], None]
    """Runs what is short and not done yet: for an errand that waits for something that is computed beside."""

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
            for name, facts in self.domains().items()
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
    wishes: Callable[[Account, Question], Wishes] | None = None
    """What it asks of the newest letters, to be fetched together with what others ask; None: it fetches for itself."""
    age: timedelta = NIGHTLY
    """How long what was seen holds."""
    follows_sent: bool = False
    """True: it is looked at again as soon as a sent folder changes."""
    is_compared: bool = False
    """True: it is digested under the run's own key, so all accounts are looked at in the same run, or none."""
    is_short: bool = False
    """True: it reads a few header fields or rights, so it can be done while another errand waits."""
    is_apart: bool = False
    """True: it asks nothing of the mailbox, so it is done while others ask."""
    rows: frozenset[str] = frozenset()
    """The evidence (docs/evidence.md) that a person can put right: while it asks for that, every run looks again."""
