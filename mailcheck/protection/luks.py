"""LUKS containers, versions 1 and 2 (LUKS On-Disk Format Specification 1.2.3 and 2)."""

import hashlib
import json
import re
from typing import BinaryIO

from mailcheck.model import Protection, Strength, opens, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "luks"
FIRST = b"LUKS\xba\xbe"
SECTOR = 512
LARGEST = 4 * 1024 * 1024
WEAK = re.compile(r"(?i)des|arc4|blowfish|cast5")


@format(NAME, begins_with(FIRST), rank=10)
def luks(file: BinaryIO, look: Look) -> Protection:
    """Judge an encrypted disk: protected, unless its cipher is the one that does nothing."""
    match number_at(file, 6, 2, little=False):
        case 1:
            ciphers = [_first_generation(file)]
        case 2:
            ciphers = _second_generation(file, look)
        case _:
            raise Damaged("no version of LUKS")
    if any(cipher.startswith(("cipher_null", "null")) for cipher in ciphers):
        return opens(NAME, "a disk whose cipher does nothing")
    strength = Strength.WEAK if any(WEAK.match(cipher) for cipher in ciphers) else Strength.STRONG
    return protected(NAME, f"an encrypted disk ({ciphers[0]})", strength=strength)


def _first_generation(file: BinaryIO) -> str:
    header = octets_at(file, 0, 592)
    cipher = header[8:40].rstrip(b"\0").decode("ascii")
    start = int.from_bytes(header[104:108], "big") * SECTOR
    if not re.fullmatch(r"[a-z0-9_]{3,32}", cipher) or not 592 <= start <= size_of(file):
        raise Damaged("no whole header")
    return cipher


def _second_generation(file: BinaryIO, look: Look) -> list[str]:
    size = number_at(file, 8, 8, little=False)
    if not 16384 <= size <= LARGEST:
        raise Damaged("no size of a header")
    look.unpack(size)
    file.seek(0)
    header = file.read(size)
    checked = header[:448] + bytes(64) + header[512:]
    if header[72:104].rstrip(b"\0") == b"sha256" and hashlib.sha256(checked).digest() != header[448:480]:
        raise Damaged("the checksum does not agree")
    segments = json.loads(header[4096:].split(b"\0", 1)[0])["segments"].values()
    ciphers = [str(segment["encryption"]) for segment in segments if segment["type"] == "crypt"]
    if not ciphers or len(ciphers) != len(segments):
        raise Damaged("a part that is not encrypted")
    if min(int(segment["offset"]) for segment in segments) > size_of(file):
        raise Damaged("it ends too early")
    return ciphers
