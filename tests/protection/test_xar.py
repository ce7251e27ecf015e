"""xar archives."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import xar


def test_an_archive_is_open_if_what_it_lists_is_there():
    """The table of contents says where each file ends."""
    assert judged(xar(b"some words")).state is OPEN
    assert judged(xar(b"some words")[:-1]).state is UNREADABLE


def packed_xar(content: bytes, style: str, make: Callable[[bytes], bytes]) -> bytes:
    """Return an archive of one packed file."""
    packed = make(content)
    contents = (
        f"<xar><toc><file id='1'><data><length>{len(packed)}</length><offset>0</offset><size>{len(content)}</size>"
        f"<encoding style='{style}'/></data></file></toc></xar>"
    ).encode()
    table = zlib.compress(contents)
    return b"xar!" + struct.pack(">HHQQI", 28, 1, len(table), len(contents), 0) + table + packed


def test_what_is_inside_decides_however_it_is_packed():
    """A bare stream is called gzip there; what is packed in an unknown way came out without a secret all the same."""
    locked = sample("password.7z")
    assert judged(xar(locked)).state is PROTECTED
    for style, make in (
        ("application/octet-stream", bytes),
        ("application/x-gzip", zlib.compress),
        ("application/x-bzip2", bz2.compress),
        ("application/x-xz", lzma.compress),
    ):
        assert judged(packed_xar(locked, style, make)).state is PROTECTED
        assert judged(packed_xar(b"some words", style, make)).state is OPEN
    assert judged(packed_xar(locked, "application/x-new", bytes)).state is OPEN


def test_a_table_of_contents_with_entities_or_a_wrong_length_is_refused():
    """No program writes one."""
    for contents, length in ((b'<!DOCTYPE x [<!ENTITY a "b">]><xar/>', 0), (b"<xar/>", 1)):
        packed = zlib.compress(contents)
        head = b"xar!" + struct.pack(">HHQQI", 28, 1, len(packed), len(contents) + length, 0)
        assert judged(head + packed).state is UNREADABLE
