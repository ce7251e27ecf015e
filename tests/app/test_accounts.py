"""Accounts are listed, tested, signed in to, added and removed; what fails is told in four lines."""

import json
import re

import pytest

from mailcheck.app.cli import main
from mailcheck.app.four_lines import four_lines
from mailcheck.errors import AccountProblem, Problem, SecretError
from mailcheck.gather.oauth.kept import user_of
from mailcheck.gather.refusals import refusals
from mailcheck.settings import load_settings
from tests.app.conftest import SETTINGS
from tests.app.test_setting_up import APP_PASSWORD
from tests.servers.dovecot import Dovecot
from tests.servers.scripted import Scripted
from tests.servers.sign_in_service import SignInService
from tests.servers.starting import started


def test_accounts_are_listed_without_an_address(at, capsys):
    """By name, with how each is signed in to."""
    assert main(["account", "list", "--config", str(at.settings_path)]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines()] == ["practice", "home", "hospital"]
    assert "password in the computer's store; Gmail" in shown
    assert "signed in in the browser" in shown
    assert "declared, not connected" in shown
    assert "@" not in shown


def test_an_account_is_tested(at, gmail):
    """The sentence that everybody should get to read."""
    code, shown = at.run("account", "test", "practice")
    assert (code, shown) == (0, "Read-only. 412 sent messages found. Nothing was changed.")


def test_an_account_that_fails_is_told_in_four_lines(at, authority):
    """What happened, why, what to do, and what the server said with its key."""
    refused = b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n"
    with Scripted({"AUTHENTICATE": refused}, tls=authority.context("imap.gmail.com")) as server:
        at.world["ports"]["imap.gmail.com:993"] = server.address.port
        code, shown = at.run("account", "test", "practice")
    assert code == 3
    assert re.search(r"What happened: .+ Why: .+ What to do: .*Make a new one\. Said: .+ \[g-bad\]", shown)
    assert "zqvx" not in shown


def test_a_missing_client_id_is_told(at):
    """Nobody is asked anything, and the institute is named."""
    code, shown = at.run("account", "test", "home")
    assert code == 3
    assert "No client id for Microsoft is set up." in shown
    assert "[no-client-id]" in shown


def test_signing_in_tests_the_password_before_it_is_kept(at, gmail):
    """A new app password replaces the old one."""
    code, shown = at.run("account", "sign-in", "practice", typed=(("Password for practice", "abcdefghijklmnop"),))
    assert (code, "works, and is kept" in shown) == (0, True)
    assert json.loads(at.store.read_text())["mailcheck practice"] == "abcdefghijklmnop"


def test_a_server_without_passwords_leads_to_the_browser(at, authority):
    """Never to a password prompt; without a client id it is said why."""
    at.settings_path.write_text(SETTINGS.replace('"oauth:microsoft"', '"keyring"'))
    offers = b"* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\r\n{tag} OK done\r\n"
    with Scripted({"CAPABILITY": offers}, tls=authority.context("outlook.office365.com")) as server:
        at.world["ports"]["outlook.office365.com:993"] = server.address.port
        code, shown = at.run("account", "sign-in", "home")
    assert (code, "[no-client-id]" in shown) == (3, True)


@pytest.mark.server
def test_signing_in_with_a_code(at, authority):
    """A real server and a real sign-in service; what is kept is under a name that no account can have."""
    with (
        started(lambda folder: Dovecot(folder, authority, mechanisms="xoauth2")) as server,
        SignInService(server.token, authority.context()) as service,
    ):
        service.user = "user0"
        at.settings_path.write_text(
            f'[[account]]\nname = "practice"\nrole = "professional"\naddress = "user0@practice.example"\n'
            f'user = "user0"\nhost = "localhost"\nport = {server.tls.port}\nsecret = "keyring"\n{service.toml()}'
        )
        code, shown = at.run("account", "sign-in", "practice", "--code")
        assert (code, "WDJB-MJHT" in shown, "practice works" in shown) == (0, True, True)
        assert f"mailcheck {user_of('practice')}" in json.loads(at.store.read_text())
        assert at.run("account", "test", "practice")[1].startswith("Read-only. 16 sent messages")


def test_an_account_is_added(at, gmail):
    """By the same steps as in the set-up."""
    code, shown = at.run(
        "account",
        "add",
        "second",
        typed=(
            ("Your professional address", "jane.second@gmail.com"),
            ("Gmail", ""),
            ("The app password", APP_PASSWORD),
            ("412 sent messages", ""),
        ),
    )
    assert (code, "second is in your settings now." in shown) == (0, True)
    names = [each.account.name for each in load_settings(at.settings_path).accounts]
    assert names == ["practice", "home", "second"]


def test_a_name_that_is_taken_is_refused(at):
    """Before anything is asked."""
    code, shown = at.run("account", "add", "Practice")
    assert (code, "There is an account called" in shown) == (3, True)


def test_an_account_is_removed_with_its_password(at):
    """And where the app password is taken back is said."""
    code, shown = at.run("account", "remove", "practice", "--yes")
    assert code == 0
    assert "myaccount.google.com/apppasswords" in shown
    assert json.loads(at.store.read_text()) == {}
    assert [each.account.name for each in load_settings(at.settings_path).accounts] == ["home"]


def test_an_unknown_account_is_told_with_those_there_are(at, capsys):
    """As everywhere."""
    assert main(["account", "test", "practise", "--config", str(at.settings_path)]) == 3
    assert "There are: practice, home." in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("row", refusals(), ids=lambda row: row.key)
def test_every_row_is_told_in_four_lines(row):
    """Each of them says something, and ends with its key."""
    told = four_lines(AccountProblem(row.say, key=row.key, retry=row.retry, said="NO [X] go away"), "practice")
    assert len(told) == 4
    assert [line.partition(": ")[0] for line in told] == ["What happened", "Why", "What to do", "Said"]
    assert all(len(line.partition(": ")[2]) > 3 for line in told)
    assert told[3].endswith(f"[{row.key}]")


def test_a_secret_that_is_missing_is_told_in_four_lines_too():
    """Without a server's words, since none was asked."""
    told = four_lines(SecretError(Problem("Nothing is kept.", remedy="Keep it."), key="secret-missing"))
    assert told[1:] == ("Why: Nothing is kept.", "What to do: Keep it.", "Known as: [secret-missing]")
