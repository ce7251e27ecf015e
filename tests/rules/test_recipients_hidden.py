"""Several people who see each other's addresses."""

from mailcheck.model import Grade, Item, Status
from mailcheck.model.use import SentUse
from mailcheck.rules.recipients_hidden import recipients_hidden
from tests.factories import GONE, evidence, home, message_ref, policy, seen


def judged(use):
    """Return what the rule says of one account; the personal one is not judged."""
    (answer,) = recipients_hidden(
        evidence(seen(sent_use=use), seen(home(), sent_use=SentUse(9, showing=(message_ref(),)))), policy()
    )
    return answer


def test_letters_that_show_nobody_are_met():
    """Looked at, and none found."""
    answer = judged(SentUse(20))
    assert (answer.status, answer.looked_at) == (Status.MET, "the lines 'To' and 'Cc' of 20 sent letters")


def test_letters_that_show_several_are_counted_and_can_be_found():
    """U10, a hint: the items tell where they are, and no name."""
    answer = judged(SentUse(20, showing=(message_ref(3), message_ref(4))))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.WEAK, ("U10",))
    assert answer.title == "2 letters show several people each other's addresses."
    assert answer.items == tuple(Item("Sent", 7, uid, message_ref().stored) for uid in (3, 4))


def test_what_was_not_looked_at_is_no_pass():
    """A failed look, or none."""
    assert judged(GONE).status is Status.COULD_NOT_CHECK
    assert judged(None).status is Status.COULD_NOT_CHECK
