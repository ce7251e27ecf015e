"""Unpacking within bounds."""

import bz2
import gzip
import lzma
import zlib

import pytest

from mailcheck.protection import Limits, OverLimit
from mailcheck.protection.octets import Damaged
from mailcheck.protection.unpacking import STEP, unpacked
from tests.protection.looks import look

MAKERS = (
    (lambda: zlib.decompressobj(31), gzip.compress),
    (bz2.BZ2Decompressor, bz2.compress),
    (lzma.LZMADecompressor, lzma.compress),
)


@pytest.mark.parametrize(("make", "pack"), MAKERS)
def test_streams_one_behind_the_other_unpack_to_one(make, pack):
    """In blocks of any size, with zeros behind; and a bound may be met exactly."""
    content = b"0123456789" * (STEP // 5)
    packed = pack(content) + pack(b"end") + bytes(9)
    pieces = [packed[at : at + 1000] for at in range(0, len(packed), 1000)]
    assert unpacked(make, pieces, look(Limits(unpacked=len(content) + 3))).read() == content + b"end"


@pytest.mark.parametrize(("make", "pack"), MAKERS)
def test_a_stream_that_does_not_end_is_damaged(make, pack):
    """Nor is nothing a stream."""
    with pytest.raises(Damaged):
        unpacked(make, [pack(b"content" * 99)[:-9]], look())
    with pytest.raises(Damaged):
        unpacked(make, [b"\0\0"], look())


@pytest.mark.parametrize(("make", "pack"), MAKERS)
def test_a_bomb_stops_at_the_bound(make, pack):
    """Before its memory is taken."""
    with pytest.raises(OverLimit):
        unpacked(make, [pack(bytes(8 << 20))], look(Limits(unpacked=1 << 20)))
