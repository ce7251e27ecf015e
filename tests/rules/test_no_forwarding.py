"""Forwarding: found on proof, asked about on less, and never passed in silence."""

from datetime import date, timedelta

import pytest

from mailcheck.model import Grade, Missing, Provider, Said, Status
from mailcheck.model.letter import LetterState
from mailcheck.model.traces import SieveKind, SieveTrouble
from mailcheck.model.transition import Transition
from mailcheck.model.use import Batch
from mailcheck.rules.no_forwarding import no_forwarding
from tests.factories import GONE, NOW, account, evidence, home, look, policy, sample, seen
from tests.rules.forwarding import DAY, inbox, judged, letter, marks, received, reviewed, rule_to, scripts

NO_RULES = {"traces": inbox(), "scripts": scripts()}
"""An account whose server shows its rules, and nothing was found."""
BOTH_WAYS = (letter("practice", "home"), letter("home", "practice"))


def told(answers):
    """Return state, rows and accounts' direction of each answer."""
    return [(each.status.value, " ".join(each.evidence_ids), each.key) for each in answers]


def test_rules_that_are_shown_and_send_nothing_are_met():
    """Both servers show their rules, and no letter carries a mark."""
    (answer,) = judged(NO_RULES, NO_RULES)
    assert (answer.status, answer.title) == (Status.MET, "Nothing passes letters on.")
    assert "(40 and 40)" in answer.detail


def test_silence_is_no_pass():
    """No mark, and a server that hides its rules: a question with the test letter as its answer."""
    hidden = {"traces": inbox(), "scripts": Missing("This server does not show its mail rules.", "sieve-not-offered")}
    (answer,) = judged(hidden, hidden)
    assert (answer.status, answer.grade) == (Status.ATTENTION, Grade.INFO)
    assert "Neither mail server shows mailcheck its rules" in answer.detail
    assert "mailcheck letter" in answer.remedy


def test_a_rule_that_sends_everything_home_is_proof():
    """F1, professional to personal: to be changed, since the home account is the member's alone."""
    first, rest = judged({"traces": inbox(), "scripts": scripts(rule_to("home"))}, NO_RULES)
    assert (first.status, first.grade, first.evidence_ids) == (Status.ATTENTION, Grade.PROOF, ("F1",))
    assert first.title == "A rule on the mail server sends every letter from practice on to home."
    assert (rest.status, rest.title) == (Status.MET, "Nothing passes letters on in the other direction.")


def test_the_same_rule_into_a_joint_mailbox_is_not_met():
    """A partner reads what arrives there."""
    first, *_ = judged({"traces": inbox(), "scripts": scripts(rule_to("home"))}, joint=True)
    assert (first.status, first.evidence_ids) == (Status.NOT_MET, ("F1",))
    assert "used by others too" in first.detail


def test_the_other_direction_is_never_not_met():
    """Home letters in the practice mailbox are untidy, no more, joint or not."""
    first, *_ = judged(NO_RULES, {"scripts": scripts(rule_to("practice"))}, joint=True)
    assert (first.status, first.key) == (Status.ATTENTION, "home to practice")


@pytest.mark.parametrize(
    "action",
    [rule_to("home", conditional=True), rule_to("home", stopped=True)],
    ids=["in a condition", "behind a stop"],
)
def test_a_rule_for_some_letters_is_asked_about(action):
    """F2 alone does not decide."""
    first, *_ = judged({"traces": inbox(), "scripts": scripts(action)}, NO_RULES)
    assert (first.status, first.grade, first.evidence_ids) == (Status.ATTENTION, Grade.STRONG, ("F2",))
    assert first.title == "It looks as if letters of practice reach home. Do they?"


def test_a_rule_for_some_letters_and_one_believed_mark_decide():
    """One message and a rule on the server (rule 1.5)."""
    work = {"traces": inbox(), "scripts": scripts(rule_to("home", conditional=True))}
    first, *_ = judged(work, {"traces": inbox(marks("F8", "practice", count=1, senders=1)), "scripts": scripts()})
    assert (first.grade, first.evidence_ids) == (Grade.PROOF, ("F2", "F8"))


@pytest.mark.parametrize("row", ["F6", "F7", "F8", "F9"])
def test_believed_marks_on_three_letters_from_two_people_decide(row):
    """The provider's own lines."""
    first, *_ = judged(NO_RULES, {"traces": inbox(marks(row, "practice")), "scripts": scripts()})
    assert (first.status, first.grade, first.evidence_ids) == (Status.ATTENTION, Grade.PROOF, (row,))
    assert "3 letters, the last of 20 November 2026" in first.detail


@pytest.mark.parametrize(("count", "senders"), [(1, 1), (2, 2), (9, 1)])
def test_fewer_marks_only_ask(count, senders):
    """Two letters, or many from one person, do not decide."""
    few = inbox(marks("F6", "practice", count=count, senders=senders))
    first, *_ = judged(NO_RULES, {"traces": few, "scripts": scripts()})
    assert (first.status, first.grade) == (Status.ATTENTION, Grade.STRONG)
    assert first.title.endswith("Do they?")


def test_marks_that_anybody_could_have_written_only_ask():
    """However many there are, of however many kinds: a hint, and it says why."""
    rows = ("F6", "F7", "F8", "F9", "F10", "F12")
    forged = inbox(
        *(marks(row, "practice", count=50, senders=50, trusted=False) for row in rows), marks("F11", "", trusted=False)
    )
    first, *_ = judged(NO_RULES, {"traces": forged, "scripts": scripts()})
    assert (first.status, first.grade) == (Status.ATTENTION, Grade.WEAK)
    assert first.title.endswith("Do they?")
    assert "so it is only a hint" in first.detail


def test_equal_letters_and_forged_marks_do_not_decide_together():
    """A stranger can send both a blind copy and write any line: F13 and forged marks stay a question."""
    keys = [f"letter {number}" for number in range(8)]
    work = {"traces": inbox(received=received(*keys)), "scripts": scripts()}
    forged = inbox(marks("F12", "practice", trusted=False), received=received(*keys))
    first, *_ = judged(work, {"traces": forged, "scripts": scripts()})
    assert first.title.endswith("Do they?")
    assert set(first.evidence_ids) == {"F12", "F13"}


def test_two_strong_pieces_decide_if_a_stranger_cannot_have_made_both():
    """Equal letters (F13), and addressed to the practice by the provider's own line (F12)."""
    keys = [f"letter {number}" for number in range(8)]
    work = {"traces": inbox(received=received(*keys)), "scripts": scripts()}
    first, *_ = judged(work, {"traces": inbox(marks("F12", "practice"), received=received(*keys))})
    assert (first.grade, set(first.evidence_ids)) == (Grade.STRONG, {"F12", "F13"})
    assert not first.title.endswith("Do they?")


@pytest.mark.parametrize(
    "given",
    [
        {"to": ("practice", "home")},
        {"to": ("home",)},
        {"to": ()},
        {"is_list": True},
    ],
    ids=["to both", "to home", "to nobody", "list mail"],
)
def test_letters_to_both_or_to_a_list_are_no_copies(given):
    """Only letters to one address alone count for F13."""
    same = received(*"abcdefgh", **given)
    answers = judged(
        {"traces": inbox(received=same), "scripts": scripts()}, {"traces": inbox(received=same), "scripts": scripts()}
    )
    assert "practice to home" not in [each.key for each in answers]


def test_four_equal_letters_are_chance():
    """Five are needed."""
    same = {"traces": inbox(received=received(*"abcd")), "scripts": scripts()}
    assert told(judged(same, same)) == [("met", "F1 F2", "nothing found")]


def test_letters_from_before_a_transition_do_not_count():
    """Both mailboxes of somebody who separates them hold the old letters."""
    old = {"traces": inbox(received=received(*"abcdefgh", dated=date(2026, 10, 1))), "scripts": scripts()}
    weeks = Transition(date(2026, 11, 1), date(2026, 12, 31))
    assert [each.status for each in judged(old, old)] == [Status.ATTENTION, Status.MET]
    assert [each.status for each in judged(old, old, transition=weeks)] == [Status.MET]


def test_a_test_letter_that_appears_in_the_other_mailbox_is_proof():
    """D13 decides alone, by direction."""
    answers = judged(letters=(letter("practice", "home", LetterState.BOTH),), joint=True)
    assert told(answers)[0] == ("not-met", "D13", "practice to home")
    answers = judged(letters=(letter("practice", "home", LetterState.BOTH),))
    assert told(answers)[0] == ("attention", "D13", "practice to home")


def test_test_letters_both_ways_are_a_pass():
    """Measured, where providers hide everything."""
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, letters=BOTH_WAYS)
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.MET, Grade.PROOF, ("D13",))
    assert "A rule for a few letters would not show." in answer.detail


def test_one_way_alone_leaves_the_other_open():
    """The least certain way decides."""
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, letters=BOTH_WAYS[:1])
    assert answer.status is Status.ATTENTION


def test_a_letter_that_the_member_looked_for_is_declared():
    """Measured and declared are never shown alike."""
    letters = (letter("practice", "home"), letter("home", "practice", declared=True))
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, letters=letters)
    assert answer.status is Status.DECLARED


def test_a_test_letter_of_long_ago_no_longer_speaks():
    """Half a year later, another is asked for."""
    old = [letter(each.to, each.other, made=NOW - timedelta(days=200)) for each in BOTH_WAYS]
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, letters=old)
    assert answer.status is Status.ATTENTION


def test_the_members_own_look_is_declared():
    """Where the provider hides its rules, a dated look at its pages counts."""
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, declarations=(reviewed(),))
    assert (answer.status, answer.detail) == (
        Status.DECLARED,
        "You looked at your providers' own pages on 20 November 2026.",
    )


def test_an_expired_look_is_none():
    """Due again every six months."""
    (answer,) = judged({"traces": inbox()}, {"traces": inbox()}, declarations=(reviewed(until=date(2026, 11, 21)),))
    assert answer.status is Status.ATTENTION


def test_what_was_seen_after_the_look_asks_again():
    """New evidence is not covered by an old answer."""
    mark = inbox(marks("F12", "practice", count=1, senders=1))
    before, after = reviewed(DAY - timedelta(days=1)), reviewed(DAY)
    assert judged(NO_RULES, {"traces": mark}, declarations=(before,))[0].title.endswith("Do they?")
    assert [each.status for each in judged(NO_RULES, {"traces": mark}, declarations=(after,))] == [Status.DECLARED]


def test_a_test_letter_shows_that_forwarding_is_over():
    """Old marks stay in old letters; the letter came after them."""
    mark = {"traces": inbox(marks("F6", "practice", last=DAY)), "scripts": scripts()}
    assert judged(NO_RULES, mark)[0].evidence_ids == ("F6",)
    assert [each.status for each in judged(NO_RULES, mark, letters=BOTH_WAYS)] == [Status.MET]


def test_marks_that_are_no_longer_seen_only_ask():
    """Nothing was seen for sixty days, so the member is asked whether it is over."""
    mark = {"traces": inbox(marks("F6", "practice", last=DAY - timedelta(days=70))), "scripts": scripts()}
    first, *_ = judged(NO_RULES, mark)
    assert (first.grade, first.status) == (Grade.WEAK, Status.ATTENTION)
    assert first.title.endswith("Do they?")


def test_a_look_that_failed_could_not_be_checked():
    """The inbox could not be read, or the service of rules was lost: nobody's fault."""
    (answer,) = judged({"traces": GONE, "scripts": scripts()}, NO_RULES)
    assert (answer.status, answer.title) == (Status.COULD_NOT_CHECK, GONE.reason)
    lost = {"traces": inbox(), "scripts": Missing("The connection was lost.", "sieve-lost")}
    (answer,) = judged(lost, NO_RULES)
    assert answer.status is Status.COULD_NOT_CHECK


def test_an_account_that_was_not_reached_does_not_hide_a_rule_of_the_other():
    """The practice's own server shows it."""
    work = {"traces": inbox(), "scripts": scripts(rule_to("home"))}
    answers = judged(work, {"connection": GONE})
    assert [(each.status, each.evidence_ids) for each in answers] == [
        (Status.ATTENTION, ("F1",)),
        (Status.COULD_NOT_CHECK, ()),
    ]


def test_a_script_that_could_not_be_understood_is_no_pass():
    """An included script that is missing could hold anything."""
    (answer,) = judged({"traces": inbox(), "scripts": scripts(troubles=(SieveTrouble.INCLUDE_MISSING,))}, NO_RULES)
    assert (answer.status, "could not be understood" in answer.detail) == (Status.ATTENTION, True)


@pytest.mark.parametrize("kind", [SieveKind.REDIRECT, SieveKind.NOTIFY, SieveKind.PROGRAM])
def test_a_rule_to_somebody_unknown_is_asked_about(kind):
    """F3: whose is it? One question for each address, whatever is said of the other account."""
    rules = scripts(rule_to("", kind, key="a"), rule_to("", kind, key="b"))
    answers = judged({"traces": inbox(), "scripts": rules}, NO_RULES)
    assert [(each.status, each.evidence_ids) for each in answers[1:]] == [(Status.ATTENTION, ("F3",))] * 2
    assert answers[1].key != answers[2].key


def test_a_rule_at_home_to_somebody_unknown_is_the_members_own_affair():
    """Only the professional account is judged."""
    answers = judged(NO_RULES, {"traces": inbox(), "scripts": scripts(rule_to("", key="a"))})
    assert told(answers) == [("met", "F1 F2", "nothing found")]


@pytest.mark.parametrize(
    ("work", "row", "words"),
    [
        ({"traces": inbox(), "scripts": scripts(rule_to("home", active=False))}, "F5", "not switched on"),
        ({"traces": inbox(names=3), "scripts": scripts()}, "D12", "3 names were seen"),
        ({"traces": inbox(batch=Batch(12, DAY)), "scripts": scripts()}, "F14", "12 older letters were copied"),
    ],
)
def test_what_changes_nothing_is_a_sentence(work, row, words):
    """A stored rule (F5), a catch-all (D12), letters that were copied at once (F14)."""
    (answer,) = judged(work, NO_RULES)
    assert (answer.status, answer.evidence_ids) == (Status.MET, ("F1", "F2", row))
    assert words in answer.detail


def test_two_names_are_no_catch_all():
    """And letters copied during a transition are no news."""
    assert told(judged({"traces": inbox(names=2), "scripts": scripts()}, NO_RULES))[0][1] == "F1 F2"
    weeks = Transition(date(2026, 11, 1), date(2026, 12, 31))
    copied = {"traces": inbox(batch=Batch(12, DAY)), "scripts": scripts()}
    assert told(judged(copied, NO_RULES, transition=weeks))[0][1] == "F1 F2"


def test_one_mailbox_has_nothing_to_pass_on():
    """Every letter is in both, because both are one; another rule tells that."""
    looks = (look(*sample(*(f"letter {number}" for number in range(30))), guid="g"),)
    (answer,) = judged({"looks": looks}, {"looks": looks})
    assert (answer.status, answer.title) == (
        Status.NOT_APPLICABLE,
        "Both accounts open one mailbox, so there is nothing to pass on.",
    )


def test_without_a_personal_account_the_test_letter_is_offered():
    """The member looks in the mailbox that is not connected."""

    def alone(*letters):
        (answer,) = no_forwarding(evidence(seen(), said=Said(letters=letters)), policy())
        return answer.status

    assert alone() is Status.ATTENTION
    there, back = letter("practice", "", declared=True), letter("", "practice", declared=True)
    assert alone(there) is Status.ATTENTION
    assert alone(there, back) is Status.DECLARED
    assert alone(letter("practice", "", LetterState.BOTH, declared=True), back) is Status.ATTENTION


def test_a_provider_whose_pages_are_known_says_where_to_look():
    """Beside the test letter; also where the provider is none of those that hide it from everybody."""
    shown = {"traces": inbox(), "scripts": Missing("This server does not show its mail rules.", "sieve-not-offered")}
    host = Provider("ionos", "IONOS", "hosting", forwarding_steps=("Look under 'Rules'.",))
    work, private = seen(account(provider=host), **shown), seen(home(), scripts=scripts(), traces=inbox())
    (answer,) = no_forwarding(evidence(work, private), policy("no-forwarding"))
    assert "mailcheck letter" in answer.remedy
    assert "Look under 'Rules'." in answer.remedy
