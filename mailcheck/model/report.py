"""The result of a run. Holds no third party's data, by type: counts, dates, UIDs, formats, sizes and account names."""

from dataclasses import field
from datetime import date, datetime

from mailcheck.dataclass import dataclass
from mailcheck.model.finding import Status
from mailcheck.model.findings import Findings
from mailcheck.model.letter import Letter
from mailcheck.model.look_back import LookBack
from mailcheck.model.policy import Basis


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """A rule's state within a clause."""

    name: str
    basis: Basis
    status: Status


@dataclass(frozen=True, slots=True)
class ClauseVerdict:
    """A clause's state."""

    id: str
    title: str
    status: Status
    rules: tuple[RuleVerdict, ...]
    """The rules and declarations that serve it."""


@dataclass(frozen=True, slots=True)
class NotLooked:
    """Something that was not looked at, and why."""

    what: str
    why: str


NOT_CONNECTED = NotLooked("the mailbox", "you declare this account instead of connecting it")
"""What is said of every account that the member declares instead of connecting, and of no other."""


@dataclass(frozen=True, slots=True)
class LookedOn:
    """One kind of evidence, and the day on which it was looked at."""

    what: str
    """In plain words."""
    day: date


@dataclass(frozen=True, slots=True)
class SortedDocuments:
    """What the member said of the documents that left without protection."""

    confidential: int = 0
    not_confidential: int = 0
    asked_without: int = 0
    waiting: int = 0
    """Without an answer yet."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an account was looked at."""

    folders: tuple[str, ...] = ()
    """Labels, never a folder's own name."""
    messages: int = 0
    new_messages: int = 0
    documents: int = 0
    unreadable: int = 0
    since: date | None = None
    not_looked: tuple[NotLooked, ...] = ()
    protected: int = 0
    """Documents that need a secret to open."""
    sorting: SortedDocuments = field(default_factory=SortedDocuments)
    looked: tuple[LookedOn, ...] = ()
    """What was looked at, and when: not everything is looked at in every run."""
    fetched_whole: int = 0
    """Documents of which reading parts did not do, so that all of them was fetched."""


@dataclass(frozen=True, slots=True)
class SentMonth:
    """The documents that an account sent in one month, since the day that counts, by what became of each."""

    first_day: date
    protected: int = 0
    """They need a secret to open, or went through a secure system."""
    sorted_out: int = 0
    """They open without one, and the member said that they need none."""
    opens: int = 0
    """They open without one: called confidential, or not sorted yet."""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an account could not be read."""

    key: str
    retry: str
    text: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class AccountReport:
    """One account's part of the report."""

    name: str
    role: str
    provider: str
    """The provider's name, or `""` if it is not known."""
    status: Status
    problem: Refusal | None
    coverage: Coverage
    months: tuple[SentMonth, ...] = ()
    """The months in which a document was sent, the oldest first."""

    @property
    def is_connected(self) -> bool:
        """Whether mailcheck was to look into it; a connected account can be "declared" too, by its clauses."""
        return NOT_CONNECTED not in self.coverage.not_looked


@dataclass(frozen=True, slots=True)
class DeclarationReport:
    """A declaration and how it stands."""

    id: str
    clause: str
    answer: str
    by: str
    made: date | None
    expires: date | None
    status: Status
    question: str = ""
    """What is asked first, in the policy's words."""
    note: str = ""
    """What else is to be said of it: a number to look at again, a registration that soon runs out."""


@dataclass(frozen=True, slots=True)
class PolicyName:
    """Which policy the report speaks of."""

    id: str
    version: str
    title: str
    reviewed: date


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of one run."""

    version: str
    """Of mailcheck."""
    policy: PolicyName
    started: datetime
    finished: datetime
    since: date
    status: Status
    accounts: tuple[AccountReport, ...]
    clauses: tuple[ClauseVerdict, ...]
    findings: Findings
    """One for each thing that was found; there may be thousands, and each is made when somebody looks at it."""
    declarations: tuple[DeclarationReport, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    """What mailcheck never looks at; said in every report."""
    look_back: tuple[LookBack, ...] = ()
    """What was sent before `since`, told on request as history: no clause, state or exit code knows of it."""

    letters: tuple[Letter, ...] = ()
    """The test letters, each as far as it has come; for whoever keeps them."""

    def __post_init__(self) -> None:
        """Hold findings as they are held, however they come."""
        object.__setattr__(self, "findings", Findings.of(self.findings))

    @property
    def exit_code(self) -> int:
        """0 met or declared · 1 attention · 2 not met · 3 could not check."""
        return self.status.exit_code
