"""The documents that were sent, counted by month and by what became of each: the figures behind the picture."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from mailcheck.model import Missing, PartKind, ProtectionState, SentDocument, SentMail, SentMonth
from mailcheck.rules.open_documents import HARMLESS
from mailcheck.rules.sent_letters import safely_sent


def sent_months(sent: SentMail | Missing | None) -> tuple[SentMonth, ...]:
    """Return the months in which a document was sent, the oldest first. Pictures inside letters are not counted."""
    return tuple(_counted(sent)) if isinstance(sent, SentMail) else ()


def _counted(sent: SentMail) -> Iterator[SentMonth]:
    attached = sent.documents.where(lambda each: each.kind is PartKind.DOCUMENT)
    months: dict[date, Counter[str]] = {}
    for like, first_day, number in attached.by_month():
        months.setdefault(first_day, Counter())[_became(like)] += number
    if safe := safely_sent(sent):
        for each in attached:
            if each.message.key in safe:
                month = months[each.message.stored.replace(day=1)]
                month[_became(each)] -= 1
                month["protected"] += 1
    yield from (SentMonth(first_day, **months[first_day]) for first_day in sorted(months))


def _became(document: SentDocument) -> str:
    """Return the count of SentMonth that a document belongs to, if its way did not protect it."""
    state = document.protection.state
    if state is ProtectionState.PROTECTED:
        return "protected"
    if document.answer in HARMLESS:
        return "sorted_out"
    return "unreadable" if state is ProtectionState.UNREADABLE else "opens"
