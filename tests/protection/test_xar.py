"""xar archives."""

import struct
import zlib

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.archives import xar


def test_an_archive_is_open_if_what_it_lists_is_there():
    """The table of contents says where each file ends."""
    assert judged(xar(b"some words")).state is OPEN
    assert judged(xar(b"some words")[:-1]).state is UNREADABLE


def test_a_table_of_contents_with_entities_or_a_wrong_length_is_refused():
    """No program writes one."""
    for contents, length in ((b'<!DOCTYPE x [<!ENTITY a "b">]><xar/>', 0), (b"<xar/>", 1)):
        packed = zlib.compress(contents)
        head = b"xar!" + struct.pack(">HHQQI", 28, 1, len(packed), len(contents) + length, 0)
        assert judged(head + packed).state is UNREADABLE
