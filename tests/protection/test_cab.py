"""Cabinets."""

import pytest

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import cab


def test_a_cabinet_is_open_if_it_is_whole():
    """Its length is written in it, and its files are listed."""
    data = cab(b"a.txt", b"some words")
    assert (judged(data).state, judged(data).format) == (OPEN, "cab")
    assert judged(data[:-1]).state is UNREADABLE
    assert judged(cab(b"", b"some words")).state is UNREADABLE


@pytest.mark.parametrize("zipped", [False, True])
def test_what_is_inside_decides(zipped: bool):
    """A block that is zipped may point back into the one before."""
    locked = sample("user-r6.pdf")
    assert judged(cab(b"a.pdf", locked, zipped=zipped)).state is PROTECTED
    large = sample("disk-1.luks") + bytes(range(256)) * 256 if zipped else sample("password.7z")
    assert judged(cab(b"a", large, zipped=zipped)).state is PROTECTED
    assert judged(cab(b"a.txt", b"some words", zipped=zipped)).state is OPEN


def test_what_is_packed_in_a_way_that_is_not_read_came_without_a_secret():
    """So the cabinet is open."""
    data = bytearray(cab(b"a.pdf", sample("user-r6.pdf"), zipped=True))
    data[36 + 6] = 3  # LZX
    assert judged(bytes(data)).state is OPEN
