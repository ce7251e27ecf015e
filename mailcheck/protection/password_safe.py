"""Password Safe databases, version 3 (Password Safe's formatV3)."""

from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of

NAME = "password-safe"
FIRST, LAST = b"PWS3", b"PWS3-EOFPWS3-EOF"
HEADER, SEAL = 4 + 32 + 4 + 32 + 64 + 16, 32


@format(NAME, begins_with(FIRST, further=lambda sample: LAST in sample.last(64)), rank=20)
def password_safe(file: BinaryIO, look: Look) -> Protection:
    """Judge a password database: it is always encrypted, if its end is where it must be."""
    del look
    content = size_of(file) - HEADER - len(LAST) - SEAL
    if content < 0 or content % 16 or octets_at(file, HEADER + content, len(LAST)) != LAST:
        raise Damaged("no whole database")
    return protected(NAME, "a password database, encrypted with Twofish")
