"""Uuencode, and base64 in one line, read from the middle: the octets that decoding all of it gives, or nothing."""

import base64
import random
from binascii import b2a_uu

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.transfer import decode_whole, learn
from mailcheck.parse.unbroken_layout import UnbrokenLayout
from mailcheck.parse.uu_layout import UuLayout

CONTENT = random.Random(6).randbytes(20_000) + bytes(3000)
ENDS = 1500


def uuencoded(content: bytes, *, backtick: bool = True, width: int = 45, end: bytes = b"`\r\nend\r\n") -> bytes:
    """Return uuencode as a program writes it; some write a space for zero."""
    lines = [b2a_uu(content[at : at + width], backtick=backtick) for at in range(0, len(content), width)]
    return b"begin 644 a letter.pdf\r\n" + b"".join(lines).replace(b"\n", b"\r\n") + end


def learnt(encoding: str, raw: bytes):
    """Learn a layout from both ends."""
    return learn(encoding, raw[:ENDS], raw[-ENDS:], len(raw))


WRITTEN = {
    "uuencode": ("x-uuencode", uuencoded, UuLayout),
    "spaces for zero": ("uuencode", lambda content: uuencoded(content, backtick=False), UuLayout),
    "blank last line": ("x-uue", lambda content: uuencoded(content, end=b"\r\nend\r\n\r\n"), UuLayout),
    "one line": ("base64", base64.b64encode, UnbrokenLayout),
    "one line, ended": ("base64", lambda content: base64.b64encode(content) + b"\r\n\r\n", UnbrokenLayout),
}


@pytest.mark.parametrize("way", WRITTEN)
@given(less=st.integers(0, 100), start=st.integers(0, 23_000), length=st.integers(1, 5000))
def test_any_span_decodes_to_its_octets(way, less, start, length):
    """Size and places are computed from both ends; whatever is fetched is what stands there."""
    encoding, write, kind = WRITTEN[way]
    content = CONTENT[: len(CONTENT) - less]
    raw = write(content)
    found = learnt(encoding, raw)
    assert found is not None
    layout = found.layout
    assert (isinstance(layout, kind), layout.size) == (True, len(content))
    assert all(octets and content[at : at + len(octets)] == octets for at, octets in found.known)
    end = min(start + length, len(content))
    first, last = layout.span(min(start, end), end)
    octets = layout.decode(raw[first:last], first)
    assert octets is not None
    begin = layout.decoded_start(first)
    assert octets[start - begin : end - begin] == content[start:end] or start >= end


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("x-uuencode", uuencoded(CONTENT, width=30)),
        ("x-uuencode", uuencoded(CONTENT)[: -len(b"`\r\nend\r\n")]),
        ("x-uuencode", b"Words first.\r\n" + uuencoded(CONTENT)),
        ("x-uuencode", uuencoded(CONTENT) + b"Words behind.\r\n"),
        ("x-uuencode", uuencoded(CONTENT).replace(b"\r\nM", b"\r\n\r\nM", 1)),
        ("base64", base64.b64encode(CONTENT)[:9000] + b" " + base64.b64encode(CONTENT)[9000:] + b"\r\nfooter"),
        ("base64", base64.b64encode(CONTENT).rstrip(b"=")[:-1]),
        ("base64", b"\r\n" + base64.b64encode(CONTENT)),
    ],
    ids=["30 octets a line", "no end", "words first", "words behind", "blank line", "footer", "cut off", "blank first"],
)
def test_what_is_not_regular_is_not_learnt(encoding, raw):
    """It is fetched whole then."""
    assert learnt(encoding, raw) is None


@given(st.binary(min_size=1, max_size=3), st.integers(2000, 25_000))
def test_a_block_with_something_else_in_it_is_refused_or_the_same(other, at):
    """Every block is verified: what decodes is what decoding all of it gives."""
    for encoding, write, _ in WRITTEN.values():
        raw = bytearray(write(CONTENT))
        found = learnt(encoding, bytes(raw))
        assert found is not None
        raw[at : at + len(other)] = other
        first, last = found.layout.span(0, found.layout.size)
        octets = found.layout.decode(bytes(raw[first:last]), first)
        assert octets is None or octets == decode_whole(bytes(raw), encoding)
