"""The end of a ZIP archive: where its central directory is (PKWARE APPNOTE 6.3.10, 4.3.14 to 4.3.16)."""

import struct
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import CannotTell

END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_SIZE = 22
SPANS = (256, 2048, 4096, END_SIZE + 0xFFFF)
NEAREST = 2048
"""In so many of the last octets only a record that ends with the file is believed at once."""
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF

DAMAGED = "it is damaged or incomplete"
SPLIT = "it is one part of a split archive"


@dataclass(frozen=True, slots=True)
class End:
    """What the end records say."""

    position: int
    """Of the first end record, classic or ZIP64: where the central directory should end."""
    count: int
    size: int
    offset: int
    is_last: bool
    """Nothing stands behind it but its own comment."""
    algorithm: int = 0
    """The cipher of an encrypted directory (version 2 of the ZIP64 record, APPNOTE 7.3.4)."""
    finish: int = 0
    """Where the archive ends, its comment included."""


def find_end(file: BinaryIO, total: int) -> End:
    """Return what the end records of an archive of `total` octets say. Raises CannotTell if there is none."""
    return _zip64(file, _end(file, total))


def octets(file: BinaryIO, offset: int, length: int) -> bytes:
    """Return exactly `length` octets. Raises CannotTell if the file has not so many."""
    if offset < 0 or length < 0:
        raise CannotTell(DAMAGED)
    file.seek(offset)
    data = file.read(length)
    if len(data) != length:
        raise CannotTell(DAMAGED)
    return data


def _end(file: BinaryIO, total: int) -> End:
    """Find the end record (APPNOTE 4.3.16): 22 octets and a comment, at the very end of a sound archive."""
    for span in SPANS:
        base = max(0, total - span)
        tail = octets(file, base, total - base)
        found = _best_end(tail, base)
        if found and (found.is_last or span > NEAREST):
            return found
    file.seek(0)
    raise CannotTell(SPLIT if file.read(4) == b"PK\x07\x08" else DAMAGED)


def _best_end(tail: bytes, base: int) -> End | None:
    """Return the last record whose comment ends with the file; else the last with anything behind it.

    Behind a signed self-extracting archive stands the signature; a gateway may add a line break.
    """
    loose = None
    at = len(tail)
    while (at := tail.rfind(END, 0, at)) >= 0:
        if at + END_SIZE > len(tail):
            continue
        disk, first, here, count, size, offset, comment = struct.unpack_from("<HHHHIIH", tail, at + 4)
        if size > base + at or at + END_SIZE + comment > len(tail):
            continue
        if (disk, first) not in {(0, 0), (FULL16, FULL16)} or (here < count and count != FULL16):
            raise CannotTell(SPLIT)
        end = End(
            base + at,
            count,
            size,
            offset,
            is_last=at + END_SIZE + comment == len(tail),
            finish=base + at + END_SIZE + comment,
        )
        if end.is_last:
            return end
        loose = loose or end
    return loose


def _zip64(file: BinaryIO, end: End) -> End:
    """Return what the ZIP64 record says, if there is one (APPNOTE 4.3.14, 4.3.15)."""
    if end.position < 20:
        return end
    locator = octets(file, end.position - 20, 20)
    if not locator.startswith(LOCATOR64):
        return end
    for position in dict.fromkeys((struct.unpack_from("<Q", locator, 8)[0], end.position - 76)):
        if 0 <= position <= end.position - 76:
            record = octets(file, position, min(80, end.position - 20 - position))
            if record.startswith(END64):
                length, count, size, offset = struct.unpack("<4xQ20xQQQ", record[:56])
                algorithm = struct.unpack_from("<H", record, 74)[0] if length >= 64 and len(record) >= 76 else 0
                return End(position, count, size, offset, end.is_last, algorithm, end.finish)
    if FULL32 in {end.size, end.offset} or end.count == FULL16:
        raise CannotTell(DAMAGED)
    return end
