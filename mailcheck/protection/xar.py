"""xar archives, as used by installers of macOS. They have no protection."""

import struct
import zlib
from typing import BinaryIO
from xml.etree import ElementTree

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of
from mailcheck.protection.unpacking import unpacked

NAME = "xar"


@format(NAME, lambda sample: sample.head.startswith(b"xar!"), rank=20)
def xar(file: BinaryIO, look: Look) -> Protection:
    """Judge a xar archive: open, if its table of contents can be read."""
    header, version, packed, plain = struct.unpack(">HHQQ", octets_at(file, 4, 20))
    if version != 1 or not 28 <= header <= 1024:
        raise Damaged("no header")
    contents = unpacked(zlib.decompressobj, [octets_at(file, header, packed)], look).read()
    if len(contents) != plain or b"<!ENTITY" in contents:
        raise Damaged("no table of contents")
    ends = [_end(place) for place in ElementTree.fromstring(contents).iter()]  # noqa: S314 - without entities
    if header + packed + max(ends, default=0) > size_of(file):
        raise Damaged("it ends too early")
    return opens(NAME, "a xar archive has no password", names_visible=True)


def _end(place: ElementTree.Element) -> int:
    """Return where a file's content, or a checksum, ends behind the table of contents."""
    if place.tag not in {"data", "checksum"}:
        return 0
    return int(place.findtext("offset", "0")) + int(place.findtext("length", "") or place.findtext("size", "0"))
