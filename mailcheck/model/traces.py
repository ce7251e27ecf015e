"""What rules on a server, marks in a header and names show. Values, not verdicts.

Nothing here holds a third party's address: an address is one of the member's own accounts, by name, or a keyed digest.
"""

from datetime import date
from enum import StrEnum

from mailcheck.dataclass import dataclass


class Whose(StrEnum):
    """Whose an address is."""

    OTHER = "another account"
    """Another of the member's accounts; `Target.account` names it."""
    OWN = "own"
    """The account that is being looked at."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Target:
    """An address, without the address."""

    whose: Whose
    account: str = ""
    """The name of the other account."""
    key: str = ""
    """A keyed digest, if it is unknown; empty if the address is only made up when a letter arrives."""
    is_certain: bool = True
    """False: the same by a rule that is only likely (evidence D2)."""


class SieveKind(StrEnum):
    """What a script does with mail that concerns somebody else."""

    REDIRECT = "redirect"
    NOTIFY = "notify"
    """A notice about a letter is sent by e-mail."""
    REVEAL = "reveal"
    """An automatic reply names the address."""
    PROGRAM = "program"
    """A program on the server gets the letter; where it goes from there cannot be seen."""


@dataclass(frozen=True, slots=True)
class SieveAction:
    """One thing that a script does (F1–F5)."""

    kind: SieveKind
    target: Target
    conditional: bool
    """True: it stands inside a condition."""
    active: bool
    """False: the script is stored but not switched on, or the line can never be reached."""
    may_be_stopped: bool = False
    """True: an earlier condition can end the script first, so it does not concern every letter."""


class SieveTrouble(StrEnum):
    """Why a script could not be understood as a whole."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too long"
    INCLUDE_MISSING = "an included script is missing"
    INCLUDE_UNSEEN = "an included script belongs to the provider"


@dataclass(frozen=True, slots=True)
class SieveScript:
    """One stored script, as far as it sends anything anywhere."""

    active: bool
    actions: tuple[SieveAction, ...] = ()
    troubles: tuple[SieveTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class SieveLook:
    """All scripts of an account."""

    scripts: tuple[SieveScript, ...]
    looked: date


class TraceKind(StrEnum):
    """A mark in a header, by its row in docs/evidence.md."""

    GMAIL_FORWARDED = "F6"
    EXCHANGE_FORWARDED = "F7"
    PROVIDER_FORWARDED = "F8"
    GMAIL_COLLECTED = "F9"
    PROGRAM_COLLECTED = "F10"
    PROGRAM_SYNCHRONISED = "F11"
    DELIVERED_TO_OTHER = "F12"
    SENDER_REPLACED = "U2"
    FILED_IN_OTHER = "U3"
    SENT_BY_ANOTHER = "J11"


@dataclass(frozen=True, slots=True)
class Trace:
    """One mark in one message."""

    kind: TraceKind
    target: Target
    """The account that it names."""
    is_trusted: bool
    """True: written by the account's own provider side, or in the member's own sent mail; else anybody may have."""
    sender: str
    """A keyed digest of who wrote the letter."""
    stored: date
    copied_from: tuple[int, int] | None = None
    """UIDVALIDITY and UID in the mailbox that a program says it copied from (F10)."""


@dataclass(frozen=True, slots=True)
class TraceEvidence:
    """All marks of one kind in one account that name the same account. Mail went from there to here."""

    kind: TraceKind
    found_in: str
    """The name of the account in which they were found."""
    target: Target
    is_trusted: bool
    count: int
    """Messages."""
    senders: int
    """Different writers of these messages."""
    first: date
    last: date
    copied_from: tuple[tuple[int, int], ...] = ()
    """The first few, in order."""


class NameSign(StrEnum):
    """What a name or an address suggests about who uses it, by its row in docs/evidence.md."""

    JOINT_DISPLAY_NAME = "J5"
    JOINT_ADDRESS = "J6"
    TWO_GIVEN_NAMES = "J7"
    ROLE_ADDRESS = "J8"
    SEVERAL_SENDERS = "J10"
