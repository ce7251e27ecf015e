"""xar archives, as used by installers of macOS. They have no protection."""

import struct
import zlib
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at
from mailcheck.protection.unpacking import unpacked

NAME = "xar"


@format(NAME, lambda sample: sample.head.startswith(b"xar!"), rank=20)
def xar(file: BinaryIO, look: Look) -> Protection:
    """Judge a xar archive: open, if its table of contents can be read."""
    header, version, packed, plain = struct.unpack(">HHQQ", octets_at(file, 4, 20))
    if version != 1 or not 28 <= header <= 1024:
        raise Damaged("no header")
    contents = unpacked(zlib.decompressobj, [octets_at(file, header, packed)], look).read()
    if len(contents) != plain or b"<xar" not in contents[:1024] or b"</xar>" not in contents[-64:]:
        raise Damaged("no table of contents")
    return opens(NAME, "a xar archive has no password", names_visible=True)
