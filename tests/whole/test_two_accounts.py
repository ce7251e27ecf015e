"""The main job on real mailboxes: one, a copy, or two; and the result keeps the contract."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from mailcheck.app.cli import main
from tests.whole.mailboxes import alias, copy, fill, letter, letters, number, settings

pytestmark = pytest.mark.server

SCHEMA = json.loads(Path("docs/schemas/mailcheck.report-1.json").read_text("utf-8"))


@pytest.fixture
def checked(many_users, tmp_path, capsys):
    """Run `mailcheck check --format json` for two log-ins and return what the rule for mailboxes found."""

    def check(work="work", home="home"):
        path = settings(tmp_path, many_users, work, home)
        code = main(["check", "--config", str(path), "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        jsonschema.validate(report, SCHEMA)
        assert code == report["exit_code"]
        (found,) = [each for each in report["findings"] if each["rule"] == "separate-mailboxes"]
        return found

    return check


def test_two_log_ins_of_one_mailbox(many_users, checked):
    """An alias: the server's identifier and every message agree (D4 and D6)."""
    fill(many_users, "work", letters("client", 25), letters("reply", 25))
    alias(many_users, "home", of="work")
    found = checked()
    assert (found["status"], found["grade"]) == ("not-met", "proof")
    assert {"D4", "D6"} <= set(found["evidence_ids"])


def test_a_copy_that_lives_on_apart_is_asked_about(many_users, checked):
    """A byte copy keeps its identifiers; since then each got letters of its own."""
    fill(many_users, "work", letters("client", 25), letters("reply", 25))
    checked("work", "third")  # the server has now numbered every letter and made its identifiers
    copy(many_users, "home", of="work")
    fill(many_users, "work", [letter("only at work")])
    fill(many_users, "home", [letter("only at home")])
    found = checked()
    assert (found["status"], found["grade"]) == ("attention", "strong")
    assert "copy" in found["title"]


def test_two_mailboxes_are_two(many_users, checked):
    """Made in the same second, so that UIDVALIDITY is equal: the letters and identifiers tell (D10)."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25), letters("greeting", 3))
    number(many_users, "work", 1790000000, "0" * 31 + "1")
    number(many_users, "home", 1790000000, "0" * 31 + "2")
    found = checked()
    assert (found["status"], found["evidence_ids"]) == ("met", ["D10"])
    validity = {uidvalidity(many_users, user) for user in ("work", "home")}
    assert len(validity) == 1


def uidvalidity(dovecot, user):
    """Return UIDVALIDITY of an INBOX, read by imaplib."""
    client = dovecot.tls.raw(user)
    client.select("INBOX", readonly=True)
    (value,) = client.response("UIDVALIDITY")[1]
    client.logout()
    return value


def test_one_account_that_fails_leaves_the_other_whole(many_users, tmp_path, capsys):
    """A wrong user name for the home account: the practice's own rules still judge."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    path = settings(tmp_path, many_users, "work", "nobody")
    main(["check", "--config", str(path), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    work, home = report["accounts"]
    assert (work["problem"], work["coverage"]["messages"]) == (None, 3)
    assert home["problem"]["key"] == "generic-bad"
    status = {each["rule"]: each["status"] for each in report["findings"]}
    assert status["protected-attachments"] == status["secure-connection"] == "met"
    assert status["separate-mailboxes"] == "could-not-check"


def test_only_reading_commands_ever_reach_the_server(many_users, checked):
    """The server's own record of a whole run holds reading commands, and none but EXAMINE opens a folder."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25))
    checked()
    record = b"".join(many_users.raw_log().values())
    verbs = {match.upper() for match in re.findall(rb"(?m)^(?:\d+\.\d+ )?[A-Z]{4}\d+ ((?:UID )?[A-Za-z]+)", record)}
    reading = {
        b"CAPABILITY",
        b"NAMESPACE",
        b"LIST",
        b"STATUS",
        b"EXAMINE",
        b"UID FETCH",
        b"UID SEARCH",
        b"LOGOUT",
        b"ID",
        b"NOOP",
        b"UNSELECT",
        b"ENABLE",
    }
    assert verbs
    assert verbs <= reading
    assert b"EXAMINE" in verbs
