"""The letter that a supervisor sends."""

from dataclasses import replace

import pytest

from mailcheck.app.cli import main
from mailcheck.roster.inviting import invitation
from mailcheck.roster.store import Roster
from mailcheck.settings import load_policy

POLICY = load_policy()


@pytest.mark.parametrize("devices", [0, 3, 20])
def test_it_fits_a_plain_letter(devices):
    """No mail program breaks a line; the code is the whole subject, and stands in the command."""
    told = invitation("MCABCDEFGH", POLICY, devices=devices)
    assert told.splitlines()[0] == "Subject: MCABCDEFGH"
    assert max(map(len, told.splitlines())) <= 78
    assert "mailcheck onboarding MCABCDEFGH" in told
    assert "Get mailcheck from your institute" in told
    assert (f"--devices {devices}" in told) is bool(devices)


def test_whom_to_ask_is_the_institutes_word():
    """Where its policy says so."""
    assert invitation("MCABCDEFGH", replace(POLICY, contact="Ask Jo."), devices=1).endswith("\nAsk Jo.\n")


def test_a_confirmed_member_gets_a_new_code_only_on_purpose(desk, anna, capsys, monkeypatch):
    """It is said what follows; where nobody can answer, nothing is changed."""
    desk.invite()
    desk.put(anna.attest())
    desk.take()
    command = ["roster", "invite", "anna@practice.example", "--roster", str(desk.file)]
    desk.confirm()
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(command) == 3
    assert "carries another code" in " ".join(capsys.readouterr().err.split())
    with Roster.open(desk.file) as roster:
        assert next(roster.people()).code == "MCABCDEFGH"
    assert main([*command, "--yes"]) == 0
    with Roster.open(desk.file) as roster:
        (person,) = roster.people()
    assert (person.code != "MCABCDEFGH", bool(person.confirmed)) == (True, True)
