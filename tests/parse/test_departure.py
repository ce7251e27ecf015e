"""What a sent header says of who sent it and who sees whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.departure import outside_readers, own_names
from mailcheck.parse.headers import read_headers
from tests.gather.headers import WORK, recogniser

WHOSE = recogniser(WORK)


def names(sender):
    """Return the names beside the own address."""
    return own_names(read_headers(f"From: {sender}\r\n".encode("utf-8", "surrogateescape")), WHOSE)


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("Anna Morris <anna@harbour.example>", ("Anna Morris",)),
        ("=?utf-8?q?Ann=C3=A1?= <anna@harbour.example>", ("Anná",)),
        ("=?utf-8?b?!!?= <anna@harbour.example>", ()),
        ("=?nonsense?q?a?= <anna@harbour.example>", ("=?nonsense?q?a?=",)),
        ("anna@harbour.example", ()),
        ("Bo <bo@elsewhere.example>", ()),
    ],
)
def test_names_stand_beside_the_own_address(sender, found):
    """Decoded where they can be (RFC 2047)."""
    assert names(sender) == found


@given(st.text(max_size=300))
def test_whatever_stands_there_is_read(text):
    """Hostile mail is normal input."""
    assert isinstance(names(text), tuple)
    headers = read_headers(f"To: {text}\r\n".encode("utf-8", "surrogateescape"))
    assert outside_readers(headers, WORK, WHOSE) >= 0
