"""Octets at a place, and windows onto a stretch."""

import io

import pytest

from mailcheck.protection.octets import Damaged, number_at, octets_at, window


def test_octets_are_there_or_the_file_is_damaged():
    """Never fewer than asked for, never before the beginning, never more than any header has."""
    file = io.BytesIO(b"abcdef")
    assert octets_at(file, 2, 3) == b"cde"
    assert number_at(file, 0, 2) == 0x6261
    assert number_at(file, 0, 2, little=False) == 0x6162
    for offset, count in ((4, 3), (-1, 2), (0, 1 << 30)):
        with pytest.raises(Damaged):
            octets_at(file, offset, count)


def test_a_window_is_a_file_of_its_own():
    """It ends where the stretch ends, and a stretch outside the file is refused."""
    inside = window(io.BytesIO(b"abcdef"), 1, 4)
    assert inside.read() == b"bcde"
    assert inside.seek(-2, io.SEEK_END) == 2
    assert inside.read(10) == b"de"
    assert inside.read(1) == b""
    assert io.BufferedReader(inside).raw is inside
    with pytest.raises(Damaged):
        window(io.BytesIO(b"abcdef"), 3, 4)
