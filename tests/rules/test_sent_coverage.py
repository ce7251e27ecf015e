"""Whether what was sent can be seen."""

from mailcheck.model import Status
from mailcheck.rules.sent_coverage import sent_coverage
from tests.factories import GONE, evidence, home, policy, seen, sent


def judge(**given):
    """Return the rule's one answer for an account."""
    (answer,) = sent_coverage(evidence(seen(**given), seen(home(), sent=None)), policy())
    return answer


def test_a_sent_folder_with_letters_is_met():
    """Letters are there: the personal account is not asked about."""
    assert (judge().status, judge().accounts) == (Status.MET, ("practice",))


def test_an_empty_sent_folder_with_replies_in_the_inbox_is_never_green():
    """People answer letters that no Sent folder shows."""
    answer = judge(sent=sent(messages=0, total=0), replies=4)
    assert answer.status is Status.COULD_NOT_CHECK
    assert "answering letters of yours" in answer.title


def test_an_empty_sent_folder_without_replies_is_not_green_either():
    """A new address: nothing to check yet, said kindly."""
    assert judge(sent=sent(messages=0, total=0)).status is Status.COULD_NOT_CHECK


def test_no_sent_folder_is_could_not_check():
    """What could not be looked at is said in its own words."""
    assert (judge(sent=GONE).status, judge(sent=GONE).title) == (Status.COULD_NOT_CHECK, GONE.reason)
    assert judge(sent=None).status is Status.COULD_NOT_CHECK


def test_letters_are_counted_with_the_day_that_counts():
    """Whole sentences, for one letter, some and all."""
    details = [
        [each.detail for each in sent_coverage(evidence(seen(sent=sent(messages=new, total=total))), policy())]
        for new, total in ((3, 7), (2, 2))
    ]
    assert details == [
        ["There are 7 letters in one Sent folder, 3 of them sent since 18 October 2026."],
        ["There are 2 letters in one Sent folder, all of them sent since 18 October 2026."],
    ]
