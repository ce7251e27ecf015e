"""AxCrypt, versions 1 and 2 (the header blocks of Axantum.AxCrypt, HeaderBlockType)."""

from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "axcrypt"
FIRST = bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821")
PREAMBLE, VERSION, KEY_1, DATA, KEY_2 = 2, 3, 4, 63, 66
BLOCKS = 256


@format(NAME, begins_with(FIRST), rank=10)
def axcrypt(file: BinaryIO, look: Look) -> Protection:
    """Judge an AxCrypt file: it is always encrypted, so a sound chain of header blocks decides."""
    seen: dict[int, bytes] = {}
    at = len(FIRST)
    for _ in range(BLOCKS):
        look.entry()
        length, kind = number_at(file, at, 4), number_at(file, at + 4, 1) & 0x7F
        seen[kind] = octets_at(file, at + 5, length - 5)
        at += length
        if kind == DATA:
            break
    if not {PREAMBLE, VERSION, DATA} <= seen.keys() or not {KEY_1, KEY_2} & seen.keys():
        raise Damaged("no whole header")
    if seen[VERSION][0] < 4 or KEY_1 in seen:  # the first generation counts its octets, the second ends by itself
        content = int.from_bytes(seen[DATA][:8], "little")
        if not 0 < content <= size_of(file) - at:
            raise Damaged("it ends too early")
        return protected(NAME, "encrypted with AES-128")
    if size_of(file) <= at:
        raise Damaged("it ends too early")
    return protected(NAME, "encrypted with AES")
