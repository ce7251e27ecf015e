"""The plain chains of files: cpio, and `ar` as used by Unix libraries and Debian packages (POSIX.1-2017; ar(5))."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import Look, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of, window

AR = b"!<arch>\n"
ODC, NEWC, CRC = b"070707", b"070701", b"070702"
SWAPPED, NATIVE = b"\x71\xc7", b"\xc7\x71"
LAST = b"TRAILER!!!"
TYPES, REGULAR = 0o170000, 0o100000
LONGEST_NAME = 4096

Member = tuple[int, int, int, bytes]
"""Mode, start of the content, its length, name."""


@format("cpio", begins_with(ODC, NEWC, CRC, SWAPPED, NATIVE), rank=40)
def cpio(file: BinaryIO, look: Look) -> Protection:
    """Judge a cpio archive: it has no protection of its own, so what is inside decides."""
    return contain("cpio", _children(file, look))


def _children(file: BinaryIO, look: Look) -> Iterator[Protection]:
    at = 0
    while True:
        look.entry()
        (mode, start, length, name), at = _member(file, at)
        if name == LAST:
            return
        if mode & TYPES == REGULAR and length:
            yield look.inside(window(file, start, length))


def _member(file: BinaryIO, at: int) -> tuple[Member, int]:
    """Return a member and where the next one begins."""
    lead = octets_at(file, at, 6)
    if lead in {NEWC, CRC}:
        fields = [int(octets_at(file, at + 6 + 8 * number, 8), 16) for number in (1, 6, 11)]
        (mode, length, name), header, unit = fields, 110, 4
    elif lead == ODC:
        line = octets_at(file, at, 76)
        (mode, length, name), header, unit = [int(line[a:b], 8) for a, b in ((18, 24), (65, 76), (59, 65))], 76, 1
    else:
        (mode, length, name), header, unit = _binary(octets_at(file, at, 26)), 26, 2
    if not 0 < name <= LONGEST_NAME:
        raise Damaged("no name")
    start = at + header + name
    start += -(start - at) % unit
    return (mode, start, length, octets_at(file, at + header, name).rstrip(b"\0")), start + length + -length % unit


def _binary(header: bytes) -> list[int]:
    """Read the oldest form: words of two octets, the larger numbers with their higher word first."""
    if header[:2] not in {NATIVE, SWAPPED}:
        raise Damaged("no header")
    order = "little" if header[:2] == NATIVE else "big"
    words = [int.from_bytes(header[at : at + 2], order) for at in range(0, 26, 2)]  # type: ignore[arg-type]
    return [words[3], words[11] << 16 | words[12], words[10]]


@format("ar", begins_with(AR), rank=20)
def ar(file: BinaryIO, look: Look) -> Protection:
    """Judge an ar archive: it has no protection of its own, so what is inside decides."""
    return contain("ar", _ar_children(file, look))


def _ar_children(file: BinaryIO, look: Look) -> Iterator[Protection]:
    at, size = len(AR), size_of(file)
    while at < size:
        look.entry()
        header = octets_at(file, at, 60)
        if header[58:60] != b"`\n":
            raise Damaged("no header")
        length = int(header[48:58])
        if not header.startswith((b"/ ", b"// ", b"__.SYMDEF")) and length:
            yield look.inside(window(file, at + 60, length))
        at += 60 + length + length % 2
    if at > size + 1:
        raise Damaged("it ends too early")
