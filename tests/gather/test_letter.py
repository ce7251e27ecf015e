"""The test letter: where it arrived, and where it must not."""

from datetime import UTC, datetime, timedelta

import pytest

from mailcheck.gather.letter import TOO_MANY, Sighting, advance, look_for_letter, look_for_letters, new_code
from mailcheck.model import Missing
from mailcheck.model.letter import Letter, LetterState
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, WORK, recogniser

CODE = "MC7K3F9QPX"
MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CAME = MADE + timedelta(minutes=5)
LATER = CAME + timedelta(minutes=10)
LETTER = Letter(CODE, "practice", "home", MADE)
NOBODY = Sighting()
THERE = Sighting(CAME)


def coded(sender="friend@elsewhere.example", subject=CODE):
    """A letter with the code as its subject."""
    return f"From: {sender}\r\nTo: anna@harbour.example\r\nSubject: {subject}\r\n\r\nwords\r\n".encode()


def mailbox(folders, *, flags=None, came=CAME, **given):
    """A mailbox whose letters were all stored at one moment."""
    stored = {name: [came] * len(letters) for name, letters in folders.items()}
    marks = {"Sent": ["\\Sent"], "Drafts": ["\\Drafts"], "Junk": ["\\Junk"], **(flags or {})}
    return FakeMailbox(folders, flags={name: marks[name] for name in folders if name in marks}, stored=stored, **given)


def look(folders, of=HOME, **given):
    """Look for the code in a mailbox."""
    return look_for_letter(mailbox(folders, **given), recogniser(of), CODE)


def test_codes_are_one_word_that_nobody_mistakes():
    """No two alike, no letter that looks like a digit."""
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 10 and code.isalnum() and not set("01OIL") & set(code[2:]) for code in codes)


@pytest.mark.parametrize("folder", ["INBOX", "Junk", "folder of a rule"])
def test_a_letter_is_found_wherever_it_was_put(folder):
    """Every folder is looked through."""
    assert look({"INBOX": [], "Junk": [], "folder of a rule": [], folder: [coded()]}) == THERE


@pytest.mark.parametrize("subject", [f"Re: {CODE}", CODE.lower(), f"=?utf-8?q?{CODE}?="])
def test_a_code_is_found_however_a_programme_wrote_it(subject):
    """In an answer, in small letters, or encoded."""
    assert look({"INBOX": [coded(subject=subject)]}).arrived == CAME


def test_other_letters_are_not_taken_for_it():
    """A code that differs by one letter."""
    assert look({"INBOX": [coded(subject="MC7K3F9QPY"), coded(subject="hello")]}) == NOBODY


def test_a_copy_of_what_was_sent_here_is_no_arrival():
    """In the sent folder, whoever it names; a draft is nothing at all."""
    assert look({"INBOX": [], "Sent": [coded("anna@home.example")]}) == Sighting(was_sent_here=True, writer="home")
    assert look({"INBOX": [], "Sent": [coded("anna@harbour.example")]}).was_sent_here
    assert look({"INBOX": [], "Drafts": [coded("anna@home.example")]}) == NOBODY


def test_a_letter_to_oneself_arrives():
    """From the practice to the practice: a copy in Sent, and the letter in the inbox."""
    found = look({"INBOX": [coded("anna@harbour.example")], "Sent": [coded("anna@harbour.example")]}, WORK)
    assert found == Sighting(CAME, was_sent_here=True, writer="practice")


def test_where_one_folder_shows_all_letters_it_is_enough():
    """Gmail: everything but spam and bin is in one folder, the sent copies too."""
    folders = {"INBOX": [], "All Mail": [], "Junk": [], "label": [coded()]}
    gmail = mailbox(folders, flags={"All Mail": ["\\All"]})
    assert look_for_letter(gmail, recogniser(HOME), CODE) == NOBODY
    assert "EXAMINE label" not in gmail.calls
    archived = look({"INBOX": [], "All Mail": [coded()]}, flags={"All Mail": ["\\All"]})
    own = look({"INBOX": [], "All Mail": [coded("anna@home.example")]}, flags={"All Mail": ["\\All"]})
    assert (archived, own) == (THERE, Sighting(was_sent_here=True, writer="home"))


def test_empty_folders_cost_one_round_trip():
    """Nothing is searched where nothing lies."""
    empty = mailbox({"INBOX": [], **{f"folder {at}": [] for at in range(20)}})
    look_for_letter(empty, recogniser(HOME), CODE)
    assert empty.calls.count("SEARCH") == 0


def test_too_many_folders_are_said():
    """Bounded, and never taken for an absence."""
    assert look({f"folder {at}": [] for at in range(501)}) == TOO_MANY


def test_a_lost_connection_is_missing():
    """And never an absence."""
    assert isinstance(look({"INBOX": [coded()]}, fails_after=3), Missing)


@pytest.mark.parametrize(
    ("there", "elsewhere", "now", "state"),
    [
        (NOBODY, NOBODY, CAME, LetterState.WAITING),
        (NOBODY, NOBODY, MADE + timedelta(hours=23), LetterState.WAITING),
        (NOBODY, NOBODY, MADE + timedelta(hours=25), LetterState.LOST),
        (THERE, NOBODY, CAME + timedelta(minutes=9), LetterState.ARRIVED),
        (THERE, NOBODY, LATER, LetterState.APART),
        (THERE, THERE, CAME, LetterState.BOTH),
        (NOBODY, THERE, CAME, LetterState.BOTH),
        (THERE, Sighting(was_sent_here=True), LATER, LetterState.FROM_OTHER),
        (THERE, Sighting(CAME, was_sent_here=True), LATER, LetterState.FROM_OTHER),
        (Sighting(CAME, writer="home"), NOBODY, LATER, LetterState.FROM_OTHER),
        (Sighting(CAME, was_sent_here=True, writer="practice"), NOBODY, LATER, LetterState.APART),
        (THERE, Missing("gone"), LATER, LetterState.ARRIVED),
        (Missing("gone"), NOBODY, LATER + timedelta(days=3), LetterState.WAITING),
        (Missing("gone"), THERE, LATER, LetterState.BOTH),
    ],
)
def test_how_far_a_letter_has_come(there, elsewhere, now, state):
    """By what was seen where it was sent, and in the other mailbox."""
    assert advance(LETTER, there, elsewhere, now) == Letter(CODE, "practice", "home", MADE, state, now)


def test_a_letter_that_could_not_be_looked_for_stays_as_it_was():
    """Neither account was reached."""
    assert advance(LETTER, Missing("gone"), Missing("gone"), LATER) == LETTER


def both(work, home, letter=LETTER, now=LATER):
    """Look for one letter in both mailboxes."""
    mailboxes = {"practice": mailbox(work), "home": mailbox(home)}
    whose = {"practice": recogniser(WORK), "home": recogniser(HOME)}
    (found,) = look_for_letters([letter], mailboxes, whose, now)
    return found.state


def test_a_letter_that_is_passed_on_is_seen_in_both():
    """An alias, a redirect and a catch-all look alike from here."""
    assert both({"INBOX": [coded()]}, {"INBOX": [coded()]}) is LetterState.BOTH
    assert both({"INBOX": [coded()]}, {"INBOX": []}) is LetterState.APART


def test_finished_and_old_letters_are_not_looked_for():
    """Not one command is sent for them."""
    finished = Letter(CODE, "practice", "home", MADE, LetterState.APART, CAME)
    old = Letter(CODE, "practice", "home", MADE - timedelta(days=20))
    for each in (finished, old):
        mailboxes = {"practice": mailbox({"INBOX": []}), "home": mailbox({"INBOX": []})}
        whose = {"practice": recogniser(WORK), "home": recogniser(HOME)}
        assert look_for_letters([each], mailboxes, whose, LATER) == (each,)
        assert mailboxes["practice"].calls == mailboxes["home"].calls == []


def test_a_mailbox_that_is_not_connected_leaves_the_question_to_the_member():
    """It has arrived; whether it is in the other mailbox, mailcheck cannot see."""
    alone = Letter(CODE, "practice", "", MADE)
    found = look_for_letters(
        [alone], {"practice": mailbox({"INBOX": [coded()]})}, {"practice": recogniser(WORK)}, LATER
    )
    assert found[0].state is LetterState.ARRIVED
