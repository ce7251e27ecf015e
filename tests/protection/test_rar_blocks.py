"""The blocks of a RAR archive."""

import io

import pytest

from mailcheck.protection.octets import Damaged
from mailcheck.protection.rar_blocks import HeadersEncrypted, entries_of
from tests.protection.looks import look
from tests.samples.from_specification.archives import File, rar4, rar5

ENTRY = File(b"a.txt", b"some words")


def entries(data: bytes) -> list[tuple[bool, bool, int]]:
    return [(entry.is_encrypted, entry.is_stored, entry.size) for entry in entries_of(io.BytesIO(data), look())]


def test_entries_tell_what_they_are():
    """Encrypted, stored, how long."""
    locked = ENTRY._replace(encrypted=True)
    for rar in (rar4, rar5):
        assert entries(rar(ENTRY, locked)) == [(False, True, 10), (True, True, 10)]


def test_an_archive_without_its_end_is_damaged():
    """Version 2 had no end block."""
    for data in (rar4(ENTRY, end=False), rar5(ENTRY, end=False), rar4(ENTRY)[:-1], rar5(ENTRY)[:-1]):
        with pytest.raises((Damaged, ValueError)):
            entries(data)
    assert entries(rar4(ENTRY, end=False, version=20)) == [(False, True, 10)]


def test_the_start_of_an_archive_alone_is_damaged():
    """Without an end block and without an entry, it is a scrap of something."""
    with pytest.raises(Damaged):
        entries(rar4(ENTRY)[:20])


def test_a_header_whose_checksum_does_not_agree_is_damaged():
    """A flag that was flipped is not believed."""
    for data, place in ((rar4(ENTRY), 23), (rar5(ENTRY), 30)):
        flipped = bytearray(data)
        flipped[place] ^= 4
        with pytest.raises(Damaged):
            entries(bytes(flipped))


def test_encrypted_headers_are_only_believed_at_the_beginning():
    """And if whole cipher blocks follow."""
    for rar, start in ((rar4, 20), (rar5, 16)):
        locked = rar(headers_encrypted=True)
        with pytest.raises(HeadersEncrypted):
            entries(locked)
        with pytest.raises(Damaged):
            entries(locked[:-1])
        assert start
