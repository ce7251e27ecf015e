"""Keyed digests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.gather.keys import Keys, Purpose

KEYS = Keys(b"k" * 32)


def test_a_digest_is_stable_and_short():
    """The same key, purpose and value give the same 32 hexadecimal characters, in every release."""
    assert KEYS.digest(Purpose.MESSAGE, "a@b") == "27e19647d5ea3d6b2b47bf7787f78ef8"


def test_every_ingredient_counts():
    """Key, purpose, value, their number and their borders all change the digest."""
    digests = [
        KEYS.digest(Purpose.MESSAGE, "ab"),
        KEYS.digest(Purpose.DOCUMENT, "ab"),
        Keys(b"l" * 32).digest(Purpose.MESSAGE, "ab"),
        KEYS.digest(Purpose.MESSAGE, "a", "b"),
        KEYS.digest(Purpose.MESSAGE, "", "ab"),
        KEYS.digest(Purpose.MESSAGE),
    ]
    assert len(set(digests)) == len(digests)


def test_a_random_key_is_new_each_time():
    """Two runs cannot be compared."""
    assert Keys.random() != Keys.random()


def test_a_short_key_is_refused():
    """An empty key would make the digests as good as plain."""
    with pytest.raises(ValueError, match="at least 16"):
        Keys(b"short")


def test_the_key_is_never_shown():
    """A key printed by accident stays secret."""
    assert "kkk" not in repr(KEYS)


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_copies_have_one_fingerprint(one, other):
    """Equal content has an equal fingerprint, other content another."""
    assert (KEYS.fingerprint(one) == KEYS.fingerprint(other)) == (one == other)


@given(st.text(max_size=20))
def test_any_text_can_be_digested(text):
    """Odd octets in an identifier do not stop a run."""
    assert len(KEYS.digest(Purpose.MESSAGE, text.encode("utf-8", "surrogatepass"))) == 32
