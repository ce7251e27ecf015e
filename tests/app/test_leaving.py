"""Leaving: nothing of mailcheck stays on the computer but what is asked to stay, and nothing of others goes."""

import json

from mailcheck.attestation.chain import add, chain_folder
from mailcheck.attestation.key import member_key
from mailcheck.settings import load_settings
from tests.app.conftest import SETTINGS

OTHERS = "somebody else's"
OLD = """
[[account]]
name = "old"
role = "personal"
address = "old@practice.example"
host = "imap.practice.example"
secret = "file:{file}"
"""


def lived_in(home):
    """Make what a year of mailcheck leaves behind."""
    data = home.folder / "data"
    (data / "passwords").mkdir(parents=True)
    (data / "installation.key").write_text("in the system's password store")
    (data / "theirs.txt").write_text(OTHERS)
    file = data / "passwords" / "abc.password"
    file.write_text("Zq7-canary-password")
    home.settings_path.write_text(SETTINGS + OLD.format(file=file))
    home.settings_path.with_name("said.toml").write_text("since = 2026-01-01\n")
    kept = {
        "mailcheck practice": "zqvxkwybzqvxkwyb",
        "mailcheck sign-in@home": "refresh",
        "mailcheck installation key": "ab" * 32,
        "mailcheck-of-another other": OTHERS,
    }
    home.store.write_text(json.dumps(kept))


def test_secrets_and_state_go_and_settings_stay(at, gmail):
    """With where to take back each permission."""
    lived_in(at)
    at.run("check", "--quiet")
    assert list((at.folder / "data").glob("state-*.sqlite3"))
    code, _ = at.run("leave", "--yes")
    told = " ".join(at.outputs[-1].decode().split())
    assert code == 0
    assert json.loads(at.store.read_text()) == {"mailcheck-of-another other": OTHERS}
    left = [path.name for path in (at.folder / "data").rglob("*") if path.is_file()]
    assert left == ["theirs.txt"]
    assert at.settings_path.exists()
    assert "myaccount.google.com/apppasswords" in told
    assert "account.live.com/consent/Manage" in told


def test_everything_goes_if_it_is_asked_for(at):
    """The settings and the member's own answers too."""
    lived_in(at)
    policy = at.folder / "data" / "policy-0123456789ab.jws"
    policy.write_text("the copy of the policy that the institute signed")
    assert at.run("leave", "--all", "--yes")[0] == 0
    assert list(at.settings_path.parent.iterdir()) == []
    assert [path.name for path in (at.folder / "data").rglob("*")] == ["theirs.txt"]


def test_what_keeps_an_older_policy_out_stays_for_another_member(at):
    """Several members may share a data folder, and an institute."""
    lived_in(at)
    policy = at.folder / "data" / "policy-0123456789ab.jws"
    policy.write_text("the copy of the policy that the institute signed")
    policy.with_name("state-0123456789ab.sqlite3").write_text(OTHERS)
    at.run("leave", "--all", "--yes")
    assert policy.exists()


def test_no_empty_folder_stays(at):
    """Neither the one of the settings, in its usual place, nor that of the data."""
    usual = at.folder / ".config" / "mailcheck"
    usual.mkdir(parents=True)
    at.settings_path = usual / "mailcheck.toml"
    lived_in(at)
    (at.folder / "data" / "theirs.txt").unlink()
    assert at.run("leave", "--all", "--yes")[0] == 0
    assert not usual.exists()
    assert not (at.folder / "data").exists()
    assert usual.parent.exists()


def test_leaving_is_asked_about(at):
    """Enter alone changes nothing."""
    lived_in(at)
    before = at.store.read_text()
    code, shown = at.run("leave", typed=(("Do it? [y/N]", ""),))
    assert (code, "Nothing was changed." in shown, at.store.read_text()) == (0, True, before)


def test_leaving_works_without_settings_that_can_be_read(at):
    """A damaged file is no reason to keep the rest."""
    lived_in(at)
    at.settings_path.write_text("[[account]\n")
    assert at.run("leave", "--yes")[0] == 0
    assert not (at.folder / "data" / "installation.key").exists()


def test_attestations_and_their_key_stay_unless_everything_goes(at):
    """They are the member's own record of what was sent; their supervisor has it too."""
    lived_in(at)
    settings = load_settings(at.settings_path, environ={"MAILCHECK_DATA": str(at.folder / "data")})
    file = at.folder / "data" / member_key(settings).file
    file.write_text("ab" * 32)
    add(chain_folder(settings), 1, "x")
    at.run("leave", "--yes")
    assert file.exists()
    assert "are still here" in " ".join(at.outputs[-1].decode().split())
    at.run("leave", "--all", "--yes")
    assert not file.exists()
    assert not chain_folder(settings).exists()
