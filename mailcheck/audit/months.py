"""The documents that were sent, counted by month and by what became of each: the figures behind the picture."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from mailcheck.model import Missing, PartKind, ProtectionState, SentDocument, SentMail, SentMonth
from mailcheck.rules.open_documents import HARMLESS
from mailcheck.rules.sent_letters import safely_sent


def sent_months(sent: SentMail | Missing | None) -> tuple[SentMonth, ...]:
    """Return the months in which a document was sent, the oldest first. Pictures inside letters are not counted."""
    return tuple(_counted(sent)) if isinstance(sent, SentMail) else ()


def _counted(sent: SentMail) -> Iterator[SentMonth]:
    attached = [document for document in sent.documents if document.kind is PartKind.DOCUMENT]
    safe = safely_sent(sent)
    for first_day, together in groupby(sorted(attached, key=_month), key=_month):
        yield SentMonth(first_day, **Counter(_became(document, safe) for document in together))


def _month(document: SentDocument) -> date:
    return document.message.stored.replace(day=1)


def _became(document: SentDocument, safe: frozenset[str]) -> str:
    """Return the count of SentMonth that a document belongs to."""
    state = document.protection.state
    if state is ProtectionState.PROTECTED or document.message.key in safe:
        return "protected"
    if document.answer in HARMLESS:
        return "sorted_out"
    return "unreadable" if state is ProtectionState.UNREADABLE else "opens"
