"""`mailcheck fleet`, as it is called."""

import json

import pytest

from mailcheck.app.cli import main
from tests.fleet.hosted import list_of, with_open_document
from tests.servers.dovecot import Dovecot
from tests.servers.starting import started
from tests.whole.conftest import own_home
from tests.whole.mailboxes import fill, letters

__all__ = ["own_home"]

USERS = ("a", "b", "c")


@pytest.fixture
def server(authority):
    """A Dovecot with three mailboxes, of which one sent an open document."""
    with started(lambda folder: Dovecot(folder, authority, users=USERS)) as running:
        for user in USERS:
            fill(running, user, letters("client", 3), letters("reply", 3))
        fill(running, "b", sent=[with_open_document("report")])
        yield running


@pytest.mark.server
def test_a_fleet_is_looked_at_and_told_in_counts(server, tmp_path, capsys, monkeypatch):
    """A first run, a second that finds nobody due, and a third in which one member cannot be reached."""
    list_of(tmp_path, server, USERS)
    path = str(tmp_path / "members.toml")
    assert main(["fleet", path]) == 1
    first = capsys.readouterr()
    assert first.out.splitlines()[0] == "3 new, 0 fine, 0 unreached"
    assert main(["fleet", path, "--format", "json"]) == 1
    again = json.loads(capsys.readouterr().out)
    assert [each["standing"] for each in again["members"]] == ["open", "open", "open"]
    settings = tmp_path / "c" / "mailcheck.toml"
    settings.write_text(settings.read_text().replace('user = "c"', 'user = "nobody"'))
    assert main(["fleet", path, "--everyone"]) == 3
    third = capsys.readouterr().out.splitlines()
    assert third[0] == "0 new, 2 open, 0 fine, 1 unreached"
    assert third[-1].startswith("mailbox 3  COULD NOT CHECK")
    assert "canaryzq" not in first.out + first.err + str(again) + "\n".join(third)


def test_members_who_were_not_told_are_refused(tmp_path, capsys):
    """Before anybody is looked at."""
    server = type("Nowhere", (), {"tls": type("Tls", (), {"port": 993, "ca_file": "ca.pem"})()})()
    list_of(tmp_path, server, ("a", "b"), notice=None)
    assert main(["fleet", str(tmp_path / "members.toml")]) == 3
    told = " ".join(capsys.readouterr().err.split())
    assert "mailbox 1: no day is written down" in told
    assert "mailbox 2: no day is written down" in told
