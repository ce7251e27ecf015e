"""Plain text, and what is written in it: HTML, XML, JSON, CSV, source code. It protects nothing.

Asked last, and only of files that are text throughout and that no other format speaks for.
"""

import codecs
import re
from collections.abc import Iterable
from typing import BinaryIO

from mailcheck.model import Protection, opens, unreadable
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import begins
from mailcheck.protection.message_headers import is_message
from mailcheck.protection.octets import size_of

SPOKEN_FOR = (
    b"-----BEGIN ", b"---- BEGIN SSH2 ENCRYPTED", b"PuTTY-User-Key-File", b"age-encryption.org/", b"MIAGCSqGSIb3DQEH",
    b"Salted__", b"U2FsdGVkX1", b"$ANSIBLE_VAULT", b"VimCrypt~", b"begin-base64", b"%PDF", b"{\\rt",
    b"!<arch>", b"070701", b"070702", b"070707",
)  # fmt: skip
"""How files begin that are text, or begin as text, and still may need a secret."""
XML_ENCRYPTION = b"http://www.w3.org/2001/04/xmlenc#"
CONTROL = bytes(set(range(32)) - set(b"\b\t\n\v\f\r\x1a\x1b")) + b"\x7f"
CONVINCING = 128
"""So many octets without a control character are no accident, whatever the alphabet."""
FEWEST = 4
"""Fewer letters may be the beginning of anything."""
STRETCH = 64 * 1024
BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
KINDS = {
    "html": re.compile(r"(?is)\s*(?>(?:<!--(?:(?!-->).)*+-->\s*)*)(?:<!doctype\s+html|<html|<head|<body)"),
    "flat-odf": re.compile(r"(?s)\s*(?:<\?xml.*?\?>\s*)?(?>(?:<!--(?:(?!-->).)*+-->\s*)*)<office:document\b"),
    "xml": re.compile(r"\s*<(?:\?xml|!DOCTYPE|svg|[A-Za-z][\w:.-]*[\s/>])"),
    "json": re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\d\]-])'),
}


def _recognises(sample: Sample) -> bool:
    head = sample.head.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if head.startswith(SPOKEN_FOR) or b"%PDF-" in sample.head or XML_ENCRYPTION in sample.head:
        return False
    if sample.size < FEWEST or begins(sample.head) or is_message(sample.head):
        return False
    return _decoded((sample.head, sample.tail), sample.size) is not None


@format("text", _recognises, rank=90)
def text(file: BinaryIO, look: Look) -> Protection:
    """Judge a text: open, if its beginning, middle and end are text indeed."""
    size = size_of(file)
    places = sorted({0, max(0, size // 2), max(0, size - STRETCH)})
    stretches = []
    for place in places:
        look.check_time()
        file.seek(place)
        stretches.append(file.read(STRETCH))
    words = _decoded(stretches, size)
    if words is None:
        return unreadable("unknown", "it is not a format mailcheck knows")
    kind = next((kind for kind, pattern in KINDS.items() if pattern.match(words[:STRETCH])), "text")
    return opens(kind, "plain text, which anybody can read")


def _decoded(stretches: Iterable[bytes], size: int) -> str | None:
    """Return the first stretch as text, or None if any of them is not text."""
    first, *rest = stretches
    encoding = BOMS.get(first[:2]) or _unmarked(first)
    if encoding:
        words = first[: len(first) & ~1].decode(encoding, "replace").lstrip("\ufeff")
        return words if _is_plain(words) else None
    if any(stretch.translate(None, CONTROL) != stretch for stretch in (first, *rest)):
        return None
    if all(_is_utf8(stretch, within=place > 0) for place, stretch in enumerate((first, *rest))) or size >= CONVINCING:
        return first.decode("utf-8", "replace").lstrip("\ufeff")
    return None


def _unmarked(first: bytes) -> str:
    """Recognise UTF-16 without its mark by Western letters: every second octet is zero."""
    if len(first) < 8:
        return ""
    even, odd = first[::2].count(0) * 2.2 > len(first), first[1::2].count(0) * 2.2 > len(first)
    return {(True, False): "utf-16-be", (False, True): "utf-16-le"}.get((even, odd), "")


def _is_plain(words: str) -> bool:
    strange = sum(not (letter.isprintable() or letter.isspace() or letter == "\x1a") for letter in words)
    return bool(words) and strange * 100 <= len(words)


def _is_utf8(octets: bytes, *, within: bool) -> bool:
    """Whether a stretch is UTF-8; it may end within a letter, and begin in one if it is from within the file."""
    start = next((at for at in range(min(4, len(octets))) if octets[at] & 0xC0 != 0x80), 0) if within else 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(octets[start:])
    except UnicodeDecodeError:
        return False
    return True
