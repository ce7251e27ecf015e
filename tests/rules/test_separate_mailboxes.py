"""Two mailboxes or one: decided on evidence, and never by accusation."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailcheck.model import Grade, Outcome, Role, Said, Status
from mailcheck.model.letter import LetterState
from mailcheck.model.transition import Transition
from mailcheck.rules.separate_mailboxes import separate_mailboxes
from tests.factories import GONE, account, connection, evidence, home, look, policy, sample, seen
from tests.rules.forwarding import inbox, letter, marks, rule_to, scripts

LETTERS = [f"letter {number}" for number in range(30)]
OTHERS = [f"other {number}" for number in range(30)]
NOW_LATER = datetime(2026, 11, 12, tzinfo=UTC)


def judge(
    work_looks, home_looks, *, together=True, home_server="imap.harbour.example:993", work=None, letters=(), **given
) -> Outcome:
    """Return what the rule says of two mailboxes."""
    practice = seen(looks=work_looks, **(work or {}))
    private = seen(home(), looks=home_looks, connection=connection(home_server), sent=None)
    every = replace(evidence(practice, private, together=together), said=Said(letters=tuple(letters)), **given)
    (answer,) = separate_mailboxes(every, policy("separate-mailboxes"))
    return answer


def test_one_mailbox_under_two_names_is_proof():
    """The server's identifier and every letter agree: D4 with D6."""
    inbox = look(*sample(*LETTERS), guid="g")
    answer = judge((inbox,), (inbox,))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.NOT_MET, Grade.PROOF, ("D4", "D6"))


def test_a_small_mailbox_with_the_same_identifier_is_one():
    """Six letters and the server's identifier decide; six letters alone do not."""
    few = sample(*LETTERS[:6])
    assert judge((look(*few, guid="g"),), (look(*few, guid="g"),)).status is Status.NOT_MET
    assert judge((look(*few),), (look(*few),)).status is Status.ATTENTION


def test_an_identifier_alone_only_asks():
    """A copied store keeps its identifier: without letters to compare nobody is accused."""
    answer = judge((look(guid="g"),), (look(guid="g"),))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("D4",))


def test_identifiers_of_two_servers_are_not_compared():
    """An identifier means something on its own server only."""
    few = sample(*LETTERS[:6])
    answer = judge((look(*few, guid="g"),), (look(*few, guid="g"),), home_server="imap.home.example:993")
    assert answer.evidence_ids == ("D11",)


def test_a_mailbox_identifier_decides_alone():
    """OBJECTID's MAILBOXID on one server: D5."""
    answer = judge((look(mailbox_id="m"),), (look(mailbox_id="m"),))
    assert (answer.status, answer.evidence_ids) == (Status.NOT_MET, ("D5",))


def test_an_identifier_that_a_server_gives_to_every_mailbox_accuses_nobody():
    """Made from the folder's name, say; but two mailboxes were made at two times."""
    answer = judge((look(mailbox_id="m"),), (look(mailbox_id="m", uidvalidity=8),))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("D11",))


def test_an_accounts_identifier_decides_alone_unless_the_letters_tell_of_two():
    """OBJECTID+'s ACCOUNTID on one server: D5; never on two servers, nor where each inbox has letters of its own."""
    answer = judge((look(account_id="u1"),), (look(account_id="u1"),))
    assert (answer.status, answer.evidence_ids) == (Status.NOT_MET, ("D5",))
    assert judge(
        (look(account_id="u1"),), (look(account_id="u1"),), home_server="imap.home.example:993"
    ).evidence_ids == ("D11",)
    work, private = (look(*sample(*each), account_id="u1") for each in (LETTERS, OTHERS))
    assert judge((work,), (private,)).status is Status.ATTENTION


def test_identifiers_that_differ_are_no_pass_where_every_letter_agrees():
    """A server may make up a new identifier for each session; nor is it an accusation."""
    for count in (6, 30):
        letters = sample(*LETTERS[:count])
        answer = judge((look(*letters, mailbox_id="a"),), (look(*letters, mailbox_id="b"),))
        assert (answer.status, "copy" in answer.title) == (Status.ATTENTION, True)
    few = sample(*LETTERS[:2])  # what the provider sent to everybody on the first day
    assert judge((look(*few, mailbox_id="a"),), (look(*few, mailbox_id="b"),)).status is Status.MET


def test_a_byte_copy_that_lives_on_apart_is_asked_about():
    """Sent folders agree in everything, yet each inbox holds letters that the other lacks."""
    copied = look(*sample(*OTHERS), folder="Sent", guid="s")
    work = look(*sample(*LETTERS, "new at work"), guid="g")
    private = look(*sample(*LETTERS, "new at home"), guid="g")
    answer = judge((work, copied), (private, copied))
    assert (answer.status, answer.grade) == (Status.ATTENTION, Grade.STRONG)
    assert "copy" in answer.title


def test_a_byte_copy_in_which_only_one_side_has_grown_is_asked_about():
    """Looked at together, one letter more on one side shows that there are two."""
    work = look(*sample(*LETTERS), guid="g")
    private = look(*sample(*LETTERS, "new at home"), guid="g")
    assert judge((work,), (private,)).status is Status.ATTENTION


def test_a_letter_that_arrives_between_two_looks_does_not_hide_one_mailbox():
    """Not looked at together: the newest letter may simply have arrived in between."""
    work = look(*sample(*LETTERS), guid="g")
    private = look(*sample(*LETTERS, "just arrived"), guid="g")
    assert judge((work,), (private,), together=False).status is Status.NOT_MET


def test_two_mailboxes_made_in_the_same_second_are_not_mistaken():
    """Equal UIDVALIDITY says nothing: the letters differ."""
    answer = judge((look(*sample(*LETTERS), guid="a"),), (look(*sample(*OTHERS), guid="b"),))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.MET, Grade.PROOF, ("D10",))


def test_two_mailboxes_without_identifiers_pass_on_their_letters():
    """At least twenty letters on either side and hardly one in common: D10 on any server."""
    answer = judge((look(*sample(*LETTERS)),), (look(*sample(*OTHERS)),), together=False)
    assert answer.status is Status.MET
    assert answer.title == "These are two separate mailboxes (checked on 30 and 30 letters)."


def test_two_small_mailboxes_pass_if_each_holds_what_the_other_lacks():
    """Looked at together, with different UIDVALIDITY, three letters each are enough."""
    work, private = look(*sample(*LETTERS[:3])), look(*sample(*OTHERS[:3]), uidvalidity=8)
    assert judge((work,), (private,)).status is Status.MET
    assert judge((work,), (private,), together=False).status is Status.ATTENTION


def test_empty_mailboxes_are_a_question_and_no_pass():
    """Nothing to compare is said as such."""
    answer = judge((look(),), (look(uidvalidity=8),))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("D11",))


def test_many_common_letters_are_no_pass():
    """Ten of thirty letters in both: neither one mailbox nor clearly two."""
    answer = judge((look(*sample(*LETTERS)),), (look(*sample(*LETTERS[:10], *OTHERS[:20])),), together=False)
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("D11",))
    assert "10 of the newest letters are in both" in answer.detail


@pytest.mark.parametrize("missing_at", ["work", "home"])
def test_an_account_that_was_not_reached_could_not_be_checked(missing_at):
    """Our failure is never a verdict."""
    looks = (look(*sample(*LETTERS)),)
    answer = judge(GONE, looks) if missing_at == "work" else judge(looks, GONE)
    assert (answer.status, answer.title) == (Status.COULD_NOT_CHECK, GONE.reason)


def test_without_a_personal_account_it_asks_for_one():
    """No second mailbox: a question for each professional account, no pass."""
    (answer,) = separate_mailboxes(evidence(seen()), policy())
    assert (answer.status, answer.accounts) == (Status.ATTENTION, ("practice",))


BOTH_WAYS = (letter("practice", "home"), letter("home", "practice"))


def test_test_letters_both_ways_tell_empty_mailboxes_apart():
    """D10's third way: measured on mailboxes that hold nothing else."""
    answer = judge((look(),), (look(uidvalidity=8),), letters=BOTH_WAYS)
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.MET, Grade.PROOF, ("D10", "D13"))


@pytest.mark.parametrize(
    "letters",
    [
        BOTH_WAYS[:1],
        (BOTH_WAYS[0], letter("home", "practice", declared=True)),
        (BOTH_WAYS[0], letter("home", "practice", LetterState.ARRIVED)),
        (BOTH_WAYS[0], letter("home", "another")),
    ],
    ids=["one way", "one declared", "one under way", "another account"],
)
def test_less_than_two_measured_test_letters_do_not(letters):
    """Both ways, and mailcheck itself looked."""
    assert judge((look(),), (look(uidvalidity=8),), letters=letters).status is Status.ATTENTION


def test_test_letters_outweigh_a_full_copy():
    """Equal in everything, and yet each got its own letter: asked about, never called one mailbox."""
    inboxes = look(*sample(*LETTERS), guid="g")
    answer = judge((inboxes,), (inboxes,), letters=BOTH_WAYS)
    assert (answer.status, answer.grade) == (Status.ATTENTION, Grade.STRONG)
    assert "copy" in answer.title


def test_two_mailboxes_of_which_one_is_passed_on_are_no_pass():
    """D10 holds, and so does proof of forwarding: open, with a pointer to the other rule."""
    work = {"scripts": scripts(rule_to("home"))}
    answer = judge((look(*sample(*LETTERS)),), (look(*sample(*OTHERS)),), work=work)
    assert (answer.status, "how to stop it" in answer.detail) == (Status.ATTENTION, True)
    hint = {"traces": inbox(marks("F12", "home", trusted=False))}
    assert judge((look(*sample(*LETTERS)),), (look(*sample(*OTHERS)),), work=hint).status is Status.MET


def test_numbers_of_gmail_that_are_equal_are_a_question():
    """D7: five of them; four are chance."""

    def numbered(count, uidvalidity):
        newest = sample(*LETTERS[:15]) if uidvalidity == 7 else sample(*LETTERS[5:20])
        return look(
            *(
                replace(each, gmail_key=f"number {at}" if at < count else f"{uidvalidity} {at}")
                for at, each in enumerate(newest)
            ),
            uidvalidity=uidvalidity,
        )

    five = judge((numbered(5, 7),), (numbered(5, 8),), together=False)
    four = judge((numbered(4, 7),), (numbered(4, 8),), together=False)
    assert (five.status, five.evidence_ids, four.evidence_ids) == (Status.ATTENTION, ("D7",), ("D11",))


def test_letters_from_before_a_transition_are_left_out():
    """Somebody who copied a mailbox to separate it must not look worst (D6, D10)."""
    old = sample(*LETTERS)
    start, until = date(2026, 11, 10), date(2026, 12, 31)
    new = {"start": 90, "first": NOW_LATER}
    work = look(*old, *sample(*(f"work {at}" for at in range(20)), **new))
    private = look(*old, *sample(*(f"home {at}" for at in range(20)), **new), uidvalidity=8)
    assert judge((work,), (private,), together=False).status is Status.ATTENTION
    met = judge((work,), (private,), together=False, transition=Transition(start, until))
    assert (met.status, met.evidence_ids) == (Status.MET, ("D10",))
    over = Transition(start, date(2026, 11, 21))
    assert judge((work,), (private,), together=False, transition=over).status is Status.ATTENTION


def test_a_transition_does_not_hide_that_a_server_names_one_mailbox():
    """An identifier is no letter."""
    answer = judge(
        (look(mailbox_id="m"),), (look(mailbox_id="m"),), transition=Transition(date(2026, 11, 10), date(2026, 12, 31))
    )
    assert (answer.status, answer.evidence_ids) == (Status.NOT_MET, ("D5",))


def test_what_a_transition_leaves_out_is_said():
    """The verdict names the day from which letters were compared."""
    start = date(2026, 11, 1)
    (answer,) = separate_mailboxes(
        evidence(
            seen(looks=(look(*sample(*LETTERS)),)),
            seen(home(), looks=(look(*sample(*OTHERS), uidvalidity=9),)),
            transition=Transition(start, start + timedelta(days=60)),
        ),
        policy(),
    )
    assert answer.detail.endswith("Letters from before 1 November 2026 were left out, as you are separating the two.")


def test_every_professional_account_is_compared_with_every_personal_one():
    """Four pairs; that two professional accounts share a mailbox is no fault, and not even mentioned."""
    shared = (look(*sample(*LETTERS), guid="g"),)
    first, second = seen(looks=shared), seen(account("enquiries", Role.ENQUIRIES), looks=shared)
    private = [
        seen(home(name=name), looks=(look(*sample(*(f"{name} {each}" for each in OTHERS)), uidvalidity=9),))
        for name in ("home", "family")
    ]
    every = evidence(first, second, *private, together=True)
    answers = list(separate_mailboxes(every, policy("separate-mailboxes")))
    assert [answer.accounts for answer in answers] == [
        (work, other) for work in ("practice", "enquiries") for other in ("home", "family")
    ]
    assert {answer.status for answer in answers} == {Status.MET}
