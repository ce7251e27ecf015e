"""What was said of single letters holds under one key; another one is noticed and told, once."""

import pytest

from mailcheck.app.own_key import ANOTHER, note_own_key
from mailcheck.model import Answer, Sorted
from mailcheck.settings import load_said, load_settings, record_since, record_sorted
from tests.app.nightly.worlds import SETTINGS
from tests.factories import NOW


class Keeper:
    """Hands out one installation key."""

    def __init__(self, octet):
        self.key = octet * 32

    def installation_key(self):
        """Return the key."""
        return self.key


@pytest.fixture
def noted(tmp_path):
    """Note the key of an installation; returns what is told."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS.format(nightly=""))
    return lambda octet: note_own_key(load_settings(path), Keeper(octet))


def test_another_key_is_told_once(noted, tmp_path):
    """The data folder was lost, and with it the key: the answers are there, and match nothing."""
    said = tmp_path / "said.toml"
    record_sorted(said, Sorted(Answer.NOT_CONFIDENTIAL, NOW.date(), document="a" * 32))
    assert [noted(octet) for octet in (b"a", b"a", b"b", b"b")] == ["", "", ANOTHER, ""]
    assert load_said(said).sorted != ()


def test_where_nothing_was_said_of_single_letters_nothing_is_lost(noted, tmp_path):
    """Nor is a file made for the key alone."""
    assert noted(b"a") == ""
    assert not (tmp_path / "said.toml").exists()
    record_since(tmp_path / "said.toml", NOW.date())
    assert [noted(octet) for octet in (b"a", b"b")] == ["", ""]
