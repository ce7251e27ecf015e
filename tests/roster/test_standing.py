"""How members stand: stages, what they are stuck at, and what a supervisor should look at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailcheck.attestation.key import in_words, own_fingerprint
from mailcheck.model import Status
from mailcheck.parse.attested import DeclarationClaim, PolicyClaim
from mailcheck.parse.attested import Member as Named
from mailcheck.roster.standing import STUCK, Stage
from mailcheck.roster.tables import connect
from tests.attestation.factories import NOW, attested, clause, onboarding
from tests.roster.conftest import Member, weeks

NOT_INVITED = "Not invited here: nothing ties this attestation to an address."


def test_invited_and_nothing_has_come(desk):
    """The first stage."""
    desk.invite()
    row = desk.row()
    assert (row.who, row.stage, row.status) == ("anna@practice.example", Stage.INVITED, None)
    assert row.stuck_at.startswith("setting up")


OPEN = DeclarationClaim(id="antivirus-current", clause="MIP-KB-8", status="attention", answer="")


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        ({"onboarding": onboarding(letter="not-looked")}, Stage.SET_UP),
        ({"onboarding": onboarding(letter="both")}, Stage.SET_UP),
        ({"onboarding": onboarding(letter="arrived")}, Stage.SET_UP),
        ({"onboarding": onboarding(devices_seen=2)}, Stage.LETTER_SEEN),
        ({"onboarding": onboarding(devices=2, devices_seen=2)}, Stage.LETTER_SEEN),
        ({"onboarding": onboarding(practised=False)}, Stage.LETTER_SEEN),
        ({"declarations": (OPEN,)}, Stage.PRACTISED),
        ({}, Stage.ATTESTED),
    ],
)
def test_a_stage_is_reached_with_everything_before_it(desk, anna, given, stage):
    """The code in the professional mailbox alone, three of three devices, a protected document, no open question."""
    desk.invite(devices=3)
    desk.put(anna.attest(**given))
    assert desk.row().stage is stage


def test_confirmed_in_a_call_and_due_when_its_week_is_over(desk, anna):
    """By the words of the key."""
    desk.invite()
    desk.put(anna.attest())
    before = desk.row()
    assert before.words == in_words(own_fingerprint(anna.seed))
    desk.confirm()
    after = desk.row()
    assert (after.stage, after.stuck_at, after.notes) == (Stage.CONFIRMED, "", ())
    desk.now = NOW + timedelta(days=12)
    due = desk.row()
    assert (due.stage, due.overdue) == (Stage.DUE, 5)


def test_a_new_key_after_the_call_is_told_and_not_believed(desk, anna):
    """Lost and made anew, or somebody else who knows the code: the words are compared again."""
    desk.invite()
    desk.put(anna.attest(weeks(2)[0]))
    desk.take()
    desk.confirm()
    new = Member(bytes(32), anna.previous, anna.sequence)
    desk.put(new.attest(NOW, replaces=own_fingerprint(anna.seed)))
    row = desk.row()
    assert row.stage is Stage.ATTESTED
    assert row.notes == ("A new key signs since the call. Compare the words again before you rely on it.",)
    desk.confirm()
    row = desk.row()
    assert row.stage is Stage.CONFIRMED
    assert row.notes == ("Enrolled again on 28 November 2026: a new key takes the place of a key that was lost.",)


def test_a_chain_begun_anew_is_told(desk, anna):
    """Everything was deleted: the code ties both keys to one member."""
    desk.invite()
    desk.put(anna.attest(weeks(2)[0]))
    desk.put(Member(bytes(32)).attest(NOW))
    assert desk.row().notes == ("Enrolled again on 28 November 2026: a new key began a chain of its own.",)


def test_who_was_not_invited_is_told(desk, anna):
    """Shown by the name they gave, else by number; no address is taken for granted."""
    desk.put(anna.attest())
    row = desk.row()
    assert (row.who, row.notes) == ("Anna Smith", (NOT_INVITED,))


def test_a_code_that_comes_later_joins_the_invitation(desk, anna):
    """The key was known without one before."""
    desk.invite()
    desk.put(anna.attest(weeks(2)[0], onboarding=None))
    desk.take()
    assert len(desk.view().rows) == 2
    desk.put(anna.attest(NOW))
    row = desk.row()
    assert (row.who, row.notes) == ("anna@practice.example", ())


def test_an_old_code_is_told(desk, anna):
    """The member was invited again, and this attestation answers the first invitation."""
    desk.invite()
    desk.put(anna.attest())
    desk.take()
    desk.invite(code="MCZZZZZZZZ")
    assert "The attestation carries another code than the latest invitation, or none." in desk.row().notes


def test_two_members_with_one_address_are_shown_as_such(desk, anna, bert):
    """As invited and as attested, however it is written."""
    desk.put(anna.attest(member=Named(address="Info@Practice.example"), onboarding=None))
    desk.put(bert.attest(member=Named(address="info@practice.example"), onboarding=None))
    desk.take()
    assert all("Another member has the same professional address." in row.notes for row in desk.view().rows)
    assert len(desk.view().rows) == 2


def test_another_address_than_the_invited_one_is_told(desk, anna):
    """Perhaps they use two."""
    desk.invite()
    desk.put(anna.attest(member=Named(address="other@practice.example")))
    assert "The address in the attestation is not the one that was invited." in desk.row().notes


def test_what_changed_since_the_one_before(desk, anna):
    """Clause by clause."""
    first, second = weeks(2)
    desk.put(anna.attest(first, clauses=(clause("MIP-KB-1", "met"), clause("MIP-KB-2", "declared"))))
    desk.put(anna.attest(second, clauses=(clause("MIP-KB-1", "not-met"), clause("MIP-KB-2", "declared"))))
    assert desk.row().changed == (("MIP-KB-1", "met", "not-met"),)


def test_measured_and_declared_are_counted_apart(desk, anna):
    """Never alike."""
    made = (clause(), clause("MIP-KB-2", "declared", how="declared"), clause("MIP-KB-3", "attention", how="declared"))
    made += (clause("MIP-KB-4", "could-not-check"), clause("MIP-KB-5", "not-applicable"))
    desk.put(anna.attest(clauses=made))
    told = [(each.measured, each.declared, each.unchecked) for each in desk.row().clauses]
    assert told == [(1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0)]  # an open question is no declaration


@pytest.mark.parametrize(
    ("claim", "note"),
    [
        ({"id": "another"}, "Judged by another institute's policy."),
        ({"version": "0"}, "Judged by version 0 of the policy; the current one is 1."),
    ],
)
def test_another_policy_is_told(desk, anna, claim, note):
    """A foreign one, or an old version."""
    values = {"id": "mip-social-media", "version": "1", "reviewed": date(2026, 11, 22), **claim}
    desk.put(anna.attest(policy=PolicyClaim(**values)))
    assert note in desk.row().notes


def test_an_older_edition_of_the_signed_policy_is_told(desk, anna):
    """The member's programme has not got the newest yet."""
    desk.policy = replace(desk.policy, serial=4)
    desk.put(anna.attest())
    assert "Judged by an earlier edition of the institute's signed policy." in desk.row().notes


def test_the_whole_view_counts(desk, anna, bert):
    """Stages, overdue, and each clause."""
    desk.put(anna.attest(weeks(4)[0]))
    desk.put(bert.attest(onboarding=None))
    desk.take()
    seen = desk.view()
    assert seen.overdue == 1
    assert seen.stages[Stage.ATTESTED] == 2
    assert seen.tallies["MIP-KB-1"] == {Status.MET: 2}


def test_what_is_forgotten_is_written_over(desk):
    """Whatever the usual way of this computer's SQLite is."""
    connection = connect(desk.file)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


def test_a_member_can_be_forgotten(desk, anna):
    """With everything that was taken in."""
    from mailcheck.roster.store import Roster

    desk.put(anna.attest())
    desk.take()
    with Roster.open(desk.file) as roster:
        roster.remove(1)
    assert desk.view().rows == ()
    assert b"Anna Smith" not in desk.file.read_bytes()
    desk.take()
    assert desk.view().rows == ()  # the file that still lies there is known


def test_a_declared_account_is_not_stuck_at_a_letter_that_nobody_can_look_for(desk, anna):
    """It is the invited member's and says what it rests on; a connected account is not let off."""
    desk.invite(devices=3)
    unseen = onboarding(letter="declared", devices=0, devices_seen=0, practised=False)
    (work,) = attested().accounts
    declared = (work.model_copy(update={"status": Status.DECLARED}),)
    desk.put(anna.attest(onboarding=unseen, accounts=declared))
    row = desk.row()
    assert (row.address, row.stage) == ("anna@practice.example", Stage.ATTESTED)
    assert any("declared; no letter could be looked for" in note for note in row.notes)
    desk.put(anna.attest(NOW + timedelta(hours=1), onboarding=unseen))
    row = desk.row()
    assert row.stage is Stage.SET_UP
    assert not any("declared" in note for note in row.notes)


@pytest.mark.parametrize(
    ("status", "answer", "stage"),
    [
        ("attention", "", Stage.SET_UP),
        ("attention", "yes", Stage.SET_UP),
        ("not-met", "no", Stage.ATTESTED),
        ("declared", "yes", Stage.ATTESTED),
    ],
)
def test_an_uninvited_member_with_open_questions_is_not_sent_to_the_call(desk, anna, status, answer, stage):
    """Questions without an answer, and those that ran out, come first; a "no" is an answer."""
    question = DeclarationClaim(id="ico", clause="MIP-KB-9", status=status, answer=answer)
    desk.put(anna.attest(onboarding=None, declarations=(question,)))
    row = desk.row()
    assert (row.stage, "some are open" in row.stuck_at) == (stage, stage is Stage.SET_UP)


def test_a_declared_member_with_open_questions_is_not_said_to_have_practised(desk, anna):
    """Nobody saw it; what they are stuck at is what they can do."""
    desk.invite(devices=3)
    (work,) = attested().accounts
    unseen = onboarding(letter="declared", devices=0, devices_seen=0, practised=False)
    declared = (work.model_copy(update={"status": Status.DECLARED}),)
    desk.put(anna.attest(onboarding=unseen, accounts=declared, declarations=(OPEN,)))
    row = desk.row()
    assert row.stage is Stage.SET_UP
    assert row.stuck_at.startswith("questions that only the member can answer")


def test_of_two_professional_accounts_one_declared_the_connected_one_shows_the_letter(desk, anna):
    """The declared one lets nobody off: a letter can be looked for."""
    desk.invite(devices=0)
    (work,) = attested().accounts
    accounts = (work, work.model_copy(update={"status": Status.DECLARED}))
    unseen = onboarding(letter="waiting", devices=0, devices_seen=0, practised=False)
    desk.put(anna.attest(onboarding=unseen, accounts=accounts))
    row = desk.row()
    assert (row.stage, row.stuck_at) == (Stage.SET_UP, STUCK[Stage.SET_UP])
    desk.put(anna.attest(NOW + timedelta(hours=1), onboarding=onboarding(devices=0, devices_seen=0), accounts=accounts))
    assert desk.row().stage is Stage.ATTESTED
