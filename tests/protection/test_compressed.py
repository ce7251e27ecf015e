"""Compressed files."""

import bz2
import gzip
import io
import lzma

import pytest

from mailcheck.protection import Limits, judge_protection
from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample

PACKERS = (gzip.compress, bz2.compress, lzma.compress, lambda data: lzma.compress(data, lzma.FORMAT_ALONE))


@pytest.mark.parametrize("pack", PACKERS)
def test_what_is_inside_decides(pack):
    """Compression protects nothing; nothing inside is open."""
    assert judged(pack(sample("password.7z"))).state is PROTECTED
    assert judged(pack(b"some words")).state is OPEN
    assert judged(pack(pack(sample("nested.tar")))).state is PROTECTED


def test_an_empty_one_is_open():
    """There is nothing that could need a secret."""
    assert judged(gzip.compress(b"")).state is OPEN


@pytest.mark.parametrize("pack", PACKERS)
def test_a_bomb_is_unreadable(pack):
    """So is a file that asks for more than its share."""
    data = io.BytesIO(pack(bytes(4 << 20)))
    assert judge_protection(data, limits=Limits(unpacked=1 << 20)).state is UNREADABLE


def test_a_window_larger_than_any_is_refused():
    """A file may not choose how much memory it takes."""
    head = bytearray(lzma.compress(b"some words", lzma.FORMAT_ALONE))
    head[1:5] = (1 << 30).to_bytes(4, "little")
    assert judged(bytes(head)).state is UNREADABLE
    assert judged(b"\x28\xb5\x2f\xfd\x00\xb8" + bytes(20)).state is UNREADABLE
