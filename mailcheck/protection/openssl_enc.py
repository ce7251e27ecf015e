"""What `openssl enc` writes with a password: `Salted__`, eight octets of salt, the content; also in base64."""

import binascii
import io
import re
from typing import BinaryIO

from mailcheck.model import Protection, Strength, protected
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of, whole

NAME = "openssl-enc"
FIRST, BASE64 = b"Salted__", b"U2FsdGVkX1"
LINES = re.compile(rb"[A-Za-z0-9+/\r\n]+={0,2}\s*\Z")


@format(NAME, begins_with(FIRST, BASE64), rank=20)
def openssl_enc(file: BinaryIO, look: Look) -> Protection:
    """Judge by length and by looks: the content must come in blocks of a cipher, and not be text."""
    if octets_at(file, 0, len(FIRST)) != FIRST:
        text = whole(file, look)
        if not LINES.match(text):
            raise Damaged("no base64")
        file = io.BytesIO(binascii.a2b_base64(text))
    content = size_of(file) - 16
    if content < 8 or content % 8:
        raise CannotTell("it is incomplete, or encrypted in a way mailcheck cannot confirm")
    if _is_text(octets_at(file, 8, min(content, 512) + 8)):
        raise CannotTell("it begins like an encrypted file but goes on as text")
    if content % 16:
        return protected(NAME, "needs a password (a cipher with small blocks)", strength=Strength.WEAK)
    return protected(NAME, "needs a password (the file does not name its cipher)")


def _is_text(octets: bytes) -> bool:
    return sum(octet < 0x80 for octet in octets) > 0.9 * len(octets)
