"""Cabinets."""

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.archives import cab


def test_a_cabinet_is_open_if_it_is_whole():
    """Its length is written in it, and its files are listed."""
    data = cab(b"a.txt", b"some words")
    assert (judged(data).state, judged(data).format) == (OPEN, "cab")
    assert judged(data[:-1]).state is UNREADABLE
    assert judged(cab(b"", b"some words")).state is UNREADABLE
