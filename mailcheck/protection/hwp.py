"""Hangul documents, version 3 and 5 (Hangul Document File Formats 3.0/HWPML and 5.0, revision 1.3)."""

import struct
import zlib
from typing import BinaryIO

from mailcheck.model import Protection, Strength, opens, protected
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of
from mailcheck.protection.ole import SIGNATURE, Compound

NAME = "hwp"
HEADER, DOCUMENT = "FileHeader", "DocInfo"
SIGN, OLD_SIGN = b"HWP Document File", b"HWP Document File V3.00 \x1a\1\2\3\4\5"
PACKED, PASSWORD, DISTRIBUTED, LICENCE, CERTIFICATE, LICENCE_2 = 1, 1 << 1, 1 << 2, 1 << 4, 1 << 8, 1 << 10
FIRST_RECORD = 0x010
OLD_PASSWORD = 30 + 96


@format(NAME, begins_with(SIGNATURE), rank=45)
def hwp(file: BinaryIO, look: Look) -> Protection:
    """Judge a document of version 5 by the flags in its header."""
    compound = Compound(file, look)
    if HEADER not in compound or DOCUMENT not in compound:
        raise CannotTell("it is not a document that mailcheck knows")
    header = compound.head(HEADER, 40)
    if not header.startswith(SIGN) or len(header) < 40 or compound.is_cut_off:
        raise Damaged("no whole header")
    (flags,) = struct.unpack("<I", header[36:40])
    if flags & (PASSWORD | LICENCE | CERTIFICATE | LICENCE_2) and _is_readable(compound, flags):
        return opens(NAME, "its content can be read, whatever its header says")
    if flags & PASSWORD:
        return protected(NAME, "encrypted with a password", strength=Strength.STRONG)
    if flags & (LICENCE | CERTIFICATE | LICENCE_2):
        return protected(NAME, "encrypted for a certificate or under rights management")
    note = "protected against copying, not against reading" if flags & DISTRIBUTED else ""
    return opens(NAME, note=note)


def _is_readable(compound: Compound, flags: int) -> bool:
    """Whether the description begins with the record that always comes first (5.0, table 13)."""
    start = compound.head(DOCUMENT, 256)
    if flags & PACKED:
        try:
            start = zlib.decompressobj(-15).decompress(start, 4)
        except zlib.error:
            return False
    return len(start) >= 4 and int.from_bytes(start[:4], "little") & 0x3FF == FIRST_RECORD


@format(NAME, begins_with(OLD_SIGN), rank=20)
def old_hwp(file: BinaryIO, look: Look) -> Protection:
    """Judge a document of version 3 by the flag in its summary."""
    del look
    if size_of(file) < 30 + 128 + 1008 or octets_at(file, 0, len(OLD_SIGN)) != OLD_SIGN:
        raise Damaged("it ends too early")
    if number_at(file, OLD_PASSWORD, 2):
        return protected(NAME, "encrypted with a password, by an old and weak method", strength=Strength.WEAK)
    return opens(NAME)
