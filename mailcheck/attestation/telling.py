"""An attestation in words, every field of it: what the member reads before it is written. Pure, for every door."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from mailcheck.dataclass import dataclass
from mailcheck.model import Policy, Status
from mailcheck.model.days import day_in_words
from mailcheck.parse.attested import Attested, ClauseClaim, Onboarding, Served
from mailcheck.report.words import STATUS, count

NOT_SAID = "not said"
NOT_LOOKED_FOR = "could not be looked for either"
LETTER = {
    "waiting": "waited for",
    "arrived": "has arrived",
    "apart": "arrived, and only where it was sent",
    "both": "arrived, and in the other mailbox too",
    "lost": "did not arrive within a day",
    "from-other": "was sent from the other mailbox, so it shows nothing",
    "not-looked": "not looked for yet",
    "declared": "could not be looked for, as the professional account is declared",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an attestation: a heading, and what stands under it."""

    heading: str
    rows: tuple[tuple[str, str], ...]


def sections(attested: Attested, policy: Policy, words: str) -> tuple[Section, ...]:
    """Return everything that an attestation says, in words; `words` are those of the key that signs it."""
    return tuple(
        section
        for section in (
            Section("In short", tuple(_short(attested))),
            Section("Who and when", tuple(_who(attested, words))),
            Section("How each clause stands", tuple(_clauses(attested, policy))),
            Section("What was looked at", tuple(_looked(attested))),
            Section("What was declared", tuple(_declared(attested, policy))),
            Section("Exceptions", tuple(_excepted(attested, policy))),
            Section("Since the invitation", tuple(_onboarding(attested.onboarding))),
        )
        if section.rows
    )


def _short(attested: Attested) -> Iterator[tuple[str, str]]:
    """Yield what somebody wants to know first; all of it stands in full below."""
    yield "All in all", STATUS[attested.status]
    states = Counter(clause.status for clause in attested.clauses)
    told = [f"{states[status]} {words.lower()}" for status, words in STATUS.items() if states[status]]
    yield "Clauses", ", ".join(told) or "none"
    served = [each for clause in attested.clauses for each in clause.served if each.status is not Status.NOT_APPLICABLE]
    looks = Counter(each.status is Status.COULD_NOT_CHECK for each in served if each.how == "measured")
    left_open = f"; could not check: {looks[True]}" if looks[True] else ""
    declared = sum(each.how == "declared" and each.status is Status.DECLARED for each in served)
    yield (
        "Rests on",
        f"{count(looks[False], 'look')} of mailcheck, and {count(declared, 'answer')} of the member{left_open}",
    )
    said = [f"name: {attested.member.name}" if attested.member.name else "no name"]
    said.append(f"address: {attested.member.address}" if attested.member.address else "no address")
    yield "Who", ", ".join(said)


def _who(attested: Attested, words: str) -> Iterator[tuple[str, str]]:
    member = attested.member
    yield "Name", member.name or NOT_SAID
    yield "Address", member.address or NOT_SAID
    yield "Written", _moment(attested.made)
    yield "Rests on", f"a check that was finished on {_moment(attested.checked)}, by mailcheck {attested.tool.version}"
    signed = f", signed policy number {attested.policy.serial}" if attested.policy.serial else ""
    reviewed = day_in_words(attested.policy.reviewed)
    yield "Policy", f"{attested.policy.id}, version {attested.policy.version}, reviewed {reviewed}{signed}"
    yield "Counts from", f"{day_in_words(attested.since)}; letters sent before do not count"
    before = f"names the one before ({attested.previous[:8]} …)" if attested.previous else "the first"
    yield "Number", f"{attested.sequence}, {before}"
    yield "Key", words
    if attested.replaces:
        yield "New key", f"takes the place of the key {attested.replaces[:8]} …"
    yield "Deleted", f"by whoever receives it, after {day_in_words(attested.keep_until)}"


def _clauses(attested: Attested, policy: Policy) -> Iterator[tuple[str, str]]:
    titles = {clause.id: clause.title for clause in policy.clauses}
    for clause in attested.clauses:
        since = f"since {day_in_words(clause.since)}"
        yield clause.id, f"{STATUS[clause.status]} {since}. {titles.get(clause.id, '')}{_served(clause)}"


def _served(clause: ClauseClaim) -> str:
    """Return what serves a clause: what was measured and what was declared are never told alike."""
    parts = [
        f"{each.name}: {_how(each)}" + (f" ({each.basis.value})" if each.basis.value != "clause" else "")
        for each in clause.served
    ]
    return f" – {'; '.join(parts)}" if parts else ""


def _how(served: Served) -> str:
    state = STATUS[served.status].lower()
    if served.status is Status.DECLARED:
        return "declared by the member"
    if served.how == "measured":
        return state if served.status in {Status.NOT_APPLICABLE, Status.COULD_NOT_CHECK} else f"{state}, measured"
    return f"{state}, asked of the member"


def _looked(attested: Attested) -> Iterator[tuple[str, str]]:
    for account in attested.accounts:
        if not account.was_reached:
            # One that should have been reached is at best "could not check".
            is_declared = account.status is Status.DECLARED
            why = "declared by the member; no letter was looked at" if is_declared else ""
            yield account.role.capitalize(), why or f"{STATUS[account.status].lower()}; it could not be reached"
            continue
        if account.role == "personal":
            yield "Personal", f"{STATUS[account.status].lower()}; only compared, its letters are not counted"
            continue
        counts = f"sent letters: {account.letters}; documents: {account.documents}; unreadable: {account.unreadable}"
        yield account.role.capitalize(), f"{STATUS[account.status].lower()}; {counts}"
    sorting = attested.sorting
    judged = (
        f"confidential: {sorting.confidential}; not confidential: {sorting.not_confidential}; "
        f"asked for without a password: {sorting.asked_without}; not answered yet: {sorting.waiting}"
    )
    yield "Sorting", f"{judged} (the member's judgement)"
    yield "Incidents", f"standing: {attested.incidents.standing}; put right: {attested.incidents.settled}"


def _declared(attested: Attested, policy: Policy) -> Iterator[tuple[str, str]]:
    questions = {each.id: each.question for each in policy.declarations}
    for each in attested.declarations:
        on = f", on {day_in_words(each.made)}" if each.made else ""
        until = f", until {day_in_words(each.expires)}" if each.expires else ""
        answer = each.answer.replace("-", " ") or "no answer"
        state = "" if each.status is Status.DECLARED else f" ({STATUS[each.status].lower()})"
        yield each.clause, f"{questions.get(each.id, each.id)} – {each.id}: {answer}{on}{until}{state}"


def _excepted(attested: Attested, policy: Policy) -> Iterator[tuple[str, str]]:
    for each in attested.exceptions:
        reason = policy.exception_reasons.get(each.reason, each.reason)
        whose = "the institute's own" if each.by_institute else "the member's own"
        yield each.clause, f"{each.rule}: {reason} ({each.reason}; {whose}, until {day_in_words(each.until)})"


def _onboarding(onboarding: Onboarding | None) -> Iterator[tuple[str, str]]:
    if onboarding is None:
        return
    yield "Invitation", f"{onboarding.code}; the letter with this code {LETTER[str(onboarding.letter)]}"
    yield "Devices", _devices(onboarding)
    yield "Practised", _practised(onboarding)
    yield "Nights", f"a check ran on {onboarding.nights} of the last 14 days"


def _devices(onboarding: Onboarding) -> str:
    if onboarding.devices:
        return f"{onboarding.devices_seen} of {onboarding.devices} letters from devices were seen in Sent"
    return NOT_LOOKED_FOR if onboarding.is_declared else "none is noted yet"


def _practised(onboarding: Onboarding) -> str:
    if onboarding.practised:
        return "the practice document was sent, protected"
    return NOT_LOOKED_FOR if onboarding.is_declared else "the practice document was not seen in Sent yet"


def _moment(moment: datetime) -> str:
    return f"{day_in_words(date(moment.year, moment.month, moment.day))} at {moment:%H:%M} UTC"
