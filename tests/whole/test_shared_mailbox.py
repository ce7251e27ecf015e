"""Somebody else may open the professional mailbox: found, asked about once, answered, named on the screen alone."""

import json

import pytest

from mailcheck.app.cli import main
from tests.app.screen import on_a_screen
from tests.servers.delivering import Delivering
from tests.servers.sharing import Sharing
from tests.servers.starting import started
from tests.whole.mailboxes import fill, letters, settings
from tests.whole.test_canaries import MARK, everything_said, files_with_the_mark  # noqa: F401 - a fixture

pytestmark = pytest.mark.server

RULE = "not-shared-mailbox"


@pytest.fixture
def server(authority):
    """A Dovecot whose users can share, with letters in two of its mailboxes."""
    with started(lambda folder: Sharing(folder, authority, users=("work", "home", MARK))) as running:
        fill(running, "work", letters("client", 25), letters("reply", 3))
        fill(running, "home", letters("friend", 25))
        yield running


@pytest.fixture
def checked(server, tmp_path):
    """Run `mailcheck check` and return what the rule says, and how the declarations stand."""
    path = settings(tmp_path, server, "work", "home")

    def check():
        report_path = tmp_path / "report.json"
        main(["check", "--config", str(path), "--format", "json", "--output", str(report_path)])
        report = json.loads(report_path.read_text())
        found = [(each["status"], each["evidence_ids"]) for each in report["findings"] if each["rule"] == RULE]
        return found, {each["id"]: each["status"] for each in report["declarations"]}

    check.path = path
    return check


def answer(path, home, *typed):
    """Answer on a screen, and return what was seen there."""
    seen = on_a_screen("answer", "--config", path, typed=typed, home=home)
    assert seen.code == 0, seen.screen
    return seen.screen


def test_nobody_else(checked, own_home):
    """Met, measured: so neither access nor an agreement is asked about."""
    found, declarations = checked()
    assert found == [("met", ["J1", "J2"])]
    assert declarations["access-settings-reviewed"] == "not-applicable"
    assert declarations["access-agreed"] == "not-applicable"
    screen = on_a_screen("declare", "--config", checked.path, typed=["s"] * 40, home=own_home).screen
    assert "Does one programme, on any of your devices" in screen
    assert "who has access" not in screen


def test_a_partner_is_found_asked_about_once_and_not_met(server, checked, own_home):
    """Attention, one question on the screen with the name, then not met; taken away, met."""
    server.share("work", "INBOX", **{MARK: "lrs"})
    assert checked()[0] == [("attention", ["J1"])]
    screen = answer(checked.path, own_home, "2")
    assert f"{MARK} may read the inbox" in screen
    assert checked()[0] == [("not-met", ["J1"])]
    assert "There is nothing to answer" in answer(checked.path, own_home)
    server.share("work", "INBOX", **{MARK: ""})
    assert checked()[0] == [("met", ["J1", "J2"])]


def test_a_colleague_is_declared_and_the_agreement_is_asked_about(server, checked, own_home):
    """Only after such an answer."""
    server.share("work", "INBOX", **{MARK: "lrs"})
    answer(checked.path, own_home, "3")
    found, declarations = checked()
    assert found == [("declared", ["J1"])]
    assert declarations["access-agreed"] == "attention"


def test_the_home_log_in_opens_the_practice(server, checked, own_home):
    """Seen from both sides, one finding; "nobody but me" answers it."""
    server.share("work", "INBOX", home="lrs")
    assert checked()[0] == [("attention", ["J3"])]
    answer(checked.path, own_home, "1")
    assert checked()[0] == [("declared", ["J3"])]


def test_everybody_is_not_met_at_once(server, checked):
    """No question before it."""
    server.share("work", "INBOX", anyone="lr")
    assert checked()[0] == [("not-met", ["J2"])]


@pytest.mark.parametrize(("log_in", "is_asked"), [("jane.doe\\office", True), ("practice\\jane", False)])
def test_a_shared_mailboxs_log_in_is_asked_about(authority, tmp_path, own_home, log_in, is_asked):
    """J4: the form by which Exchange opens another's mailbox, signed in with on a real server; a domain's is none."""
    with started(lambda folder: Delivering(folder, authority, (log_in, "home"), name="mx.practice.example")) as running:
        fill(running, log_in, letters("client", 25), letters("reply", 3))
        fill(running, "home", letters("friend", 25))
        path = settings(tmp_path, running, log_in.replace("\\", "\\\\"), "home")
        report_path = tmp_path / "report.json"
        main(["check", "--config", str(path), "--format", "json", "--output", str(report_path)])
        report = json.loads(report_path.read_text())
        seen = answer(path, own_home, "1") if is_asked else ""
    found = [each for each in report["findings"] if each["rule"] == RULE]
    assert report["accounts"][0]["coverage"]["messages"] == 3
    assert [each["status"] for each in found if "J4" in each["evidence_ids"]] == ["attention"] * is_asked
    assert all(each["grade"] != "proof" for each in found if "J4" in each["evidence_ids"])
    assert ("as one does with a shared mailbox" in " ".join(seen.split())) == is_asked


def test_names_are_shown_on_a_screen_and_nowhere_else(server, checked, tmp_path, own_home, everything_said):  # noqa: F811
    """A reader's name is in no file, log or output; `mailcheck show` fetches it afresh for the screen."""
    server.share("work", "INBOX", **{MARK: "lrs"})
    path = checked.path
    for form in ("text", "json"):
        main(["check", "--config", str(path), "--format", form, "--output", str(tmp_path / form)])
    report = json.loads((tmp_path / "json").read_text())
    (finding,) = [each["id"] for each in report["findings"] if each["rule"] == RULE]
    assert main(["show", finding, "--config", str(path)]) == 3
    assert MARK not in everything_said()
    seen = on_a_screen("show", finding, "--config", path, home=own_home)
    assert f"{MARK} may read the inbox" in seen.screen
    answer(path, own_home, "2")
    main(["check", "--config", str(path)])
    assert MARK not in everything_said()
    assert files_with_the_mark(tmp_path) == []


def test_only_reading_commands_were_sent(server, checked):
    """The server's own record: rights are asked for, never set."""
    server.share("work", "INBOX", home="lrs")
    before = set(server.raw_log())
    checked()
    record = b"".join(octets for path, octets in server.raw_log().items() if path not in before)
    assert b"GETACL" in record
    assert b"MYRIGHTS" in record
    assert not any(verb in record for verb in (b"SETACL", b"DELETEACL", b"SELECT", b"STORE", b"SUBSCRIBE"))


def test_a_finding_without_a_list_has_no_names(many_users, tmp_path, own_home):
    """A server that shows nothing is not said to name nobody."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    path, report = settings(tmp_path, many_users, "work", None), tmp_path / "report.json"
    main(["check", "--config", str(path), "--format", "json", "--output", str(report)])
    found = json.loads(report.read_text())["findings"]
    (hidden,) = [each for each in found if each["rule"] == RULE]
    assert (hidden["status"], hidden["evidence_ids"]) == ("attention", ["J13"])
    seen = on_a_screen("show", hidden["id"], "--config", path, home=own_home)
    assert "no names to show" in " ".join(seen.screen.split())
