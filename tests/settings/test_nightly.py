"""How a nightly run tells of itself, from the file to the settings."""

import pytest

from mailcheck.errors import SettingsError
from mailcheck.settings import Nightly, load_settings

ACCOUNT = (
    '[[account]]\nname = "practice"\nrole = "professional"\naddress = "anna@harbour.example"\n'
    'host = "imap.harbour.example"\n'
)


def loaded(folder, text):
    """Return what a settings file says of the nightly run."""
    path = folder / "mailcheck.toml"
    path.write_text(ACCOUNT + text)
    return load_settings(path).nightly


def test_without_a_table_a_note_appears_on_the_screen_and_nothing_leaves(tmp_path):
    """The usual."""
    assert loaded(tmp_path, "") == Nightly(notify=True, neutral=False, on_result=(), ping="")


def test_every_way_can_be_chosen(tmp_path):
    """A command is a list of words: no shell reads it."""
    text = 'notify = false\nneutral = true\non_result = ["tell", "a b"]\nping = "https://hc.example/abc?x=1"\n'
    assert loaded(tmp_path, f"[nightly]\n{text}") == Nightly(False, True, ("tell", "a b"), "https://hc.example/abc?x=1")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('ping = "http://hc.example/abc"', "nightly.ping: is no address that can be called"),
        ('ping = "https://user:word@hc.example/abc"', "nightly.ping: is no address that can be called"),
        ('on_result = "tell me"', "nightly.on_result: should be a list"),
        ("on_result = []", "nightly.on_result: is empty"),
        ('notify = "yes"', "nightly.notify: should be true or false"),
        ("notfy = true", "nightly.notfy: is not something that mailcheck knows"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, text, what):
    """Never with the value: the address of a ping is a kind of password."""
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, f"[nightly]\n{text}\n")
    (problem,) = caught.value.problems
    assert what in str(problem)
    assert "word@" not in str(problem)
