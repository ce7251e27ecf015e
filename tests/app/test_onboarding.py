"""`mailcheck onboarding`: the code is noted once, devices get a code each, and the next step is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailcheck.app.invitation import invited_accounts, note_devices, note_invitation, note_letter
from mailcheck.app.onboarding import SHEET_NAME, lines, onboarding, way
from mailcheck.attestation.onboarding import Seen, way_in
from mailcheck.errors import UserError
from mailcheck.model import Said
from mailcheck.model.invitation import DeviceLetter, Invitation, PracticeLetter
from mailcheck.model.letter import Letter, LetterState
from mailcheck.settings import load_said, load_settings, record_practice
from tests.attestation.factories import attested
from tests.attestation.factories import onboarding as told

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
CODE = "MCABCDEFGH"
SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "imap.practice.example"
secret = "prompt"
[[account]]
name = "home"
role = "personal"
address = "anna@home.example"
host = "imap.home.example"
secret = "prompt"
"""


@pytest.fixture
def settings(tmp_path):
    """Settings with two accounts; called, they are read again."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    return lambda: load_settings(path, environ={"MAILCHECK_DATA": str(tmp_path / "data")})


def test_a_code_is_noted_once_with_its_letter(settings):
    """To the professional account, and not to appear in the other one; typed in any way."""
    note_invitation(settings(), " mcabcdefgh ", NOW)
    note_invitation(settings(), CODE, NOW)
    note_letter(settings(), NOW)
    note_letter(settings(), NOW)
    said = settings().said
    assert said.invitation == Invitation(CODE, NOW)
    assert [(each.code, each.to, each.other) for each in said.letters] == [(CODE, "practice", "home")]


@pytest.mark.parametrize("code", ["hello", "MC1", "MCABCDEFG1", "MCABCDEFGHI"])
def test_what_is_no_code_is_told(settings, code):
    """And nothing is written."""
    with pytest.raises(UserError, match="no code"):
        note_invitation(settings(), code, NOW)
    assert settings().said == Said()


def test_each_device_gets_a_code_of_its_own_once(settings):
    """More may be added; none is taken back."""
    note_devices(settings(), 2, NOW)
    first = settings().said.devices
    note_devices(settings(), 3, NOW)
    note_devices(settings(), 1, NOW)
    now = settings().said.devices
    assert now[:2] == first
    assert [each.number for each in now] == [1, 2, 3]
    assert len({each.code for each in now}) == 3


def test_before_anything_the_first_step_is_told(settings):
    """And only the first."""
    shown = "\n".join(lines(way(settings(), NOW)))
    assert "run: mailcheck onboarding CODE" in shown
    assert "mailcheck attest" not in shown


@pytest.fixture
def write_sheet(settings, tmp_path, monkeypatch):
    """Write a practice sheet into the folder that one is in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    return lambda: onboarding.main(["--practice-sheet", "--config", str(settings().path)], standalone_mode=False)


def test_a_practice_sheet_is_written_and_never_over_another(settings, tmp_path, write_sheet):
    """It names nobody, and says under which subject it is sent; the code stays the same until it was seen."""
    write_sheet()
    (letter,) = settings().said.practice
    assert letter.code in (tmp_path / SHEET_NAME).read_text()
    (tmp_path / SHEET_NAME).write_text("mine")
    write_sheet()
    assert (tmp_path / SHEET_NAME).read_text() == "mine"
    assert settings().said.practice == (letter,)


def test_a_practice_sheet_with_an_earlier_code_is_written_anew(settings, tmp_path, write_sheet):
    """The code that is told and the code in the sheet are the same."""
    write_sheet()
    (first,) = settings().said.practice
    record_practice(settings().said_path, replace(first, seen=NOW.date()))
    write_sheet()
    _, second = settings().said.practice
    sheet = (tmp_path / SHEET_NAME).read_text()
    assert second.code in sheet
    assert first.code not in sheet


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ((), "onboarding --practice-sheet"),
        ((PracticeLetter("MCPRACTICE", NOW),), "with this subject: MCPRACTICE"),
        ((PracticeLetter("MCPRACTICE", NOW, was_open=True),), "with this subject: MCPRACTICE"),
        ((PracticeLetter("MCPRACTICE", NOW, NOW.date()),), ""),
    ],
)
def test_practice_is_the_letter_that_was_asked_for(letters, told):
    """However many protected documents were sent besides."""
    report = {"accounts": [{"coverage": {"protected": 40}}]}
    (step,) = [
        each
        for each in way_in(Seen(Said(practice=letters), "practice", report, 0, None, 3, has_schedule=True))
        if each.title == "A protected document"
    ]
    assert step.is_done is not bool(told)
    assert told in " ".join(step.next)


def ways(state=LetterState.APART, *, devices=2, seen=2, questions=0, last=None, has_schedule=True, is_due=False):
    """Return which steps are done, for somebody who is that far."""
    said = Said(
        invitations=(Invitation(CODE, NOW),),
        letters=(Letter(CODE, "practice", "home", NOW, state),),
        devices=tuple(DeviceLetter(f"MC{n}", n, NOW, NOW.date() if n <= seen else None) for n in range(1, devices + 1)),
        practice=(PracticeLetter("MCPRACTICE", NOW, NOW.date()),),
    )
    report = {"accounts": [{"coverage": {}}]}
    found = way_in(Seen(said, "practice", report, questions, last, 3, has_schedule, is_due))
    return {each.title: each for each in found}


def test_everything_done_but_the_call_that_cannot_be_seen():
    """The last word is the supervisor's."""
    last = attested(onboarding=told(code=CODE))
    assert [title for title, each in ways(last=last).items() if not each.is_done] == ["The call"]


@pytest.mark.parametrize("state", [each for each in LetterState if each is not LetterState.APART])
def test_a_letter_counts_only_where_it_is_apart(state):
    """Each other state says what to do."""
    step = ways(state)["Your supervisor's letter"]
    assert not step.is_done
    assert step.next


def test_an_attestation_from_before_does_not_count():
    """It has to show the steps."""
    early = attested(onboarding=told(letter="not-looked", practised=False))
    assert not ways(last=early)["The attestation"].is_done
    assert not ways(last=attested(onboarding=told(code="MCZZZZZZZZ")))["The attestation"].is_done


def test_a_device_whose_letter_is_missing_is_named():
    """By its number, with its code."""
    step = ways(devices=3, seen=2)["A letter from each device"]
    assert step.words == "2 of 3 letters were seen in Sent."
    assert "device 3" in step.next[0]


def test_nothing_of_it_is_lost_in_said(settings, tmp_path):
    """What was written is read."""
    note_invitation(settings(), CODE, NOW)
    note_devices(settings(), 1, NOW)
    assert load_said(tmp_path / "said.toml").devices[0].made == NOW


def test_when_another_attestation_is_due_that_is_said():
    """By the policy's own interval."""
    step = ways(last=attested(onboarding=told(code=CODE)), is_due=True)["The attestation"]
    assert (step.is_done, step.words) == (False, "Attestation number 1 is written. Another is due.")


DECLARED = """
[[account]]
name = "nhs"
role = "professional"
address = "anna@trust.example"
connected = false
"""


def test_an_invitation_is_noted_where_the_account_is_declared(tmp_path, monkeypatch, capsys):
    """No letter and no device is waited for, and nothing is called done that was not seen."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    path = tmp_path / "mailcheck.toml"
    path.write_text(DECLARED)
    assert onboarding.main([CODE, "--devices", "3", "--config", str(path)], standalone_mode=False) == 0
    said = load_settings(path).said
    assert (said.invitation.code, said.letters, said.devices) == (CODE, (), ())
    shown = " ".join(capsys.readouterr().out.split())
    assert "no letter can be looked for in it" in shown
    assert "Your supervisor's letter." not in shown
    path.write_text(SETTINGS)
    note_letter(load_settings(path), NOW)
    assert [each.to for each in load_settings(path).said.letters] == ["practice"]


def test_with_a_declared_account_the_attestation_ends_the_way_in():
    """The letter, the devices and the practice cannot be seen."""
    said = Said(invitations=(Invitation(CODE, NOW),))
    last = attested(onboarding=told(code=CODE, letter="declared", devices=0, devices_seen=0, practised=False))
    found = way_in(Seen(said, "", {"accounts": []}, 0, last, 3, has_schedule=True))
    assert [each.title for each in found if not each.is_done] == ["The call"]
    connected = way_in(Seen(said, "practice", {"accounts": []}, 0, last, 3, has_schedule=True))
    assert not next(each for each in connected if each.title == "The attestation").is_done


TWO = (
    SETTINGS
    + """
[[account]]
name = "clinic"
role = "professional"
address = "anna@clinic.example"
host = "imap.clinic.example"
secret = "prompt"
[[account]]
name = "nhs"
role = "professional"
address = "anna@trust.example"
connected = false
"""
)


def test_of_several_professional_accounts_the_one_that_was_invited_is_named(settings):
    """The first, until another is named; a declared one cannot be looked into, and that is said."""
    settings().path.write_text(TWO)
    note_invitation(settings(), CODE, NOW)
    note_letter(settings(), NOW)
    assert [each.to for each in settings().said.letters] == ["practice"]
    note_letter(settings(), NOW, "clinic")
    note_letter(settings(), NOW)
    assert [(each.code, each.to, each.other) for each in settings().said.letters] == [(CODE, "clinic", "home")]
    assert invited_accounts(settings()) == ("clinic", "home")
    for name in ("nhs", "home", "nobody"):
        with pytest.raises(UserError, match="no account in which the letter can be looked for"):
            note_letter(settings(), NOW, name)
