"""Looking at several members."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from mailcheck.app.cli import main
from mailcheck.app.several.lines import exit_code, text
from mailcheck.app.several.running import look_at, required_format
from mailcheck.errors import SecretError, UserError
from mailcheck.fleet import Bounds, look
from mailcheck.model import Refusal, Status
from mailcheck.settings import load_members, load_settings
from mailcheck.state.lock import AtWork, only_run
from tests.app.several.test_lines import PRACTICE, report
from tests.fleet.members import Looking

SETTINGS = (
    '[[account]]\nname = "practice"\nrole = "professional"\naddress = "anna@harbour.example"\n'
    'host = "127.0.0.1"\nport = 1\nsecret = "env:PRACTICE"\n'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three members, each with a folder of their own."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PRACTICE", "one")
    entries = []
    for number in (1, 2, 3):
        (tmp_path / f"m{number}").mkdir()
        (tmp_path / f"m{number}/mailcheck.toml").write_text(SETTINGS)
        entries.append(f'[[member]]\nlabel = "mailbox {number}"\nsettings = "m{number}/mailcheck.toml"\n')
    (tmp_path / "members.toml").write_text("".join(entries))
    return tmp_path


class Mailboxes:
    """What there is to be found, by the folder of the member."""

    def __init__(self, **found):
        self.found, self.tried, self.lock = found, [], threading.Lock()

    def __call__(self, settings, *, secrets, **_):
        """Look at one member."""
        member = settings.path.parent.name
        found = self.found.get(member, report())
        if isinstance(found, Exception):
            raise found
        try:
            secret = secrets.secret_for(settings.accounts[0]).value
        except SecretError as refused:
            problem = Refusal(refused.key, "never", str(refused))
            return replace(found, accounts=(replace(PRACTICE, problem=problem),))
        with self.lock:
            self.tried.append((member, secret))
        return found


def check(folder, mailboxes, **given):
    """Look at all of them; return what is shown, and the exit code."""
    with Looking(partial(look, check=mailboxes)) as executor:
        lines = look_at(load_members(folder / "members.toml"), executor, Bounds(), **given)
    return text(lines), exit_code(lines)


def test_each_member_has_a_line_and_the_next_day_only_changes_are_new(folder):
    """In the order of the list."""
    mailboxes = Mailboxes(m2=report(Status.ATTENTION, one=Status.ATTENTION))
    shown, code = check(folder, mailboxes)
    assert code == 1
    assert shown.splitlines()[0] == "1 new, 2 fine, 0 unreached"
    assert [line.split("  ")[0] for line in shown.splitlines()[2:]] == ["mailbox 1", "mailbox 2", "mailbox 3"]
    assert check(folder, mailboxes)[0].splitlines()[0] == "0 new, 1 open, 2 fine, 0 unreached"
    assert check(folder, Mailboxes())[0].splitlines()[0] == "0 new, 3 fine, 0 unreached"


def test_one_who_cannot_be_looked_at_is_a_line_and_the_others_still_run(folder):
    """Broken settings, a fault of our own, another run at work: none takes the others down, or quotes anything."""
    (folder / "m1/mailcheck.toml").write_text("broken")
    with only_run(load_settings(folder / "m3/mailcheck.toml").state_path):
        shown, code = check(folder, Mailboxes(m2=ValueError("To: a client")))
    assert code == 3
    first, _, *rows = shown.splitlines()
    assert first == "0 new, 0 fine, 3 unreached"
    assert "cannot be read from here on" in rows[0]
    assert "Something went wrong inside mailcheck: ValueError; you" in rows[1]
    assert "Another check of these accounts is at work; you" in rows[2]
    assert "client" not in shown


def test_nobody_else_looks_at_a_member_meanwhile_and_the_lock_is_given_back(folder):
    """Neither a nightly run of their own nor another list; however the turn ends."""
    state_path, held = load_settings(folder / "m1/mailcheck.toml").state_path, []

    def looking(settings, **_):
        with pytest.raises(AtWork), only_run(settings.state_path):
            pass
        held.append(settings.path.parent.name)
        raise ValueError

    shown, _ = check(folder, looking)
    assert sorted(held) == ["m1", "m2", "m3"]  # once each: what failed here would fail again
    assert shown.count("Something went wrong inside mailcheck: ValueError;") == 3
    with only_run(state_path):
        pass


def test_a_state_that_cannot_be_opened_takes_nobody_else_down(folder):
    """It is that member's line."""
    state_path = load_settings(folder / "m1/mailcheck.toml").state_path
    state_path.mkdir(parents=True)
    shown, _ = check(folder, Mailboxes())
    assert shown.splitlines()[0] == "0 new, 2 fine, 1 unreached"
    assert "cannot be opened" in shown


def test_one_whose_turn_it_is_not_is_told_as_the_last_run_found_them(folder):
    """And is not looked at."""
    mailboxes = Mailboxes(m2=replace(report(), finished=datetime.now(UTC)))
    check(folder, mailboxes)
    mailboxes.tried.clear()
    shown, _ = check(folder, mailboxes, everyone=False)
    assert shown.splitlines()[0] == "0 new, 3 fine, 0 unreached"
    assert sorted(member for member, _ in mailboxes.tried) == ["m1", "m3"]  # their reports are of another year


def test_a_refused_password_is_not_tried_again_the_next_day(folder, monkeypatch):
    """Nobody sits before it, so no account is locked by us."""
    refused = report(Status.COULD_NOT_CHECK, Refusal("generic-bad", "never", "Refused."))
    mailboxes = Mailboxes(m1=refused)
    check(folder, mailboxes)
    shown, _ = check(folder, mailboxes)
    assert mailboxes.tried.count(("m1", "one")) == 1
    assert "1 account not reached; you can put it right" in shown
    monkeypatch.setenv("PRACTICE", "two")
    check(folder, mailboxes)
    assert mailboxes.tried.count(("m1", "two")) == 1


def test_a_format_that_is_none_is_told():
    """With those there are."""
    with pytest.raises(UserError, match="There are: json, nagios, text"):
        required_format("html")


def test_a_monitor_hears_of_a_wrong_call_on_standard_output(folder, capsys):
    """It reads nothing else."""
    assert main(["check", "--members", str(folder / "none.toml"), "--format", "nagios"]) == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("MAILCHECK UNKNOWN - ")
    assert "there is no list of members here" in shown.out
    assert main(["check", "--config", str(folder / "none.toml"), "--format", "nagios"]) == 3
    assert capsys.readouterr().out.startswith("MAILCHECK UNKNOWN - ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--members", "m.toml", "--full"], '"--members" cannot be used together with --full.'),
        (["--scheduled", "--account", "a"], '"--scheduled" cannot be used together with --account.'),
    ],
)
def test_what_cannot_be_asked_for_together_is_told(capsys, arguments, told):
    """Rather than left out without a word."""
    assert main(["check", *arguments]) == 3
    assert told in capsys.readouterr().err


def test_the_whole_of_it_from_the_command_line(folder, capsys):
    """No server is there: three members that were not reached, and a file only its owner can read."""
    output = folder / "out.txt"
    assert main(["check", "--members", str(folder / "members.toml"), "--output", str(output)]) == 3
    assert output.read_text().startswith("0 new, 0 fine, 3 unreached\n")
    assert output.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out == ""
