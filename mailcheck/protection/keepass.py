"""KeePass databases, `.kdb` and `.kdbx` (KeePass 1.x and 2.x; https://keepass.info/help/kb/kdbx.html)."""

import hashlib
import struct
from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "keepass"
FIRST = b"\x03\xd9\xa2\x9a"
OLD, TRIAL, NEW = b"\x65\xfb\x4b\xb5", b"\x66\xfb\x4b\xb5", b"\x67\xfb\x4b\xb5"
CIPHERS = {
    bytes.fromhex("31c1f2e6bf714350be5805216afc5aff"): "AES-256",
    bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a"): "ChaCha20",
    bytes.fromhex("ad68f29f576f4bb9a36ad47af965346c"): "Twofish",
}
CIPHER, SEED, ROUNDS, KDF = 2, 4, 6, 11
OLD_HEADER = 124
FIELDS = 64
BLOCKS = 512


@format(NAME, begins_with(FIRST + OLD, FIRST + TRIAL, FIRST + NEW), rank=10)
def keepass(file: BinaryIO, look: Look) -> Protection:
    """Judge a password database: it is always encrypted, so a sound header decides."""
    if octets_at(file, 4, 4) == OLD:
        return _first_generation(file)
    version = number_at(file, 10, 2)
    fields, end = _header(file, look, wide=version >= 4)
    if not {CIPHER, SEED, KDF if version >= 4 else ROUNDS} <= fields.keys() or len(fields[CIPHER]) != 16:
        raise Damaged("no whole header")
    if version >= 4:
        _check_blocks(file, end, look)
    elif size_of(file) - end < 32 or (size_of(file) - end) % 16:
        raise Damaged("no whole content")
    return protected(NAME, f"a password database, encrypted with {CIPHERS.get(fields[CIPHER], 'a cipher of its own')}")


def _header(file: BinaryIO, look: Look, *, wide: bool) -> tuple[dict[int, bytes], int]:
    """Return the header's fields and where it ends; their lengths have four octets since version 4, two before."""
    fields: dict[int, bytes] = {}
    at, octets = 12, 4 if wide else 2
    while 0 not in fields and len(fields) < FIELDS:
        look.entry()
        kind, length = number_at(file, at, 1), number_at(file, at + 1, octets)
        fields[kind] = octets_at(file, at + 1 + octets, length)
        at += 1 + octets + length
    return fields, at


def _check_blocks(file: BinaryIO, end: int, look: Look) -> None:
    """Compare the header's checksum, then walk the blocks: a seal, a length, the octets; the last one is empty."""
    if octets_at(file, end, 32) != hashlib.sha256(octets_at(file, 0, end)).digest():
        raise Damaged("the checksum does not agree")
    at, size = end + 64, size_of(file)
    for _ in range(BLOCKS):
        look.check_time()
        length = number_at(file, at + 32, 4)
        at += 36 + length
        if at > size:
            break
        if not length and at == size:
            return
        if not length:
            break
    raise Damaged("the last block is missing")


def _first_generation(file: BinaryIO) -> Protection:
    flags, version = struct.unpack("<II", octets_at(file, 8, 8))
    content = size_of(file) - OLD_HEADER
    if version >> 16 != 3 or not flags & 0b1010 or content < 16 or content % 16:
        raise Damaged("no whole database")
    return protected(NAME, f"a password database, encrypted with {'Twofish' if flags & 8 else 'AES-256'}")
