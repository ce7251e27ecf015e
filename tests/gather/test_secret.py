"""Secrets do not show themselves."""

import pytest

from mailcheck.gather.secret import Password, Token


@pytest.mark.parametrize("kind", [Password, Token])
def test_no_rendering_shows_the_value(kind):
    """However a secret is turned into text, alone or inside something else, its value stays hidden."""
    secret = kind("Zq7-canary")

    shown = [repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", repr([secret]), "%s" % secret]  # noqa: UP031

    assert [text for text in shown if "Zq7" in text] == []


@pytest.mark.parametrize("kind", [Password, Token])
def test_length_is_not_shown(kind):
    """A short and a long secret look alike."""
    assert repr(kind("a")) == repr(kind("a" * 40))


def test_value_is_there_for_who_asks():
    """Who needs the value reads it by name."""
    assert (Password("one").value, Token("two").value) == ("one", "two")


def test_value_cannot_be_changed():
    """A secret is frozen."""
    with pytest.raises(AttributeError):
        Password("one").value = "two"
