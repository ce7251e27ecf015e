"""What a rule says, and the finding that it becomes. Holds no third party's data, by type."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from mailcheck.dataclass import dataclass
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
