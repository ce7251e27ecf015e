"""What a person said (said.toml): kept apart from what was measured."""

from datetime import date
from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.model.invitation import DeviceLetter, Invitation, PracticeLetter
from mailcheck.model.letter import Letter


class Answer(StrEnum):
    """The answer to "does it name or describe a client, supervisee, trainee or service user?"."""

    CONFIDENTIAL = "confidential"
    NOT_CONFIDENTIAL = "not-confidential"
    ASKED_WITHOUT = "asked-without"
    """The recipient asked for it without a password."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """One answer about a document, or about every copy of it."""

    answer: Answer
    made: date
    document: str = ""
    """The keyed identifier of one sent document (SentDocument.key)."""
    fingerprint: str = ""
    """With `size`: the answer covers every copy, known by this keyed digest."""
    size: int = 0
    """Octets, decoded."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One dated answer to a question that no mailbox can show."""

    id: str
    answer: str
    """`yes`, `no` or `not-applicable`."""
    by: str
    made: date
    expires: date
    number: str = ""
    """A registration number as it was typed, where one is asked for. It never leaves this file."""
    runs_out: date | None = None
    """The day on which the registration itself runs out, if the member knows it."""


@dataclass(frozen=True, slots=True)
class Excepted:
    """A dated exception for findings seen when it was made."""

    findings: tuple[str, ...]
    reason: str
    """A key from the policy's list, never free text."""
    made: date
    until: date


@dataclass(frozen=True, slots=True)
class Granted:
    """An exception that the institute signed. It counts only while the signature fits the key in the settings."""

    seal: str
    """The signed text, as it came."""
    rule: str = ""
    findings: tuple[str, ...] = ()
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """An incident that was put right."""

    finding: str
    how: str
    """A key: `sent-again`, `deleted-by-recipient`, `talked-to-supervisor` or `not-confidential`."""
    made: date


class Who(StrEnum):
    """The answer to "who else can read this mailbox?"."""

    NOBODY = "nobody"
    FAMILY = "partner-or-family"
    COLLEAGUE = "colleague-or-staff"
    EXECUTOR = "clinical-executor"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class WhoElse:
    """Who else reads the mail of one account, as the member says."""

    account: str
    """The account's name."""
    who: tuple[Who, ...]
    evidence: tuple[str, ...]
    """What had been seen when it was answered, as keyed digests; what is new since is asked about."""
    made: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a person said, as read from said.toml."""

    since: date | None = None
    """The day of set-up; incidents are judged from this day on."""
    sorted: tuple[Sorted, ...] = ()
    declarations: tuple[Declared, ...] = ()
    exceptions: tuple[Excepted, ...] = ()
    settled: tuple[Settled, ...] = ()
    granted: tuple[Granted, ...] = ()
    letters: tuple[Letter, ...] = ()
    """Test letters, and what was seen of them."""
    who_else: tuple[WhoElse, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    devices: tuple[DeviceLetter, ...] = ()
    """Letters that the member sends from each device, once."""
    practice: tuple[PracticeLetter, ...] = ()

    @property
    def invitation(self) -> Invitation | None:
        """The latest invitation; None if there is none."""
        return max(self.invitations, key=lambda each: each.made, default=None)

    partners: tuple[str, ...] = ()
    """The names of the member's partner, if the member gave them; compared with the professional address alone."""
    key: str = ""
    """The mark of mailcheck's own key, under which single letters are named here; empty if none is noted yet."""

    def who_else_reads(self, account: str) -> WhoElse | None:
        """Return the latest answer about an account; None if there is none."""
        answers = sorted((each for each in self.who_else if each.account == account), key=lambda each: each.made)
        return answers[-1] if answers and answers[-1].who else None
