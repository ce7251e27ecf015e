"""Disk images of macOS: encrypted ones (`encrcdsa`, `cdsaencr`) and open ones (the `koly` trailer)."""

import struct
from typing import BinaryIO

from mailcheck.model import Protection, opens, protected
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "dmg"
SECOND, FIRST, OPEN = b"encrcdsa", b"cdsaencr", b"koly"
TRAILER = 512
OLD_TRAILER = 1276
PLACE = struct.Struct(">8sII5I16sIQQI")
"""The start of the second version's header, as hdiutil writes it: block size, size and place of the content, keys."""


def _recognises(sample: Sample) -> bool:
    return sample.head.startswith(SECOND) or _is_trailer(sample.last(TRAILER))


def _is_trailer(end: bytes) -> bool:
    return end.endswith(FIRST) or end.startswith(OPEN)


@format(NAME, _recognises, rank=10)
def dmg(file: BinaryIO, look: Look) -> Protection:
    """Judge a disk image by its header or trailer."""
    del look
    size = size_of(file)
    if octets_at(file, 0, 8) == SECOND:
        return _second_generation(file, size)
    if octets_at(file, size - 8, 8) == FIRST:
        return _first_generation(file, size)
    version, length = struct.unpack(">II", octets_at(file, size - TRAILER + 4, 8))
    start, content = struct.unpack(">QQ", octets_at(file, size - TRAILER + 24, 16))
    if version != 4 or length != TRAILER or start + content > size - TRAILER:
        raise Damaged("no whole disk image")
    return opens(NAME, "a disk image without a password")


@format(NAME, lambda sample: sample.head[1024:1026] in {b"H+", b"HX"}, rank=80)
def bare_volume(file: BinaryIO, look: Look) -> Protection:
    """Judge a volume of macOS without an image around it (Apple's TN1150): open, if it is as large as it says."""
    del look
    block, blocks = struct.unpack(">II", octets_at(file, 1024 + 40, 8))
    if not block or block * blocks > size_of(file):
        raise Damaged("it ends too early")
    return opens(NAME, "a disk image without a password")


def _second_generation(file: BinaryIO, size: int) -> Protection:
    _, version, vector, _, _, bits, _, _, _, block, content, start, keys = PLACE.unpack(octets_at(file, 0, PLACE.size))
    sound = version == 2 and 0 < vector <= 64 and block and 0 < keys < 256 and start >= PLACE.size
    if not sound or start + content > size:
        raise Damaged("no whole disk image")
    return protected(NAME, f"an encrypted disk image (AES-{256 if bits == 256 else 128})")


def _first_generation(file: BinaryIO, size: int) -> Protection:
    at = size - OLD_TRAILER + 48
    rounds, salt = number_at(file, at, 4, little=False), number_at(file, at + 4, 4, little=False)
    key = number_at(file, at + 88, 4, little=False)
    if not (0 < rounds < 1 << 28 and 0 < salt <= 48 and 0 < key <= 296):
        raise Damaged("no whole disk image")
    return protected(NAME, "an encrypted disk image (AES-128)")
