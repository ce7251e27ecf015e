"""The boxes that MP4, QuickTime and HEIF files are made of (ISO/IEC 14496-12 §4.2)."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

BRANDS = {
    "image": {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"},
    "audio": {b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"aaxc"},
}
"""Main brands; every other is a film."""


def boxes(
    file: BinaryIO, look: Look, *, start: int = 0, end: int | None = None
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the boxes of a file, or of a stretch of it: each its kind, and where its content begins and ends."""
    at, last = start, size_of(file) if end is None else end
    while at < last:
        look.entry()
        length, kind, header = number_at(file, at, 4, little=False), octets_at(file, at + 4, 4), 8
        if length == 1:
            length, header = number_at(file, at + 8, 8, little=False), 16
        elif length == 0:
            length = last - at
        if length < header or at + length > last:
            raise Damaged("a box outside its place")
        yield kind.decode("latin-1"), (at + header, at + length)
        at += length
