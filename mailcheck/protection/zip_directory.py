"""The directory of a ZIP archive, read without touching the members (PKWARE APPNOTE 6.3.10).

The standard library's zipfile cannot be used here: it reads neither the local headers nor the signs of an
encrypted directory, and it takes an inner archive's directory for that of a cut-off outer one.
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.zip_end import DAMAGED, FULL32, End, find_end, octets

CENTRAL, LOCAL, SIGNED = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x05"
CENTRAL_SIZE, LOCAL_SIZE = 46, 30
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""What a self-extracting archive starts with; a signature may stand behind its end record."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the central directory (APPNOTE 4.3.12)."""

    name: str
    flags: int
    method: int
    packed: int
    size: int
    offset: int
    """Of its local header, from the start of the file."""
    crc: int
    extra: bytes

    @property
    def is_content(self) -> bool:
        """Whether it carries content: directories and empty files do not."""
        # An empty file still has an encryption header when encrypted: 12 octets of ZipCrypto, up to 28 of AES.
        return not self.name.endswith("/") and (self.size > 0 or self.packed > 28)


@dataclass(frozen=True, slots=True)
class Directory:
    """What the end of an archive tells."""

    members: tuple[Member, ...]
    start: int
    """Where the central directory starts in the file."""
    is_encrypted: bool = False
    """The directory itself is encrypted (APPNOTE 7.3.4): nothing is known of the members."""
    algorithm: int = 0
    """Its cipher, if the archive says (APPNOTE 7.2.3.2, AlgID)."""
    finish: int = 0
    """Where the archive ends in the file."""

    @property
    def begin(self) -> int:
        """Where the archive begins in the file: with its first entry."""
        return min((member.offset for member in self.members), default=0 if self.is_encrypted else self.start)


def read_directory(file: BinaryIO, look: Look) -> Directory:
    """Return the central directory. Raises CannotTell if there is none that can be trusted."""
    total = file.seek(0, io.SEEK_END)
    end = find_end(file, total)
    if end.size > end.position or end.offset > total:
        raise CannotTell(DAMAGED)
    look.unpack(end.size)
    if not end.count and not end.size:
        return Directory((), end.position, finish=end.finish)
    for start in dict.fromkeys((end.position - end.size, end.offset)):
        central = octets(file, start, end.size)
        if central.startswith(CENTRAL):
            prefix = start - end.offset
            members = tuple(_members(central, prefix, look))
            _check(file, members, end, prefix)
            return Directory(members, start, finish=end.finish)
    if _starts_masked(file):
        return Directory((), end.position - end.size, is_encrypted=True, algorithm=end.algorithm, finish=end.finish)
    raise CannotTell(DAMAGED)


def _members(central: bytes, prefix: int, look: Look) -> Iterator[Member]:
    at = 0
    while central.startswith(CENTRAL, at) and at + CENTRAL_SIZE <= len(central):
        look.entry()
        fields = struct.unpack_from("<HHHHHIIIHHHHHII", central, at + 6)
        flags, method, crc, packed, size = fields[1], fields[2], fields[5], fields[6], fields[7]
        name_size, extra_size, comment_size, offset = fields[8], fields[9], fields[10], fields[14]
        name = central[at + CENTRAL_SIZE : at + CENTRAL_SIZE + name_size]
        extra = central[at + CENTRAL_SIZE + name_size :][:extra_size]
        size, packed, offset = _wide(size, packed, offset, extra)
        text = name.decode("utf-8" if flags & 0x0800 else "cp437", "replace").replace("\\", "/")
        yield Member(text, flags, method, packed, size, offset + prefix, crc, extra)
        at += CENTRAL_SIZE + name_size + extra_size + comment_size
    if at != len(central) and not central.startswith(SIGNED, at):
        raise CannotTell(DAMAGED)


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the extra fields (APPNOTE 4.5) as identifier and content; stops where they end too early."""
    at = 0
    while at + 4 <= len(extra):
        identifier, length = struct.unpack_from("<HH", extra, at)
        yield identifier, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _wide(size: int, packed: int, offset: int, extra: bytes) -> tuple[int, int, int]:
    """Return the sizes of a ZIP64 entry: only those present that did not fit (APPNOTE 4.5.3)."""
    wide = next((content for identifier, content in fields_of(extra) if identifier == 0x0001), b"")
    numbers = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    return tuple(next(numbers, value) if value == FULL32 else value for value in (size, packed, offset))  # type: ignore[return-value]  # three in, three out


def _check(file: BinaryIO, members: tuple[Member, ...], end: End, prefix: int) -> None:
    """Refuse members that lie outside the archive or over each other, and an inner archive's directory."""
    reached = 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset < reached:
            raise CannotTell("its entries overlap")
        reached = member.offset + LOCAL_SIZE + member.packed
        if member.offset < 0 or reached > end.position - end.size:
            raise CannotTell(DAMAGED)
    start = octets(file, 0, 4)
    if prefix > 0 and (start == LOCAL or not (end.is_last or start.startswith(PROGRAMS))):
        raise CannotTell(DAMAGED)


def _starts_masked(file: BinaryIO) -> bool:
    """Whether the first local header is encrypted and masked (flag bits 0 and 13, APPNOTE 4.4.4)."""
    header = octets(file, 0, LOCAL_SIZE)
    return header.startswith(LOCAL) and struct.unpack_from("<H", header, 6)[0] & 0x2001 == 0x2001
