"""xar archives, as used by installers of macOS. They have no protection of their own."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO
from xml.etree.ElementTree import Element

from mailcheck.model import Protection, unreadable
from mailcheck.protection import Look, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import PACKED, Enclosed, followed
from mailcheck.protection.markup import elements
from mailcheck.protection.octets import Damaged, blocks, octets_at, size_of, window
from mailcheck.protection.unpacking import Unpacker, unpacked

NAME = "xar"
MEMORY = 80 * 1024 * 1024
PACKINGS: dict[str, Callable[[], Unpacker]] = {
    "application/x-gzip": zlib.decompressobj,
    "application/x-bzip2": bz2.BZ2Decompressor,
    "application/x-lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=MEMORY),
    "application/x-xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY),
}
"""How a file is packed; what is called gzip is a bare stream of zlib's."""
STORED = "application/octet-stream"


@format(NAME, begins_with(b"xar!"), rank=20)
def xar(file: BinaryIO, look: Look) -> Protection:
    """Judge a xar archive by its files, which its table of contents lists."""
    header, version, packed, plain = struct.unpack(">HHQQ", octets_at(file, 4, 20))
    if version != 1 or not 28 <= header <= 1024:
        raise Damaged("no header")
    contents = unpacked(zlib.decompressobj, [octets_at(file, header, packed)], look).read()
    if len(contents) != plain:
        raise Damaged("no table of contents")
    places = tuple(elements(contents, look, {"data", "checksum"}))
    begin = header + packed
    if begin + max((sum(_place(place)) for place in places), default=0) > size_of(file):
        raise Damaged("it ends too early")
    return contain(NAME, followed(_files(file, begin, places, look), look))


def _files(file: BinaryIO, begin: int, places: tuple[Element, ...], look: Look) -> Iterator[Enclosed | Protection]:
    for place in places:
        look.entry()
        start, length = _place(place)
        encoding = place.find("encoding")
        style = STORED if encoding is None else encoding.get("style", STORED)
        size = int(place.findtext("size", "") or length)
        if place.tag != "data" or not size:
            continue
        content = window(file, begin + start, length)
        if style == STORED:
            yield Enclosed(0, partial(_as_it_stands, content))
        elif style in PACKINGS:
            yield Enclosed(size, partial(_unpacked, content, PACKINGS[style], look))
        else:
            yield unreadable("entry", PACKED)


def _as_it_stands(content: BinaryIO) -> BinaryIO:
    return content


def _unpacked(content: BinaryIO, make: Callable[[], Unpacker], look: Look) -> BinaryIO:
    return unpacked(make, blocks(content, look), look)


def _place(place: Element) -> tuple[int, int]:
    """Return where a file's content, or a checksum, lies behind the table of contents."""
    return int(place.findtext("offset", "0")), int(place.findtext("length", "") or place.findtext("size", "0"))
