"""Under whose address letters leave each account."""

from datetime import date

import pytest

from mailcheck.model import Grade, Item, Status
from mailcheck.model.traces import SieveKind
from mailcheck.model.use import Named, SentUse
from mailcheck.rules.own_identity import own_identity
from tests.factories import GONE, SINCE, evidence, home, message_ref, policy, seen
from tests.rules.forwarding import marks, rule_to, scripts

OLD, NEW = date(2026, 10, 1), date(2026, 11, 3)


def judged(work=None, private=None, **given):
    """Return what the rule says of what two accounts sent."""
    practice = seen(**{"sent_use": SentUse(20, own=20), **(work or {})})
    personal = seen(home(), **{"sent_use": SentUse(30, own=30), **(private or {})})
    return tuple(own_identity(evidence(practice, personal, **given), policy("own-identity")))


def under(account, *, recent=2, letters=3, certain=True, last=NEW, named=0):
    """Letters that carry another account's address, of which so many are named one by one."""
    messages = tuple(message_ref(uid, stored=NEW) for uid in range(1, named + 1))
    return (Named(account, letters, OLD, last, recent, certain, messages),)


def test_letters_under_their_own_address_are_met():
    """Each account under its own name."""
    (answer,) = judged()
    assert (answer.status, answer.accounts) == (Status.MET, ("practice",))
    assert answer.title == "None of your newest 20 sent letters went out under your other address."


@pytest.mark.parametrize(("sender", "other"), [("practice", "home"), ("home", "practice")])
def test_letters_under_the_other_address_are_not_met(sender, other):
    """U1, in either direction; the letters since the day that counts are told."""
    use = {"sent_use": SentUse(20, own=17, under=under(other))}
    (answer,) = judged(use if sender == "practice" else None, use if sender == "home" else None)
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.NOT_MET, Grade.PROOF, ("U1",))
    assert answer.title == f"2 letters were sent under your {other} address from your {sender} mailbox."
    assert not answer.is_incident


@pytest.mark.parametrize(("sender", "other"), [("practice", "home"), ("home", "practice")])
def test_each_letter_under_the_other_address_can_be_shown_and_closed_by_itself(sender, other):
    """It stays in the Sent folder, so it is an incident of its own, known by its message and told together."""
    use = {"sent_use": SentUse(20, own=18, under=under(other, named=2))}
    answers = judged(use if sender == "practice" else None, use if sender == "home" else None)
    told = f"sent under your {other} address from your {sender} mailbox."
    assert [(each.status, each.accounts[0], each.is_incident, each.key) for each in answers] == [
        (Status.NOT_MET, sender, True, "U1 message-1"),
        (Status.NOT_MET, sender, True, "U1 message-2"),
    ]
    assert answers[0].items == (Item("Sent", 7, 1, NEW),)
    assert {each.title for each in answers} == {f"A letter of 3 November 2026 was {told}"}
    assert {each.together for each in answers} == {f"{{count}} letters were {told}"}
    assert "mailcheck settle" in answers[0].remedy


def test_letters_too_many_to_be_named_are_counted_together():
    """None is lost."""
    answers = judged(private={"sent_use": SentUse(500, own=1, under=under("practice", recent=3, named=2))})
    assert [each.is_incident for each in answers] == [True, True, False]
    assert answers[-1].title == "1 more letter was sent under your practice address from your home mailbox."


def test_letters_from_before_the_day_that_counts_are_told_without_blame():
    """Attention, not a breach."""
    use = {"sent_use": SentUse(20, own=17, under=under("practice", recent=0, last=OLD))}
    (answer,) = judged(private=use)
    assert (answer.status, answer.title) == (
        Status.ATTENTION,
        "3 letters went out under your practice address from home.",
    )
    assert "not held against you" in answer.detail


def test_an_address_that_is_only_likely_the_others_is_asked_about():
    """A likely alias never decides."""
    use = {"sent_use": SentUse(20, own=17, under=under("practice", certain=False))}
    (answer,) = judged(private=use)
    assert (answer.status, answer.grade) == (Status.ATTENTION, Grade.STRONG)


@pytest.mark.parametrize(("last", "status"), [(NEW, Status.NOT_MET), (OLD, Status.ATTENTION)])
def test_gmail_that_replaced_the_address_is_told(last, status):
    """U2."""
    use = {"sent_use": SentUse(20, own=20, traces=(marks("U2", "practice", last=last),))}
    (answer,) = judged(private=use)
    assert (answer.status, answer.evidence_ids) == (status, ("U2",))
    assert answer.title == "Gmail put the address of home in the place of your address of practice on 3 letters."


def test_answers_that_go_to_the_other_account_are_to_be_changed():
    """F15."""
    (answer,) = judged({"sent_use": SentUse(20, own=20, replies_to=under("home"))})
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("F15",))
    assert answer.title == "Answers to letters from practice go to home (3 letters)."


def test_an_automatic_reply_that_names_the_other_address_is_to_be_changed():
    """F4; a stored reply that is not switched on reveals nothing."""
    (answer,) = judged({"scripts": scripts(rule_to("home", SieveKind.REVEAL))})
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("F4",))
    (answer,) = judged({"scripts": scripts(rule_to("home", SieveKind.REVEAL, active=False))})
    assert answer.status is Status.MET


def test_sent_letters_that_could_not_be_looked_at_are_no_pass():
    """Of either account; and an account that was not reached says so itself."""
    answers = judged(private={"sent_use": GONE})
    assert [(each.status, each.accounts) for each in answers] == [
        (Status.COULD_NOT_CHECK, ("home",)),
        (Status.MET, ("practice",)),
    ]
    answers = judged({"sent_use": None, "connection": GONE})
    assert [(each.status, each.title) for each in answers] == [(Status.COULD_NOT_CHECK, GONE.reason)]
    assert judged({"sent_use": None})[0].status is Status.COULD_NOT_CHECK


def test_an_account_from_which_nothing_was_sent_is_no_pass():
    """There is nothing to judge."""
    (answer,) = judged({"sent_use": SentUse(0)})
    assert answer.status is Status.NOT_APPLICABLE


def test_findings_of_both_directions_have_their_own_identity():
    """Two findings of one pair are told apart from run to run."""
    use = SentUse(20, own=10, under=under("home"), replies_to=under("home"))
    back = SentUse(20, own=10, under=under("practice"))
    answers = judged({"sent_use": use}, {"sent_use": back})
    assert len({each.key for each in answers}) == len(answers) == 3
    assert SINCE > OLD
