"""ARJ archives, with and without a password (ARJ's technical notes)."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, Strength, protected
from mailcheck.protection import Look, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import Enclosed, followed, stretch
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "arj"
FIRST = b"\x60\xea"
GARBLED, STORED = 0x01, 0
LARGEST = 2600
BINARY, TEXT, FOLDER, LABEL, CHAPTER = 0, 1, 3, 4, 5


@format(NAME, begins_with(FIRST, further=lambda sample: sample.head[10:11] == b"\2"), rank=40)
def arj(file: BinaryIO, look: Look) -> Protection:
    """Judge an archive by the flags of its entries."""
    return contain(NAME, followed(_files(file, look), look))


def _files(file: BinaryIO, look: Look) -> Iterator[Enclosed | Protection]:
    at = _behind(file, 0, number_at(file, 2, 2))
    while True:
        look.entry()
        length = number_at(file, at + 2, 2)
        if octets_at(file, at, 2) != FIRST:
            raise Damaged("no header")
        if not length:
            return
        content = _behind(file, at, length)
        flags, kind, packed = number_at(file, at + 8, 1), number_at(file, at + 10, 1), number_at(file, at + 16, 4)
        if content + packed > size_of(file):
            raise Damaged("it ends too early")
        if kind in {BINARY, TEXT} and number_at(file, at + 20, 4):
            is_stored = number_at(file, at + 9, 1) == STORED
            yield _locked() if flags & GARBLED else stretch(file, content, packed, stored=is_stored)
        at = content + packed


def _locked() -> Protection:
    return protected("entry", "encrypted by ARJ, an old and weak method", strength=Strength.WEAK, names_visible=True)


def _behind(file: BinaryIO, at: int, length: int) -> int:
    """Check a header's checksum and return where the content begins, behind extended headers."""
    if not 30 <= length <= LARGEST or zlib.crc32(octets_at(file, at + 4, length)) != number_at(
        file, at + 4 + length, 4
    ):
        raise Damaged("the checksum of a header does not agree")
    at += 8 + length
    while extended := number_at(file, at, 2):
        at += 2 + extended + 4
    return at + 2
