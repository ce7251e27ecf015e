"""How each member stands, and where they are stuck. Pure: from what the roster remembers to rows of one view."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from mailcheck.attestation.key import in_words
from mailcheck.dataclass import dataclass
from mailcheck.model import Policy, Status
from mailcheck.roster.notes import is_declared, notes_of, shared_notes
from mailcheck.roster.people import Person, Signer


class Stage(StrEnum):
    """How far a member has come."""

    INVITED = "invited"
    SET_UP = "set up"
    LETTER_SEEN = "letter seen"
    PRACTISED = "practised"
    ATTESTED = "attested"
    CONFIRMED = "confirmed"
    DUE = "due"
    """Confirmed, and another attestation is waited for."""


STUCK = {
    Stage.INVITED: "setting up: no attestation has come yet",
    Stage.SET_UP: "the letter: its code was not seen in the professional mailbox alone",
    Stage.LETTER_SEEN: "practice: a letter from each device, and one with a protected document",
    Stage.PRACTISED: "questions that only the member can answer: some are open",
    Stage.ATTESTED: "the call: compare the words of the key",
    Stage.CONFIRMED: "",
    Stage.DUE: "the next attestation",
}
"""What comes next, for each stage."""
STUCK_DECLARED = "questions that only the member can answer: some are open; no letter can be looked for"
"""What comes next for a member whose professional account is declared, until all are answered."""


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """How a clause stands for one member."""

    id: str
    status: Status
    since: date
    measured: int
    """Rules that were measured."""
    declared: int
    """Declarations that count."""
    unchecked: int = 0
    """Rules that were to be measured and could not be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One member."""

    number: int
    who: str
    address: str
    stage: Stage
    stuck_at: str
    status: Status | None
    """None: no attestation yet."""
    clauses: tuple[ClauseStanding, ...] = ()
    made: datetime | None = None
    overdue: int = 0
    """Days since another attestation was due."""
    changed: tuple[tuple[str, str, str], ...] = ()
    """Clauses that stand otherwise than in the attestation before: which, how then, how now."""
    notes: tuple[str, ...] = ()
    words: str = ""
    nights: int | None = None
    version: str = ""
    """Of the policy that was judged by."""


def addresses(people: Iterable[tuple[Person, Sequence[Signer]]]) -> Mapping[str, int]:
    """Return for how many members each address is in use: as invited, or as attested."""
    found: Counter[str] = Counter()
    for person, signers in people:
        found.update({each.casefold() for each in (person.address, *map(_address, signers)) if each})
    return found


def rows(
    people: Iterable[tuple[Person, Sequence[Signer]]], policy: Policy, now: datetime, shared: Mapping[str, int]
) -> Iterator[Row]:
    """Yield how each member stands. `shared` says for how many members each address is in use."""
    for person, signers in people:
        yield row(person, signers, policy, now, shared)


def row(person: Person, signers: Sequence[Signer], policy: Policy, now: datetime, shared: Mapping[str, int]) -> Row:
    """Return how one member stands."""
    signer = max((each for each in signers if each.latest), key=lambda each: (each.made, each.id), default=None)
    if signer is None:
        who = person.address or f"member {person.id}"
        notes = shared_notes({person.address}, shared)
        return Row(person.id, who, person.address, Stage.INVITED, STUCK[Stage.INVITED], None, notes=tuple(notes))
    told = json.loads(signer.latest)
    made = datetime.fromtimestamp(signer.made, UTC)
    overdue = (now - made - timedelta(days=policy.attesting.every_days)).days
    stage, stuck_at = _stage(person, signer, told, overdue=overdue)
    clauses = tuple(map(_clause, told["clauses"]))
    address = person.address or told["member"]["address"] or ""
    return Row(
        number=person.id,
        who=address or told["member"]["name"] or f"member {person.id}",
        address=address,
        stage=stage,
        stuck_at=stuck_at,
        status=Status(told["status"]),
        clauses=clauses,
        made=made,
        overdue=max(0, overdue),
        changed=tuple(_changed(clauses, json.loads(signer.before or "{}"))),
        notes=tuple(notes_of(person, signers, signer, told, policy, now, shared)),
        words=in_words(signer.fingerprint),
        nights=told["onboarding"]["nights"] if told["onboarding"] else None,
        version=told["policy"]["version"],
    )


def _stage(person: Person, signer: Signer, told: Mapping[str, Any], *, overdue: int) -> tuple[Stage, str]:
    """Return the last stage that is reached with everything before it, and what comes next."""
    if person.confirmed == signer.fingerprint:
        stage = Stage.DUE if overdue > 0 else Stage.CONFIRMED
    elif told["onboarding"] is None:
        if person.code is None and _has_open(told):
            return Stage.SET_UP, STUCK[Stage.PRACTISED]
        stage = Stage.ATTESTED if person.code is None else Stage.SET_UP
    elif is_declared(told):
        # Neither a letter nor practice was seen, so neither is said: questions are all that stands before the call.
        return (Stage.SET_UP, STUCK_DECLARED) if _has_open(told) else (Stage.ATTESTED, STUCK[Stage.ATTESTED])
    else:
        stage = _seen(person, told)
    return stage, STUCK[stage]


def _seen(person: Person, told: Mapping[str, Any]) -> Stage:
    """Return how far a member has come whose professional account is looked at."""
    onboarding = told["onboarding"]
    if onboarding["letter"] != "apart":
        return Stage.SET_UP
    if not onboarding["practised"] or onboarding["devices_seen"] < max(person.devices, onboarding["devices"]):
        return Stage.LETTER_SEEN
    return Stage.PRACTISED if _has_open(told) else Stage.ATTESTED


def _has_open(told: Mapping[str, Any]) -> bool:
    """Whether a question waits for the member's answer: none was given, it has run out, or they have yet to look."""
    return any(each["status"] == Status.ATTENTION for each in told["declarations"])


def _clause(clause: Mapping[str, Any]) -> ClauseStanding:
    measured = declared = unchecked = 0
    for each in clause["served"]:
        is_look = each["how"] == "measured"
        measured += is_look and each["status"] not in {Status.NOT_APPLICABLE, Status.COULD_NOT_CHECK}
        unchecked += is_look and each["status"] == Status.COULD_NOT_CHECK
        declared += each["how"] == "declared" and each["status"] == "declared"
    return _standing(clause["id"], clause["status"], clause["since"], measured, declared, unchecked)


@lru_cache(maxsize=10_000)
def _standing(name: str, status: str, since: str, measured: int, declared: int, unchecked: int) -> ClauseStanding:
    """Return how a clause stands; many members stand alike, and share what says so."""
    return ClauseStanding(name, Status(status), date.fromisoformat(since), measured, declared, unchecked)


def _changed(clauses: Iterable[ClauseStanding], before: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for clause in clauses:
        if before.get(clause.id, clause.status.value) != clause.status.value:
            yield clause.id, before[clause.id], clause.status.value


def _address(signer: Signer) -> str:
    return str(json.loads(signer.latest)["member"]["address"] or "") if signer.latest else ""
