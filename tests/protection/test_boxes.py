"""Boxes in boxes."""

import io

import pytest

from mailcheck.protection.boxes import boxes
from mailcheck.protection.octets import Damaged
from tests.protection.looks import look
from tests.samples.from_specification.media import box


def test_lengths_of_every_form_are_read():
    """Four octets, eight, or to the end."""
    wide = (1).to_bytes(4, "big") + b"wide" + (20).to_bytes(8, "big") + bytes(4)
    data = box(b"ftyp", b"isom") + wide + bytes(4) + b"mdat" + bytes(10)
    assert list(boxes(io.BytesIO(data), look())) == [("ftyp", (8, 12)), ("wide", (28, 32)), ("mdat", (40, 50))]


def test_a_box_that_reaches_past_the_end_is_damaged():
    """Nor may one be smaller than its own header."""
    for data in (box(b"ftyp", b"isom")[:-1], b"\0\0\0\4ftyp"):
        with pytest.raises(Damaged):
            list(boxes(io.BytesIO(data), look()))
