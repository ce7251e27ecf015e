"""The documents of each month, by what became of them."""

from datetime import date

from mailcheck.audit.months import sent_months
from mailcheck.model import Answer, PartKind, SecureRoute, SentMonth, protected, unreadable
from tests.factories import GONE, document, message_ref, sent

CLOSED = protected("pdf", "AES")
UNREAD = unreadable("unknown", "?")


def at(number, day, protection=None, **given):
    """A document sent on a day."""
    return document(protection, message_ref(number, stored=day, key=f"m{number}"), **given)


def test_each_document_is_counted_once_under_what_became_of_it():
    """Protected, sorted, open, unreadable; the oldest month first."""
    november, october = date(2026, 11, 3), date(2026, 10, 20)
    seen = sent(
        at(1, november, CLOSED),
        at(2, november),
        at(3, november, answer=Answer.CONFIDENTIAL),
        at(4, november, answer=Answer.NOT_CONFIDENTIAL),
        at(5, november, UNREAD, answer=Answer.ASKED_WITHOUT),
        at(6, october, UNREAD),
        at(7, october, kind=PartKind.INLINE_IMAGE),
    )
    assert sent_months(seen) == (
        SentMonth(date(2026, 10, 1), unreadable=1),
        SentMonth(date(2026, 11, 1), protected=1, sorted_out=2, opens=2),
    )


def test_a_secure_system_protects_what_it_carries():
    """An open document that went through one is not shown as open."""
    seen = sent(at(1, date(2026, 11, 3)), routes=((message_ref(1, key="m1"), SecureRoute.GATEWAY),))
    assert sent_months(seen) == (SentMonth(date(2026, 11, 1), protected=1),)


def test_an_account_that_was_not_read_has_no_month():
    """Nothing is made up."""
    assert sent_months(GONE) == sent_months(None) == ()
