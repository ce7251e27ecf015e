"""What was sent before the day that counts, counted by month. History: nothing here reaches a clause or a state."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from mailcheck.model import Evidence, LookBack, Missing, Month, PartKind, ProtectionState, SentDocument, SentMail

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


def _months(documents: Iterable[SentDocument]) -> Iterator[Month]:
    attached = [document for document in documents if document.kind is PartKind.DOCUMENT]
    for first_day, together in groupby(sorted(attached, key=_month, reverse=True), key=_month):
        states = [document.protection.state for document in together]
        unreadable = states.count(ProtectionState.UNREADABLE)
        yield Month(first_day, len(states), sum(state in _OPENS for state in states), unreadable)


def _month(document: SentDocument) -> date:
    return document.message.stored.replace(day=1)


def _unexamined(sent: SentMail) -> str:
    count = len(sent.unexamined)
    return f"{count} {'letter' if count == 1 else 'letters'} could not be examined." if count else ""
