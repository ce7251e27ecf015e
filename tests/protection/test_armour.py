"""Armoured blocks in a text."""

import pytest

from mailcheck.protection.armour import around, begins, blocks_in
from tests.patience import computing
from tests.protection.looks import UNREADABLE, judged, look

BLOCK = b"-----BEGIN THING-----\nName: value\n more\n\naGVsbG8=\n=abcd\n-----END THING-----\n"


def test_a_block_has_a_label_headers_and_octets():
    """A continued header belongs to the one above it, a checksum line to nothing."""
    (block,) = blocks_in(b"before\n" + BLOCK, look())
    assert (block.label, block.headers, block.octets, block.complete) == ("THING", (("Name", "value"),), b"hello", True)


def test_a_block_without_an_end_is_not_complete():
    """Neither is one whose base64 is broken; what follows is still found."""
    blocks = list(blocks_in(b"-----BEGIN AB-----\naGVs\n" + BLOCK + BLOCK.replace(b"aGVsbG8=", b"aGVsb-8="), look()))
    assert [(block.label, block.complete) for block in blocks] == [("AB", False), ("THING", True), ("THING", False)]


def test_what_stands_around_blocks_is_told_apart():
    """White space at the ends does not count."""
    assert around(b"\nwords\n" + BLOCK + b"more\n", look()) == b"words\nmore"
    assert around(BLOCK + b"\n\n", look()) == b""


def test_the_armour_in_a_message_is_the_message_s():
    """The headers of a message stand before it."""
    assert begins(b"words\n" + BLOCK) == "THING"
    assert begins(b"Subject: words\n\n" + BLOCK) == ""


@pytest.mark.parametrize("filling", [b"\n", b"A\n", b"A: b\n", b" \n"])
@pytest.mark.parametrize("label", [b"PGP MESSAGE", b"CERTIFICATE", b"AGE ENCRYPTED FILE"])
def test_short_lines_cost_no_more_than_long_ones(label, filling):
    """Armour is never taken apart into lines: millions of them would cost gigabytes."""
    text = b"-----BEGIN " + label + b"-----\n" + filling * (8_000_000 // len(filling)) + b"-----END " + label + b"-----"
    with computing(at_most=1):
        assert judged(text).state is UNREADABLE
