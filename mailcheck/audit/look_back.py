"""What was sent before the day that counts, counted by month. History: nothing here reaches a clause or a state."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from mailcheck.model import Documents, Evidence, LookBack, Missing, Month, PartKind, ProtectionState, SentMail

_OPENS = frozenset({ProtectionState.OPEN, ProtectionState.PARTIAL})


def looked_back(evidence: Evidence) -> tuple[LookBack, ...]:
    """Return what each account sent before the day that counts; nothing, if nobody asked."""
    return tuple(_looked_back(evidence))


def _looked_back(evidence: Evidence) -> Iterator[LookBack]:
    for seen in evidence.professional():
        name = seen.account.name
        match seen.earlier:
            case SentMail() as sent:
                months = tuple(_months(sent.documents))
                yield LookBack(name, evidence.since, sent.messages, months, _unexamined(sent))
            case Missing(reason):
                yield LookBack(name, evidence.since, 0, missing=reason)


def _months(documents: Documents) -> Iterator[Month]:
    months: dict[date, Counter[ProtectionState]] = {}
    for like, first_day, number in documents.where(lambda each: each.kind is PartKind.DOCUMENT).by_month():
        months.setdefault(first_day, Counter())[like.protection.state] += number
    for first_day in sorted(months, reverse=True):
        states = months[first_day]
        opens = sum(states[state] for state in _OPENS)
        yield Month(first_day, states.total(), opens, states[ProtectionState.UNREADABLE])


def _unexamined(sent: SentMail) -> str:
    count = len(sent.unexamined)
    return f"{count} {'letter' if count == 1 else 'letters'} could not be examined." if count else ""
