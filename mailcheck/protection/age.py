"""age: files encrypted to a key or a passphrase (https://age-encryption.org/v1)."""

import io
import re
from typing import BinaryIO

from mailcheck.model import Protection, protected
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import around, begins, blocks_in, with_words
from mailcheck.protection.octets import Damaged, size_of, whole

NAME = "age"
FIRST = b"age-encryption.org/v1\n"
ARMOUR = "AGE ENCRYPTED FILE"
HEADER = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"((?:-> [\x21-\x7e]+(?: [\x21-\x7e]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+)"
    rb"--- [A-Za-z0-9+/]{43}\n"
)
LONGEST = 256 * 1024
NONCE, TAG, CHUNK = 16, 16, 64 * 1024


@format(NAME, lambda sample: sample.head.startswith(FIRST) or begins(sample.head) == ARMOUR, rank=10)
def age(file: BinaryIO, look: Look) -> Protection:
    """Judge an age file: with a sound header and a payload that can be whole, it needs a key or a passphrase."""
    file.seek(0)
    if file.read(len(FIRST)) == FIRST:
        return _binary(file)
    text = whole(file, look)
    return with_words(NAME, _binary(_out_of_armour(text, look)), around(text, look))


def _binary(file: BinaryIO) -> Protection:
    file.seek(0)
    header = HEADER.match(file.read(LONGEST))
    if header is None:
        raise Damaged("no whole header")
    payload = size_of(file) - header.end() - NONCE
    last = payload % (CHUNK + TAG)
    if payload < TAG or 0 < last < TAG:
        raise Damaged("no whole payload")
    if b"-> scrypt " in header[1]:
        return protected(NAME, "needs a passphrase (ChaCha20-Poly1305)")
    return protected(NAME, "needs its reader's key (ChaCha20-Poly1305)")


def _out_of_armour(text: bytes, look: Look) -> BinaryIO:
    block = next(blocks_in(text, look))
    if block.label != ARMOUR or not block.complete:
        raise Damaged("the armour does not end")
    return io.BytesIO(block.octets)
