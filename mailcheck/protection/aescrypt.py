"""AES Crypt, stream formats 0 to 3 (https://www.aescrypt.com/aes_file_format.html)."""

from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, size_of

NAME = "aescrypt"
VECTOR, KEYS, SEAL = 16, 48, 32
EXTENSIONS = 256


@format(NAME, begins_with(b"AES\0", b"AES\1", b"AES\2", b"AES\3"), rank=20)
def aescrypt(file: BinaryIO, look: Look) -> Protection:
    """Judge an AES Crypt file: its length must be what its header makes it."""
    version, reserved = number_at(file, 3, 1), number_at(file, 4, 1)
    if reserved > (15 if version == 0 else 0):
        raise Damaged("no header")
    at = _behind_extensions(file, look) if version >= 2 else 5
    match version:
        case 0:
            rest = size_of(file) - at - VECTOR - SEAL
        case 3:
            rest = size_of(file) - at - 4 - VECTOR - KEYS - SEAL - SEAL
        case _:
            rest = size_of(file) - at - VECTOR - KEYS - SEAL - 1 - SEAL
            reserved = number_at(file, max(0, size_of(file) - SEAL - 1), 1)  # octets in the last block: 0 to 15
    if rest < 0 or rest % 16 or reserved > 15 or (reserved and not rest):
        raise Damaged("no whole content")
    return protected(NAME, "encrypted with AES-256")


def _behind_extensions(file: BinaryIO, look: Look) -> int:
    """Step over the extensions: each has a length of two octets, and a length of nothing ends them."""
    at = 5
    for _ in range(EXTENSIONS):
        look.entry()
        length = number_at(file, at, 2, little=False)
        at += 2 + length
        if not length:
            return at
    raise Damaged("extensions without an end")
