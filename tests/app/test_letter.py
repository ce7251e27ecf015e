"""`mailcheck letter` on a terminal's output, with mailboxes that a test provides."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from mailcheck.app.invitation import note_invitation, note_letter
from mailcheck.app.letter import latest_letters, letter, missing_letters, ways
from mailcheck.app.letter_text import ELSEWHERE, told
from mailcheck.model.letter import Letter, LetterState
from mailcheck.settings import load_said, load_settings, record_letter
from tests.factories import NOW

PRACTICE = """
[[account]]
name = "practice"
role = "professional"
address = "anna@harbour.example"
host = "127.0.0.1"
port = 1
secret = "env:MAILCHECK_TEST_PASSWORD"
"""
HOME = PRACTICE.replace('"practice"', '"home"').replace("professional", "personal").replace("harbour", "home")


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Write settings with some accounts; their servers cannot be reached."""
    monkeypatch.setenv("MAILCHECK_TEST_PASSWORD", "secret")
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))

    def write(*accounts):
        path = tmp_path / "mailcheck.toml"
        path.write_text("".join(accounts))
        return path

    return write


def run(path, *options):
    """Run the command, and return what it printed and the letters that are written down."""
    done = CliRunner().invoke(letter, ["--config", str(path), *options], standalone_mode=False)
    assert done.exception is None, done.output
    return done.output, load_said(path.with_name("said.toml")).letters


def test_the_first_call_shows_a_code_and_plain_words(at):
    """One letter, to the practice; nothing is signed in to."""
    printed, (first,) = run(at(PRACTICE, HOME))
    assert (first.to, first.other, first.state) == ("practice", "home", LetterState.WAITING)
    printed = " ".join(printed.split())
    assert f"nothing but this code as its subject: {first.code}" in printed
    assert "Not from home" in printed
    assert "it sends nothing itself" in printed
    assert "@" not in printed


def test_the_second_call_keeps_the_code_and_says_what_could_not_be_looked_at(at):
    """The servers are not there: the letter is still waited for."""
    path = at(PRACTICE, HOME)
    _, first = run(path)
    printed, second = run(path)
    assert first == second
    assert "waiting for it" in printed
    assert "practice could not be looked at" in printed


def test_a_new_letter_can_be_asked_for(at):
    """With --again."""
    path = at(PRACTICE, HOME)
    run(path)
    _, letters = run(path, "--again")
    assert len({each.code for each in letters}) == 2


def test_the_way_back_follows_when_the_first_has_arrived(at):
    """Only where it was sent: now the other direction."""
    path = at(PRACTICE, HOME)
    now = NOW
    settings = load_settings(path)
    apart = Letter("MCAAAAAAAA", "practice", "home", now, LetterState.APART, now)
    (back,) = missing_letters(settings, [apart], now)
    assert (back.to, back.other) == ("home", "practice")
    waiting = Letter("MCAAAAAAAA", "practice", "home", now)
    assert list(missing_letters(settings, [waiting], now)) == []
    void = Letter("MCAAAAAAAA", "practice", "home", now, LetterState.FROM_OTHER, now)
    assert [each.to for each in missing_letters(settings, [void], now)] == ["practice"]
    old = Letter("MCAAAAAAAA", "practice", "home", now - timedelta(days=400), LetterState.APART, now - timedelta(400))
    assert [each.to for each in missing_letters(settings, [old], now)] == ["practice", "home"]


def test_a_home_account_that_is_not_connected_is_called_the_other_mailbox(at):
    """The member looks there."""
    path = at(PRACTICE)
    assert list(ways(load_settings(path))) == [("practice", ""), ("", "practice")]
    printed, (first,) = run(path)
    assert first.other == ""
    assert f"Not from {ELSEWHERE}" in printed


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LetterState.WAITING, "waiting for it"),
        (LetterState.ARRIVED, "looked at again later"),
        (LetterState.APART, "as it should be"),
        (LetterState.BOTH, "also appeared in home"),
        (LetterState.LOST, "That happens."),
        (LetterState.FROM_OTHER, "was sent from home"),
    ],
)
def test_every_state_has_its_words(state, words):
    """Kind, and without a word that only a specialist knows."""
    text = "\n".join(told(Letter("MCAAAAAAAA", "practice", "home", NOW, state)))
    assert words in text
    assert not {"IMAP", "UID", "header", "server"} & set(text.split())


def test_letters_are_read_back_as_they_were_written(at):
    """With time zones and states, in said.toml; the same code is the same letter."""
    path = at(PRACTICE, HOME).with_name("said.toml")
    first = Letter("MCAAAAAAAA", "practice", "home", NOW)
    later = Letter("MCAAAAAAAA", "practice", "home", NOW, LetterState.APART, NOW, declared=True)
    other = Letter("MCBBBBBBBB", "home", "practice", NOW)
    for each in (first, other, later):
        record_letter(path, each)
    assert load_said(path).letters == (later, other)


def invited(path):
    """Enter a supervisor's code, an hour after the member's own letter was made."""
    later = load_said(path.with_name("said.toml")).letters[0].made + timedelta(hours=1)
    note_invitation(load_settings(path), "MCSUPERVSR", later)
    note_letter(load_settings(path), later)
    return load_settings(path), later


def test_a_supervisors_code_does_not_make_the_own_letter_forgotten(at):
    """The same code is shown again, and no other is made."""
    path = at(PRACTICE, HOME)
    _, (own,) = run(path)
    invited(path)
    printed, letters = run(path)
    assert f"Test letter {own.code}, to practice: waiting for it." in printed
    assert "MCSUPERVSR" not in printed
    assert {each.code for each in letters} == {own.code, "MCSUPERVSR"}


def test_a_supervisors_letter_is_waited_for_and_not_written(at):
    """Written by the member it would show nothing of the address that the supervisor uses."""
    path = at(PRACTICE, HOME)
    now = datetime.now().astimezone()  # as the command's own: after two weeks a letter is waited for no more
    note_invitation(load_settings(path), "MCSUPERVSR", now)
    note_letter(load_settings(path), now)
    printed, _ = run(path)
    assert "MCSUPERVSR, to practice" in printed
    assert "there is nothing for you to write" in printed
    assert "Write an e-mail" not in printed


def test_a_supervisors_letter_that_arrived_serves_as_a_test_letter(at):
    """It shows the same, and is the later one."""
    path = at(PRACTICE, HOME)
    run(path)
    settings, later = invited(path)
    letters = [
        replace(each, state=LetterState.APART, looked=later) if each.code == "MCSUPERVSR" else each
        for each in settings.said.letters
    ]
    assert [each.code for each in latest_letters(letters, settings)] == ["MCSUPERVSR"]


def test_no_line_is_wider_than_eighty_columns(at):
    """However long the account's name."""
    printed, _ = run(at(PRACTICE.replace('"practice"', '"practice-by-the-harbour"'), HOME))
    assert max(map(len, printed.splitlines())) <= 80
