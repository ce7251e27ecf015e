"""Cryptographic messages: S/MIME, `.p7m`, `.p7s`, `.p7c`, in DER, BER, PEM or bare base64 (RFC 5652, RFC 5083)."""

import binascii
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from mailcheck.model import Protection, Strength, opens, protected, unreadable
from mailcheck.protection import Look, Sample, contain, der, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import around, begins, blocks_in, with_words
from mailcheck.protection.octets import Damaged, whole
from mailcheck.protection.unpacking import unpacked

NAME = "cms"
PKCS7 = bytes.fromhex("2a864886f70d0107")
SMIME = bytes.fromhex("2a864886f70d01091001")
DATA, SIGNED, ENVELOPED, DIGESTED, ENCRYPTED = (PKCS7 + bytes([number]) for number in (1, 2, 3, 5, 6))
AUTHENTICATED, COMPRESSED, AUTH_ENVELOPED = (SMIME + bytes([number]) for number in (2, 9, 23))
SECRET = {ENVELOPED, ENCRYPTED, AUTH_ENVELOPED}
WEAK = {
    bytes.fromhex("2a864886f70d0302"): "RC2",
    bytes.fromhex("2a864886f70d0304"): "RC4",
    bytes.fromhex("2a864886f70d0307"): "TripleDES",
    bytes.fromhex("2b0e030207"): "DES",
}
LABELS = {"CMS", "PKCS7", "PKCS #7 SIGNED DATA"}
BASE64 = re.compile(rb"MI[A-Za-z0-9+/\r\n]{38,}={0,2}\s*")


def _begins_message(head: bytes) -> bool:
    return head[:1] == b"\x30" and (b"\x06\x09" + PKCS7 in head[:20] or b"\x06\x0b" + SMIME in head[:22])


def _recognises(sample: Sample) -> bool:
    if begins(sample.head) in LABELS or _begins_message(sample.head):
        return True
    if not BASE64.match(sample.head):
        return False
    letters = sample.head[:200].translate(None, b"\r\n")[:40]
    return b"=" not in letters and _begins_message(binascii.a2b_base64(letters[: len(letters) // 4 * 4]))


@format(NAME, _recognises)
def cms(file: BinaryIO, look: Look) -> Protection:
    """Enveloped or encrypted: protected. Signed or packed: what is inside decides."""
    file.seek(0)
    if file.read(1) == b"\x30":
        return _message(file, look)
    text = whole(file, look)
    if text.lstrip().startswith(b"MI"):
        return _message(io.BytesIO(binascii.a2b_base64(text)), look)
    found = [block for block in blocks_in(text, look) if block.label in LABELS]
    if not found or not all(block.complete for block in found):
        raise Damaged("the armour does not end")
    answers = [_message(io.BytesIO(block.octets), look) for block in found]
    answer = answers[0] if len(answers) == 1 else contain(NAME, answers)
    return with_words(NAME, answer, around(text, look))


def _message(file: BinaryIO, look: Look) -> Protection:
    steps = der.inside(file, der.outermost(file, look), look)
    kind = der.object_of(file, next(steps))
    explicit = _next(steps, der.CONTEXT_0)
    if kind == DATA:
        return _what_is_inside(file, explicit, look)
    fields = der.inside(file, next(der.inside(file, explicit, look)), look)
    if kind in SECRET:
        return _enveloped(file, fields, look, recipients=kind != ENCRYPTED)
    if kind in {SIGNED, DIGESTED, AUTHENTICATED, COMPRESSED}:
        return _readable(file, kind, fields, look)
    return unreadable(NAME, "it is a kind of cryptographic message mailcheck does not know")


def _next(elements: Iterator[der.Element], tag: int) -> der.Element:
    """Return the next element with a tag; raises Damaged if there is none."""
    for element in elements:
        if element.tag == tag:
            return element
    raise Damaged("a part is missing")


def _enveloped(file: BinaryIO, fields: Iterator[der.Element], look: Look, *, recipients: bool) -> Protection:
    if next(fields).tag != der.INTEGER:
        raise Damaged("no version")
    if recipients:
        next(der.inside(file, _next(fields, der.SET), look))
    content = der.inside(file, _next(fields, der.SEQUENCE), look)
    der.object_of(file, next(content))
    cipher = der.object_of(file, next(der.inside(file, _next(content, der.SEQUENCE), look)))
    if next(content).tag not in {0x80, der.CONTEXT_0}:
        raise Damaged("nothing encrypted is inside")
    how = "needs its reader's key" if recipients else "needs a shared key"
    if cipher in WEAK:
        return protected(NAME, f"{how} ({WEAK[cipher]})", strength=Strength.WEAK)
    return protected(NAME, how)


def _readable(file: BinaryIO, kind: bytes, fields: Iterator[der.Element], look: Look) -> Protection:
    """Look inside a message whose content is only signed, authenticated or packed (RFC 5652 §5.2, RFC 3274)."""
    if kind != SIGNED:
        _next(fields, der.SEQUENCE)  # of an algorithm; the content comes behind it
    content = der.inside(file, _next(fields, der.SEQUENCE), look)
    der.object_of(file, next(content))
    note = "" if kind == COMPRESSED else "signed"
    explicit = next(content, None)
    if explicit is None:
        return opens(NAME, "signatures or certificates without a document", note=note)
    return replace(_what_is_inside(file, explicit, look, packed=kind == COMPRESSED), note=note)


def _what_is_inside(file: BinaryIO, explicit: der.Element, look: Look, *, packed: bool = False) -> Protection:
    octets = next(der.inside(file, explicit, look))
    if octets.tag & ~0x20 != der.OCTETS:
        return opens(NAME, "not encrypted: the content can be read")
    content = der.content_of(file, octets, look)
    inner = unpacked(zlib.decompressobj, [content], look) if packed else io.BytesIO(content)
    return contain(NAME, (look.inside(inner),) if content else ())
