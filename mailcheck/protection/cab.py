"""Cabinet files of Windows ([MS-CAB]). They have no protection of their own."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, unreadable
from mailcheck.protection import CannotTell, Look, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import PACKED, Enclosed, followed
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "cab"
FIRST = b"MSCF\0\0\0\0"
FOLDERS = 36
PREVIOUS, RESERVED = 0x0001, 0x0004
STORED, ZIPPED = 0, 1
SPLIT = 0xFFFD
"""From this number on a folder goes on in another cabinet."""
WINDOW = 32 * 1024
LARGEST_BLOCK = 32 * 1024


@format(NAME, begins_with(FIRST), rank=20)
def cab(file: BinaryIO, look: Look) -> Protection:
    """Judge a cabinet by its files, if all that its header announces are there."""
    length, names, version, folders, files, flags = struct.unpack("<8xI4xI4xHHHH", octets_at(file, 0, 32))
    if version >> 8 != 1 or length > size_of(file) or not folders or not FOLDERS <= names < length:
        raise Damaged("no whole cabinet")
    listed = tuple(_listed(file, names, length, files, look))
    if flags & PREVIOUS:
        return contain(NAME, [unreadable("entry", "it goes on from another cabinet")])
    contents = [_Folder(file, place, reserve, look) for place, reserve in _folders(file, folders, flags)]
    return contain(NAME, followed(_files(listed, contents), look))


Listed = tuple[int, int, int]
"""Of a file: its size, its place in its folder, the folder's number."""


def _listed(file: BinaryIO, at: int, length: int, files: int, look: Look) -> Iterator[Listed]:
    """Yield the files that a cabinet lists (2.3)."""
    for _ in range(files):
        look.entry()
        name = octets_at(file, at + 16, max(0, min(256, length - at - 16))).find(b"\0")
        if name <= 0:
            raise Damaged("no name")
        yield struct.unpack("<IIH", octets_at(file, at, 10))
        at += 16 + name + 1


def _folders(file: BinaryIO, count: int, flags: int) -> Iterator[tuple[int, int]]:
    """Yield where each folder is described, and how many octets its blocks reserve (2.1, 2.2)."""
    at, folder, block = FOLDERS, 0, 0
    if flags & RESERVED:
        header, folder, block = struct.unpack("<HBB", octets_at(file, at, 4))
        at += 4 + header
    for number in range(count):
        yield at + number * (8 + folder), block


def _files(listed: tuple[Listed, ...], contents: "list[_Folder]") -> Iterator[Enclosed | Protection]:
    for size, place, number in listed:
        if not size:
            continue
        if number >= SPLIT or number >= len(contents):
            yield unreadable("entry", "it goes on in another cabinet")
        else:
            yield Enclosed(size, partial(contents[number].open, place, size))


@dataclass(slots=True)
class _Folder:
    """A stretch of content that is packed together, unpacked as far as it was needed (2.4)."""

    file: BinaryIO
    place: int
    reserve: int
    look: Look
    unpacked: bytes | None = None

    def open(self, start: int, size: int) -> BinaryIO:
        """Return one file. Raises CannotTell if it is packed in another way."""
        if self.unpacked is None:
            self.unpacked = b"".join(self._blocks())
        content = self.unpacked[start : start + size]
        if len(content) != size:
            raise Damaged("it ends too early")
        return io.BytesIO(content)

    def _blocks(self) -> Iterator[bytes]:
        at, count, kind = struct.unpack("<IHH", octets_at(self.file, self.place, 8))
        before = b""
        for _ in range(count):
            packed, plain = number_at(self.file, at + 4, 2), number_at(self.file, at + 6, 2)
            self.look.unpack(plain)
            before = _plain(octets_at(self.file, at + 8 + self.reserve, packed), before, kind & 0x0F)
            if len(before) != plain or plain > LARGEST_BLOCK:
                raise Damaged("a block of another size")
            yield before
            at += 8 + self.reserve + packed


def _plain(packed: bytes, before: bytes, kind: int) -> bytes:
    """Unpack a block; one that is zipped may point back into the block before ([MS-MCI] 2.1.1)."""
    if kind == STORED:
        return packed
    if kind != ZIPPED:
        raise CannotTell(PACKED)
    if not packed.startswith(b"CK"):
        raise Damaged("no block")
    return zlib.decompressobj(-15, zdict=before[-WINDOW:]).decompress(packed[2:], LARGEST_BLOCK + 1)
