"""Settings are changed without losing what a person wrote."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import SettingsError
from mailcheck.settings import load_settings
from mailcheck.settings.edit import HEADING, put_account, put_values, remove_account

MINE = """\
# My own words, ümläuts too.
plugins = []   # none

[[account]]   # the first
  name = 'practice'     # my name for it
  role = "professional"
address = "jane@gmail.com"
# a comment between

[check]
read_words = false  # not yet
"""
GIVEN = {"name": "home", "role": "personal", "address": "jane@home.example", "host": "imap.home.example"}


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "mailcheck.toml"
    file.write_text(MINE, "utf-8")
    return file


def test_an_account_is_added_and_every_line_stays(path):
    """In its order, with its comments, quotes and spaces."""
    put_account(path, {**GIVEN, "secret": "keyring", "port": None})
    text = path.read_text("utf-8")
    for line in MINE.splitlines():
        assert line in text.splitlines()
    assert [each.account.name for each in load_settings(path).accounts] == ["practice", "home"]
    assert text.count("port") == 0


def test_an_account_is_changed_in_its_place(path):
    """What is not named stays; None takes a key out."""
    put_account(path, {"name": "Practice", "address": "jane@fastmail.com", "also": ["info@practice.example"]})
    (account,) = load_settings(path).accounts
    assert (account.account.address, account.account.also) == ("jane@fastmail.com", ("info@practice.example",))
    assert "# my name for it" in path.read_text("utf-8")
    put_account(path, {"name": "practice", "also": None})
    assert load_settings(path).accounts[0].account.also == ()


def test_a_file_is_begun_with_a_heading(tmp_path):
    """Readable by its owner alone."""
    path = tmp_path / "new folder" / "mailcheck.toml"
    put_account(path, {"name": "practice", "role": "professional", "address": "jane@gmail.com", "secret": "keyring"})
    assert path.read_text("utf-8").startswith(HEADING)
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    assert load_settings(path).accounts


def test_a_table_is_set_in_and_in_another(path):
    """Several keys at once, where one alone would not do."""
    put_values(path, "transition", {"from": date(2026, 11, 28), "until": date(2027, 1, 27)})
    put_values(path, "oauth.microsoft", {"client_id": "1234-abcd"})
    put_values(path, "computer", {"shared": True})
    settings = load_settings(path)
    assert settings.transition is not None
    assert settings.issuers["microsoft"].client_id == "1234-abcd"
    assert settings.shared_computer
    put_values(path, "computer", {"shared": None})
    assert not load_settings(path).shared_computer


def test_what_could_not_be_read_again_is_not_written(path):
    """The problem is told, and the file is as it was."""
    with pytest.raises(SettingsError, match="is not an email address"):
        put_account(path, {**GIVEN, "address": "not an address"})
    with pytest.raises(SettingsError, match="does not last"):
        put_values(path, "transition", {"from": date(2026, 1, 1), "until": date(2027, 1, 1)})
    assert path.read_text("utf-8") == MINE


def test_what_was_wrong_before_is_no_reason_to_stop(path):
    """Somebody is in the middle of editing; only what the change itself breaks counts."""
    path.write_text(MINE + "\n[member]\nnam = 'Jane'\n", "utf-8")
    put_account(path, GIVEN)
    assert "nam = 'Jane'" in path.read_text("utf-8")


def test_a_damaged_file_is_left_alone(path):
    """With line and column."""
    path.write_text("[[account]\nname = 'practice'\n")
    with pytest.raises(SettingsError, match="line 1"):
        put_account(path, GIVEN)
    assert path.read_text() == "[[account]\nname = 'practice'\n"


def test_an_account_is_removed(path):
    """And nothing beside it; the last professional one stays, since nothing could be checked without."""
    put_account(path, GIVEN)
    remove_account(path, "home")
    assert [each.account.name for each in load_settings(path).accounts] == ["practice"]
    with pytest.raises(SettingsError, match="no professional account"):
        remove_account(path, "practice")
    assert "# the first" in path.read_text("utf-8")


def test_a_read_only_file_is_told(path, monkeypatch):
    """It may be so on purpose, so it is not replaced. (Tests may run as root, who may write all)."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SettingsError, match="could not be written"):
        put_account(path, GIVEN)
    assert path.read_text("utf-8") == MINE


def test_a_full_disk_is_told_and_nothing_is_lost(path, monkeypatch):
    """The new file is not whole, so the old one stays."""

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left on device"):
        put_account(path, GIVEN)
    assert path.read_text("utf-8") == MINE
    assert [each.name for each in path.parent.iterdir()] == ["mailcheck.toml"]


def test_a_link_is_followed(tmp_path):
    """Somebody keeps the settings elsewhere; the link stays one."""
    real = tmp_path / "elsewhere.toml"
    real.write_text(MINE, "utf-8")
    link = tmp_path / "mailcheck.toml"
    link.symlink_to(real)
    put_account(link, GIVEN)
    assert link.is_symlink()
    assert "imap.home.example" in real.read_text("utf-8")


@given(name=st.text(min_size=1, max_size=20), comment=st.text(alphabet="abc #=\"'[]", max_size=30))
def test_no_name_or_comment_breaks_the_file(tmp_path_factory, name, comment):
    """Either it is written and read back, or it is refused and nothing changes."""
    path = Path(tmp_path_factory.mktemp("edit")) / "mailcheck.toml"
    path.write_text(f"# {comment}\n{MINE}", "utf-8")
    before = path.read_text("utf-8")
    try:
        put_account(path, {**GIVEN, "name": name})
    except SettingsError:
        assert path.read_text("utf-8") == before
    else:
        assert load_settings(path).accounts
        assert f"# {comment}".rstrip() in path.read_text("utf-8")
