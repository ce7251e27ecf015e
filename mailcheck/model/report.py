"""The result of a run. Holds no third party's data, by type: counts, dates, UIDs, formats, sizes and account names."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.model.letter import Letter
from mailcheck.model.look_back import LookBack
from mailcheck.model.policy import Basis


class Status(StrEnum):
    """The state of a rule, a clause, an account or a whole run."""

    MET = "met"
    DECLARED = "declared"
    ATTENTION = "attention"
    COULD_NOT_CHECK = "could-not-check"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"

    @property
    def exit_code(self) -> int:
        """The exit code of a command that ends in this state (the monitoring-plugin convention)."""
        return {Status.NOT_MET: 2, Status.COULD_NOT_CHECK: 3, Status.ATTENTION: 1}.get(self, 0)


_WORST_FIRST = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)


IN_ORDER = frozenset({Status.MET, Status.DECLARED, Status.NOT_APPLICABLE})
"""The statuses that ask for nothing."""


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst of `statuses`; not-applicable is left out, and nothing at all is not-applicable.

    not-met > could-not-check > attention > declared > met.
    """
    present = set(statuses)
    return next((status for status in _WORST_FIRST if status in present), Status.NOT_APPLICABLE)


class Grade(StrEnum):
    """How much a piece of evidence proves."""

    PROOF = "proof"
    STRONG = "strong"
    WEAK = "weak"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a finding is about, without a name."""

    folder: str
    uidvalidity: int
    uid: int
    stored: date
    format: str = ""
    protection: str = ""
    strength: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's answer for one account, pair or message."""

    status: Status
    accounts: tuple[str, ...]
    """Account names as configured."""
    title: str
    """What was seen, in one sentence."""
    detail: str = ""
    remedy: str = ""
    """The one thing to do next; empty if there is nothing to do."""
    grade: Grade = Grade.INFO
    evidence_ids: tuple[str, ...] = ()
    looked_at: str = ""
    items: tuple[Item, ...] = ()
    key: str = ""
    """Tells two outcomes of one rule and account apart, from run to run: a message's key, for example."""
    together: str = ""
    """What was seen, where there are several like this one; `{count}` stands for how many."""
    is_incident: bool = False
    """True: something that happened once, such as a letter sent; it can be closed, and not be undone."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A dated exception to a finding."""

    reason: str
    until: date
    by_institute: bool = False
    """True: the institute signed it, and the finding no longer counts; a member's own still asks for attention."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an incident was closed."""

    how: str
    made: date


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome with its place in the policy and its own identity."""

    id: str
    rule: str
    basis: Basis
    clause: str
    status: Status
    """The outcome's state, unless an exception or a settlement changes how it counts."""
    outcome: Outcome
    why: str
    """Why it matters, in a sentence."""
    first_seen: date | None = None
    exception: Exemption | None = None
    settled: Settlement | None = None


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
    findings: Sequence[Finding]
    """One for each thing that was found; there may be thousands, and each is made when somebody looks at it."""
    declarations: tuple[DeclarationReport, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    """What mailcheck never looks at; said in every report."""
    look_back: tuple[LookBack, ...] = ()
    """What was sent before `since`, told on request as history: no clause, state or exit code knows of it."""

    letters: tuple[Letter, ...] = ()
    """The test letters, each as far as it has come; for whoever keeps them."""

    @property
    def exit_code(self) -> int:
        """0 met or declared · 1 attention · 2 not met · 3 could not check."""
        return self.status.exit_code
