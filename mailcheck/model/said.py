"""What a person said (said.toml): kept apart from what was measured."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Excepted:
    """A dated exception for findings seen when it was made."""

    findings: tuple[str, ...]
    reason: str
    """A key from the policy's list, never free text."""
    made: date
    until: date


@dataclass(frozen=True, slots=True)
class Settled:
    """An incident that was put right."""

    finding: str
    how: str
    """A key: `sent-again`, `deleted-by-recipient`, `talked-to-supervisor` or `not-confidential`."""
    made: date


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a person said, as read from said.toml."""

    since: date | None = None
    """The day of set-up; incidents are judged from this day on."""
    sorted: tuple[Sorted, ...] = ()
    declarations: tuple[Declared, ...] = ()
    exceptions: tuple[Excepted, ...] = ()
    settled: tuple[Settled, ...] = ()
