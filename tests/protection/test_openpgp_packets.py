"""Packets by their headers."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.protection.octets import Damaged
from mailcheck.protection.openpgp_packets import LITERAL, body, packets
from tests.protection.looks import look


def test_lengths_of_every_form_are_read():
    """Old with one, two and four octets, new with one, two and five, and in parts."""
    content = bytes(200)
    forms = (
        b"\xac\xc8" + content,
        b"\xad\x00\xc8" + content,
        b"\xae\x00\x00\x00\xc8" + content,
        b"\xcb\xc0\x08" + content,
        b"\xcb\xff\x00\x00\x00\xc8" + content,
        b"\xcb\xe7" + content[:128] + b"\x48" + content[:72],
        b"\xaf" + content,
    )
    for octets in forms:
        file = io.BytesIO(octets)
        (found,) = packets(file, look())
        assert (found.tag, body(file, found, look()), found.missing) == (LITERAL, content, 0)


@given(st.binary(min_size=1, max_size=200))
def test_any_octets_are_packets_or_damaged(octets: bytes):
    """Nothing else is raised, and what is found lies within the file but for a missing seal."""
    try:
        found = list(packets(io.BytesIO(octets), look()))
    except Damaged:
        return
    assert all(start + length <= len(octets) + 22 for packet in found for start, length in packet.parts)


def test_a_packet_that_is_cut_short_is_damaged():
    """A literal packet has no seal that could be missing."""
    with pytest.raises(Damaged):
        list(packets(io.BytesIO(b"\xcb\x05abcd"), look()))
