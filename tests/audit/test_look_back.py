"""The look-back: counted by month, and judged by nobody."""

from datetime import date

from mailcheck.audit.look_back import looked_back
from mailcheck.audit.verdicts import judge
from mailcheck.model import LookBack, Month, PartKind, Policy, protected, unreadable
from mailcheck.rules.protected_attachments import protected_attachments
from tests.factories import GONE, SINCE, document, evidence, home, message_ref, policy, seen, sent


def old(number, day, protection=None, **given):
    """A document sent long ago."""
    return document(protection, message_ref(number, stored=day), **given)


EARLIER = sent(
    old(1, date(2025, 3, 2)),
    old(2, date(2025, 3, 30), protected("pdf", "AES")),
    old(3, date(2026, 1, 5), unreadable("unknown", "?")),
    old(4, date(2026, 1, 6), kind=PartKind.INLINE_IMAGE),
    messages=40,
)


def test_documents_are_counted_by_month_the_newest_first():
    """Pictures inside the text are not counted."""
    months = (Month(date(2026, 1, 1), 1, 0, 1), Month(date(2025, 3, 1), 2, 1, 0))
    assert looked_back(evidence(seen(earlier=EARLIER), seen(home()))) == (LookBack("practice", SINCE, 40, months),)


def test_nothing_is_told_if_nobody_asked():
    """An ordinary run has no history."""
    assert looked_back(evidence(seen())) == ()


def test_what_could_not_be_looked_at_is_said():
    """Wholly, or one letter of many."""
    assert looked_back(evidence(seen(earlier=GONE))) == (LookBack("practice", SINCE, 0, (), GONE.reason),)
    (back,) = looked_back(evidence(seen(earlier=sent(unexamined=((message_ref(1), "damaged"),)))))
    assert back.missing == "1 letter could not be examined."


def test_history_is_no_finding():
    """What the rule says is the same with and without it."""
    rules = Policy("p", "1", "", SINCE, (), {"protected-attachments": policy("protected-attachments")})
    with_it, without = (
        judge(evidence(seen(earlier=earlier)), rules, [protected_attachments], installation_key=b"k" * 32)
        for earlier in (EARLIER, None)
    )
    assert with_it == without
