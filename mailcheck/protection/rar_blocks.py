"""The blocks of a RAR archive (technotes of unrar for versions 1.5 to 4; "RAR 5.0 archive format" of RARLAB)."""

import struct
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO, NoReturn

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

OLD, NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
LARGEST = 2 * 1024 * 1024
"""A header of version 5 is never larger."""


class HeadersEncrypted(Exception):
    """The headers themselves need a password: nothing is known of what is inside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive."""

    is_encrypted: bool
    is_stored: bool
    start: int
    packed: int
    size: int
    version: int = 50
    """Of the format: what cipher it has depends on it."""


Walk = Generator[Entry, None, int]
"""Yields the files of an archive and returns where it ends."""


def entries_of(file: BinaryIO, look: Look) -> Walk:
    """Yield the files of an archive; raises HeadersEncrypted, or Damaged where it is cut or contradicts itself."""
    if octets_at(file, 0, len(NEW)) == NEW:
        return _new(file, look)
    return _old(file, look)


MAIN_4, FILE_4, SERVICE_4, END_4 = 0x73, 0x74, 0x7A, 0x7B
KNOWN_4 = range(0x72, 0x7C)
WITH_END_4 = 29
"""The version of an entry from which on an archive has an end block."""


def _old(file: BinaryIO, look: Look) -> Walk:
    """Walk the blocks of version 1.5 to 4; those before version 3 have no end block, but an entry."""
    at, size = len(OLD), size_of(file)
    entries = 0
    while at < size:
        look.entry()
        checksum, kind, flags, length = struct.unpack("<HBHH", octets_at(file, at, 7))
        header = octets_at(file, at, length)
        if kind not in KNOWN_4 or length < 7:
            raise Damaged("no block")
        checked = header[2:13] if kind == MAIN_4 else header[2:]
        if zlib.crc32(checked) & 0xFFFF != checksum and kind not in {0x75, 0x77, 0x78, 0x79}:
            raise Damaged("the checksum of a header does not agree")
        if kind == MAIN_4 and flags & 0x0080:
            _only_encrypted_blocks(size - at - length, first=at == len(OLD), unit=8)
        if kind == END_4:
            return int(at + length)
        behind = int.from_bytes(header[7:11], "little") if flags & 0x8000 or kind in {FILE_4, SERVICE_4} else 0
        if kind in {FILE_4, SERVICE_4} and flags & 0x0100:
            behind |= int.from_bytes(header[32:36], "little") << 32
        at += length
        if at + behind > size or (at + behind == size and kind == FILE_4 and header[24] >= WITH_END_4):
            raise Damaged("it ends too early")
        entries += kind == FILE_4
        if kind == FILE_4 and flags & 0x00E0 != 0x00E0:
            yield _old_entry(header, flags, at, behind)
        at += behind
    if not entries:
        raise Damaged("it ends too early")
    return int(at)


def _only_encrypted_blocks(rest: int, *, first: bool, unit: int) -> NoReturn:
    """Raise HeadersEncrypted if this can be: it is said at the beginning, and whole cipher blocks follow."""
    if not first or rest < 24 or rest % unit:
        raise Damaged("no encrypted headers")
    raise HeadersEncrypted


def _old_entry(header: bytes, flags: int, start: int, packed: int) -> Entry:
    size, version, method = int.from_bytes(header[11:15], "little"), header[24], header[25]
    return Entry(bool(flags & 0x0004), method == 0x30, start, packed, size or packed, version)


MAIN_5, FILE_5, SERVICE_5, ENCRYPTION_5, END_5 = 1, 2, 3, 4, 5


def _new(file: BinaryIO, look: Look) -> Walk:
    """Walk the blocks of version 5; the end block must be there."""
    at = len(NEW)
    while True:
        look.entry()
        start, header = _header(file, at)
        kind, flags = header.number(), header.number()
        if kind == ENCRYPTION_5:
            _only_encrypted_blocks(size_of(file) - start, first=at == len(NEW), unit=16)
        if kind == END_5:
            return start
        extra = header.number() if flags & 1 else 0
        behind = header.number() if flags & 2 else 0
        if start + behind > size_of(file):
            raise Damaged("it ends too early")
        if kind == FILE_5 and (entry := _new_entry(header, extra, start, behind)):
            yield entry
        at = start + behind


class _Header:
    """A header of version 5 under way."""

    def __init__(self, octets: bytes) -> None:
        self.octets, self.at = octets, 0

    def number(self) -> int:
        """Read a number of seven bits an octet, the lowest first."""
        result = 0
        for shift in range(0, 70, 7):
            octet = self.octets[self.at]
            self.at += 1
            result |= (octet & 0x7F) << shift
            if not octet & 0x80:
                return result
        raise Damaged("a number without an end")


def _header(file: BinaryIO, at: int) -> tuple[int, _Header]:
    """Return where a header ends, and its content behind its own length; the checksum must agree."""
    lead = _Header(octets_at(file, at + 4, 3))
    length = lead.number()
    if length > LARGEST // 2:
        raise Damaged("a header larger than any")
    octets = octets_at(file, at + 4, lead.at + length)
    if zlib.crc32(octets) != number_at(file, at, 4):
        raise Damaged("the checksum of a header does not agree")
    return at + 4 + lead.at + length, _Header(octets[lead.at :])


def _new_entry(header: _Header, extra: int, start: int, packed: int) -> Entry | None:
    flags, size = header.number(), header.number()
    header.number()  # attributes
    header.at += 4 * bool(flags & 2) + 4 * bool(flags & 4)
    packing = header.number()
    if flags & 1:
        return None
    kinds = tuple(_extra_kinds(header.octets[len(header.octets) - extra :])) if extra else ()
    return Entry(1 in kinds, packing >> 7 & 7 == 0, start, packed, packed if flags & 8 else size)


def _extra_kinds(area: bytes) -> Iterator[int]:
    """Yield the kinds of the records behind a file header; 1 is encryption."""
    records = _Header(area)
    while records.at < len(area):
        length = records.number()
        end = records.at + length
        if not length or end > len(area):
            raise Damaged("a record outside its header")
        yield records.number()
        records.at = end
