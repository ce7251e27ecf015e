"""The directory of a 7z archive, read without touching the content (7-Zip's 7zFormat.txt)."""

import lzma
import zlib
from itertools import accumulate
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of
from mailcheck.protection.sevenzip_streams import END, Coder, Folder, Octets, Streams, read_streams

HEADER, PROPERTIES, MORE_STREAMS, STREAMS, ENCODED = 0x01, 0x02, 0x03, 0x04, 0x17
START = 32
COPY, LZMA, LZMA2 = b"\0", bytes.fromhex("030101"), b"\x21"
LARGEST_HEADER = 16 * 1024 * 1024
LARGEST_WINDOW = 64 * 1024 * 1024
SMALLEST_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class Directory:
    """What the header of an archive tells."""

    folders: tuple[Folder, ...]
    is_encrypted: bool = False
    """The header itself needs a password: nothing is known of what is inside."""
    places: tuple[int, ...] = ()
    """Where in the file each folder's content begins, if each has one stretch to itself."""


def read_directory(file: BinaryIO, look: Look) -> Directory:
    """Return the directory; raises Damaged if a length or a checksum is wrong."""
    if zlib.crc32(octets_at(file, 12, 20)) != number_at(file, 8, 4):
        raise Damaged("the start header is damaged")
    offset, size, checksum = number_at(file, 12, 8), number_at(file, 20, 8), number_at(file, 28, 4)
    if not size:
        return Directory(())
    raw = _stretch(file, START + offset, size, look)
    if zlib.crc32(raw) != checksum:
        raise Damaged("the header is damaged")
    while (header := Octets(raw, look)).octet() == ENCODED:
        look.check_time()
        streams = read_streams(header, look)
        if any(folder.is_encrypted for folder in streams.folders):
            return Directory((), is_encrypted=True)
        raw = _decoded(file, streams, look)
    if raw[:1] != bytes([HEADER]):
        raise Damaged("no header")
    streams = _header(header, look)
    return Directory(streams.folders, places=_places(streams))


def end_of(file: BinaryIO) -> int:
    """Return where an archive ends: with its header."""
    return START + number_at(file, 12, 8) + number_at(file, 20, 8)


def _places(streams: Streams) -> tuple[int, ...]:
    if len(streams.packed) != len(streams.folders):
        return ()
    return tuple(accumulate(streams.packed[:-1], initial=START + streams.start))


def _stretch(file: BinaryIO, start: int, length: int, look: Look) -> bytes:
    if length > LARGEST_HEADER or start + length > size_of(file):
        raise Damaged("the header is not there")
    look.unpack(length)
    file.seek(start)
    return file.read(length)


def _decoded(file: BinaryIO, streams: Streams, look: Look) -> bytes:
    """Unpack a packed header; 7-Zip packs it with LZMA alone."""
    if len(streams.folders) != 1 or len(streams.folders[0].coders) != 1 or not streams.packed:
        raise Damaged("a header packed in no known way")
    folder, coder = streams.folders[0], streams.folders[0].coders[0]
    packed = _stretch(file, START + streams.start, streams.packed[0], look)
    if coder.method == COPY:
        return packed
    if folder.size > LARGEST_HEADER:
        raise Damaged("a header larger than any")
    look.unpack(folder.size)
    settings = lzma_filter(coder)
    settings["dict_size"] = min(settings["dict_size"], max(folder.size, SMALLEST_WINDOW))  # nothing lies further back
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[settings])
    return unpacker.decompress(packed, folder.size)


def lzma_filter(coder: Coder) -> dict[str, int]:
    """Return how the standard library calls an LZMA coder; raises Damaged if it is none or asks for too much."""
    properties = coder.properties
    if coder.method == LZMA2 and len(properties) == 1 and properties[0] <= 40:
        window = 2 | properties[0] & 1
        return _bounded({"id": lzma.FILTER_LZMA2, "dict_size": window << properties[0] // 2 + 11})
    if coder.method != LZMA or len(properties) != 5 or properties[0] >= 225:
        raise Damaged("no LZMA")
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    window = int.from_bytes(properties[1:], "little")
    return _bounded({"id": lzma.FILTER_LZMA1, "dict_size": max(window, SMALLEST_WINDOW), "lc": lc, "lp": lp, "pb": pb})


def _bounded(settings: dict[str, int]) -> dict[str, int]:
    if settings["dict_size"] > LARGEST_WINDOW:
        raise Damaged("it asks for more memory than mailcheck gives")
    return settings


def _header(header: Octets, look: Look) -> Streams:
    found = Streams()
    while (kind := header.octet()) in {PROPERTIES, MORE_STREAMS, STREAMS}:
        if kind == PROPERTIES:
            while header.octet() != END:
                header.take(header.count())
        else:
            streams = read_streams(header, look)
            found = streams if kind == STREAMS else found
    return found
