"""Microsoft's rights-managed messages, `message.rpmsg` ([MS-OXORMMS] 2.1.4)."""

import struct
import zlib
from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of
from mailcheck.protection.unpacking import unpacked

NAME = "rpmsg"
FIRST = bytes.fromhex("76e8046 0c411e386".replace(" ", ""))
BLOCK = b"\xa0\x0f\x00\x00"
CONTENT = "\tDRMContent"
LARGEST = 64 * 1024


@format(NAME, begins_with(FIRST), rank=10)
def rpmsg(file: BinaryIO, look: Look) -> Protection:
    """Judge a rights-managed message: the server of its sender decides who may open it."""
    at, size = len(FIRST), size_of(file)
    first = True
    while at < size:
        look.entry()
        mark, plain, packed = struct.unpack("<4sII", octets_at(file, at, 12))
        if mark != BLOCK or plain > LARGEST or packed > LARGEST or at + 12 + packed > size:
            raise Damaged("no whole message")
        if first and not _begins_compound(octets_at(file, at + 12, packed), look):
            raise Damaged("no compound file inside")
        at, first = at + 12 + packed, False
    if first:
        raise Damaged("nothing is inside")
    return protected(NAME, "rights-managed: only named readers can open it")


def _begins_compound(packed: bytes, look: Look) -> bool:
    return unpacked(zlib.decompressobj, [packed], look).read(8) == bytes.fromhex("d0cf11e0a1b11ae1")
