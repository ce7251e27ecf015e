"""ACE archives, with and without a password (the headers as unace describes them)."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, Strength, protected
from mailcheck.protection import Look, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import Enclosed, followed, stretch
from mailcheck.protection.octets import Damaged, octets_at, size_of

NAME = "ace"
FILE = 1
MORE, PASSWORD = 0x0001, 0x4000
ATTRIBUTES, METHOD = 15, 23
FOLDER, STORED = 0x10, 0


@format(NAME, lambda sample: sample.head[7:14] == b"**ACE**", rank=20)
def ace(file: BinaryIO, look: Look) -> Protection:
    """Judge an archive by the flags of its entries."""
    return contain(NAME, followed(_files(file, look), look))


def _files(file: BinaryIO, look: Look) -> Iterator[Enclosed | Protection]:
    at, size, entries = 0, size_of(file), 0
    while at < size:
        look.entry()
        checksum, length, kind, flags = struct.unpack("<HHBH", octets_at(file, at, 7))
        header = octets_at(file, at + 4, length)
        if zlib.crc32(header) & 0xFFFF ^ 0xFFFF != checksum:  # the same polynomial, without the last step
            raise Damaged("the checksum of a header does not agree")
        packed, plain = struct.unpack("<II", header[3:11]) if flags & MORE and kind == FILE else (0, 0)
        start, at = at + 4 + length, at + 4 + length + packed
        entries += kind == FILE
        if kind == FILE and plain and not header[ATTRIBUTES] & FOLDER:
            yield _locked() if flags & PASSWORD else stretch(file, start, packed, stored=header[METHOD] == STORED)
    if at != size or not entries:
        raise Damaged("it ends too early")


def _locked() -> Protection:
    return protected("entry", "encrypted by ACE, an old method", strength=Strength.WEAK, names_visible=True)
