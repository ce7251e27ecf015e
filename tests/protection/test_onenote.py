"""OneNote sections."""

import struct

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.documents import onenote

PACKAGED = (
    bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(32) + bytes.fromhex("2fe98d63d4a6c14b9a36b3fc2511a5b7")
)


def test_a_section_with_a_key_among_its_nodes_is_protected():
    """Without, it is open."""
    assert judged(onenote(0x1B, 0x7C)).state is PROTECTED
    assert judged(onenote(0x1B)).state is OPEN


def test_a_packaged_section_is_open_if_a_page_can_be_seen():
    """Otherwise nothing can be said."""
    assert judged(PACKAGED + bytes(99) + b"\x0b\0\6\0").state is OPEN
    assert judged(PACKAGED + bytes(99)).state is UNREADABLE


def test_a_list_that_leads_back_to_itself_ends():
    """So does one that leads nowhere."""
    data = bytearray(onenote(0x1B))
    end = 1024 + 512 - 20
    data[end : end + 12] = struct.pack("<QI", 1024, 512)
    assert judged(bytes(data)).state is OPEN
    assert judged(bytes(data[:1500]) + bytes(2000)).state is UNREADABLE
