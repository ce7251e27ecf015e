"""Files written into the words of a letter."""

import base64
import binascii

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.uuencoded import uuencoded


def written(content):
    """Write a file as uuencode does."""
    lines = b"".join(binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45))
    return b"begin 644 a file.pdf\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=4))
def test_every_file_comes_out(contents):
    """In order, whatever stands between them."""
    text = b"Dear Ben,\r\n" + b"\r\nand\r\n".join(map(written, contents))
    assert list(uuencoded(text)) == contents


def test_the_base64_form():
    """As POSIX has it since 2001."""
    text = b"begin-base64 644 a.pdf\n" + base64.encodebytes(b"content") + b"====\n"
    assert list(uuencoded(text)) == [b"content"]


def test_a_file_that_does_not_end_is_no_file():
    """Nor is a sentence that begins like one."""
    assert list(uuencoded(written(b"content")[:-6])) == []
    assert list(uuencoded(b"begin 644 times\nand never end\n")) == []


@given(st.binary(max_size=300))
def test_any_octets_have_an_answer(octets):
    """Never an exception."""
    assert all(uuencoded(b"begin 644 x\n" + octets))
