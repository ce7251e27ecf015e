"""From the invitation to the roster, on two computers: the member's and the supervisor's, with real mailboxes."""

import json
import os
import re
import time
from contextlib import chdir
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailcheck.app.cli import mailcheck
from mailcheck.app.questions import Ask, waiting
from mailcheck.parse.attested import read_attestation
from mailcheck.settings import load_said, load_settings
from tests.servers.running import PASSWORD
from tests.whole.mailboxes import fill, letter, letters, settings
from tests.whole.test_canaries import MARK, private_letters

pytestmark = [pytest.mark.server, pytest.mark.timeout(400)]


@dataclass
class Computer:
    """A home of its own: nothing is shared with another but files that somebody sends."""

    home: Path

    def run(self, *arguments: str | Path, typed: str = "", code: int | None = 0) -> str:
        """Run mailcheck there, and return what it said."""
        own = {
            "HOME": str(self.home),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "MAILCHECK_TEST_PASSWORD": PASSWORD,
            "MAILCHECK_CONFIG": None,
            "MAILCHECK_DATA": None,
            "XDG_CONFIG_HOME": None,
            "XDG_DATA_HOME": None,
        }
        with chdir(self.home):
            done = CliRunner().invoke(mailcheck, list(map(str, arguments)), input=typed, env=own, standalone_mode=False)
        if done.exception:
            raise done.exception
        assert code is None or done.return_value in {code, None}, done.output
        return done.output


@pytest.fixture
def member(many_users, tmp_path):
    """The member's computer, with settings in the usual place for two real mailboxes full of private letters."""
    home = tmp_path / "member"
    place = home / ".config" / "mailcheck"
    place.mkdir(parents=True)
    settings(place, many_users, "work", "home", extra='\n[member]\nname = "Anna Smith"\n')
    fill(many_users, "work", letters(f"{MARK} client", 25), list(private_letters()))
    fill(many_users, "home", letters(f"{MARK} friend", 25))
    return Computer(home)


@pytest.fixture
def supervisor(tmp_path):
    """The supervisor's computer."""
    (tmp_path / "supervisor" / "received").mkdir(parents=True)
    return Computer(tmp_path / "supervisor")


def arrives(server, subject, *, user="work", sent=False, sender="supervisor@institute.example", attached=None):
    """Let a letter arrive, or be in Sent."""
    made = letter(f"about {subject}", sender=sender)
    made.replace_header("Subject", subject)
    if attached:
        made.add_attachment(attached, maintype="application", subtype="octet-stream", filename="copy.zip")
    inbox = server.home(user) / "Maildir" / "cur"
    before = set(inbox.iterdir())
    fill(server, user, [] if sent else [made], [made] if sent else [])
    for new in set(inbox.iterdir()) - before:  # Dovecot takes the time of the file for that of arrival
        os.utime(new, (time.time() - 1200, time.time() - 1200))


def seen_by(supervisor, stage=None):
    """Take in what came and return the only member's row."""
    supervisor.run("roster", "take", "received")
    (row,) = json.loads(supervisor.run("roster", "show", "--format", "json"))["members"]
    assert stage is None or row["stage"] == stage, row
    return row


def send(member, supervisor):
    """Write an attestation on one computer and carry it to the other."""
    member.run("attest", "--yes", "--to", member.home)
    newest = max(member.home.glob("mailcheck-*.jws"), key=lambda each: each.stat().st_mtime_ns)
    number = len(list((supervisor.home / "received").iterdir()))
    target = supervisor.home / "received" / f"{number}-{newest.name}"
    newest.rename(target)
    return target


def protected(place):
    """Return a document with a password."""
    import pyzipper

    with pyzipper.AESZipFile(place / "copy.zip", "w", encryption=pyzipper.WZ_AES) as file:
        file.setpassword(b"long enough to be one")
        file.writestr("practice-sheet.txt", "It names nobody.")
    return (place / "copy.zip").read_bytes()


def test_the_way_in_on_two_computers(many_users, member, supervisor, tmp_path, monkeypatch):
    """Invited, set up, letter seen, practised, attested, confirmed; and no private word reaches the supervisor."""
    told = supervisor.run("roster", "invite", "anna@practice.example", "--devices", "2")
    code = re.search(r"Subject: (MC\w{8})", told)[1]
    row = json.loads(supervisor.run("roster", "show", "--format", "json"))["members"][0]
    assert (row["stage"], row["who"]) == ("invited", "anna@practice.example")

    # The member has set up and looks for a letter that has not come.
    said = member.run("onboarding", code, "--devices", "2")
    assert "Its code was not seen in practice yet." in said
    member.run("check", "--quiet", code=None)
    send(member, supervisor)
    assert seen_by(supervisor, "set up")["stuck_at"].startswith("the letter")

    # The letter arrives where it was sent; ten minutes later it is certain that it is nowhere else.
    arrives(many_users, code)
    said = member.run("onboarding")
    kept = load_said(member.home / ".config" / "mailcheck" / "said.toml")
    assert "It is in practice, and nowhere else." in said, said
    devices = [each.code for each in kept.devices]
    send(member, supervisor)
    assert seen_by(supervisor, "letter seen")["stuck_at"].startswith("practice")

    # One device keeps a copy in Sent, then the other does too.
    arrives(many_users, devices[0], sent=True, sender="anna@practice.example")
    assert "1 of 2 letters were seen in Sent." in member.run("onboarding")
    arrives(many_users, devices[1], sent=True, sender="anna@practice.example")
    assert "2 of 2 letters were seen in Sent." in member.run("onboarding")

    # A practice sheet is protected and sent; another protected document does not stand in for it.
    member.run("onboarding", "--practice-sheet")
    practice = re.search(r"with this subject: (MC\w{8})", (member.home / "practice-sheet.txt").read_text())[1]
    arrives(many_users, "another", sent=True, sender="anna@practice.example", attached=protected(tmp_path))
    assert "Your practice letter was not seen in Sent yet." in member.run("onboarding")
    arrives(many_users, practice, sent=True, sender="anna@practice.example", attached=b"open to anybody " * 40)
    assert "opens without a password" in " ".join(member.run("onboarding").split())
    arrives(many_users, practice, sent=True, sender="anna@practice.example", attached=protected(tmp_path))
    assert "what it carries needs a password" in " ".join(member.run("onboarding").split())
    send(member, supervisor)
    assert seen_by(supervisor, "practised")["stuck_at"].startswith("questions that only the member")

    # Every question is answered: conditions do not hold, the rest is so, the registration has its number.
    monkeypatch.setenv("HOME", str(member.home))
    keys = "".join(typed_for(each) for each in waiting(load_settings(), date.today()))
    member.run("declare", typed=keys)
    file = send(member, supervisor)
    row = seen_by(supervisor, "attested")
    assert row["stuck_at"].startswith("the call")

    # The call: the words are the same on both computers.
    words = member.run("attest", "--words").split(":")[1].split()
    shown = supervisor.run("roster", "confirm", "anna@practice.example", "--yes")
    assert " ".join(words) in shown
    row = seen_by(supervisor, "confirmed")
    assert (row["stuck_at"], row["notes"]) == ("", [])

    check_the_end(many_users, member, supervisor, file)


def check_the_end(many_users, member, supervisor, file):
    """What the member sees, what is made of the attestation in Sent, and what lies on the supervisor's computer."""
    said = member.run("onboarding")
    assert "open  Your supervisor's letter" not in said
    assert "Attestation number 4 is written." in said

    # The attestation, sent by mail, is no open document; and the supervisor's computer holds no private word.
    arrives(many_users, "my attestation", sent=True, sender="anna@practice.example", attached=file.read_bytes())
    before = documents_of(member)
    member.run("check", "--quiet", code=None)
    assert documents_of(member) == before
    attested, _ = read_attestation(file.read_bytes())
    assert [each.id for each in attested.declarations if each.status == "attention"] == []
    for output in ("text", "json", "csv", "html"):
        supervisor.run("roster", "show", "--all", "--format", output, "--output", f"roster.{output}")
    everything = [path.read_bytes() for path in supervisor.home.rglob("*") if path.is_file()]
    assert len(everything) >= 9
    for word in (MARK, "home.example", "practice-sheet", "copy.zip", "folder", "ZA123456", "friend"):
        assert not any(word.encode() in octets.lower() or word.encode() in octets for octets in everything), word


def typed_for(asked):
    """Return the keys for one declaration: its condition does not hold, or it is so."""
    if asked.steps[0].ask is Ask.CONDITION:
        return "n\n"
    return "y\nZA123456\n31/12/2099\n" if asked.declaration.asks else "y\n"


def documents_of(member):
    """Return how many documents and findings the last report counts for the practice."""
    told = member.run("check", "--format", "json", code=None)
    report = json.loads(told[told.index("{") :])
    coverage = next(each["coverage"] for each in report["accounts"] if each["role"] == "professional")
    return coverage["documents"], len([each for each in report["findings"] if each["incident"]])
