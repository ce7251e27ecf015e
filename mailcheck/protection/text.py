"""Plain text, and what is written in it: HTML, XML, JSON, CSV, source code. It protects nothing.

Asked last, and only of files that are text throughout and that no other format speaks for.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from mailcheck.model import Protection, opens, unreadable
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import begins
from mailcheck.protection.judge import HEAD, TAIL
from mailcheck.protection.message_headers import is_message
from mailcheck.protection.octets import foresee, size_of

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
STRETCHES, STRETCH = 16, 128
"""Into how many stretches a text is divided, and how many octets are looked at where one begins."""
BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
KINDS = {
    "html": re.compile(r"(?is)\s*(?>(?:<!--(?>(?:(?!-->).)*)-->\s*)*)(?:<!doctype\s+html|<html|<head|<body)"),
    "flat-odf": re.compile(r"(?s)\s*(?:<\?xml.*?\?>\s*)?(?>(?:<!--(?>(?:(?!-->).)*)-->\s*)*)<office:document\b"),
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
    """Judge a text: open, if its two ends and many places between them are text indeed."""
    words = _decoded(_stretches(file, size_of(file), look), size_of(file))
    if words is None:
        return unreadable("unknown", "it is not a format mailcheck knows")
    kind = next((kind for kind, pattern in KINDS.items() if pattern.match(words)), "text")
    return opens(kind, "plain text, which anybody can read")


def _stretches(file: BinaryIO, size: int, look: Look) -> Iterator[bytes]:
    """Yield what is looked at: all of a short text, and of a long one its ends and a little at even distances.

    Something else between words would have to be shorter than a sixteenth of them to be missed.
    """
    places = [(size * number // STRETCHES // 2 * 2, STRETCH) for number in range(1, STRETCHES)]
    places = [(0, HEAD), *(each for each in places if each[0] > HEAD), (max(0, size - TAIL), TAIL)]
    if size <= HEAD + TAIL:
        places = [(0, size)]
    foresee(file, places)
    for place, count in places:
        look.check_time()
        file.seek(place)
        yield file.read(count)


def _decoded(stretches: Iterable[bytes], size: int) -> str | None:
    """Return the first stretch as text, or None if any of them is not text."""
    first, *rest = stretches
    encoding = BOMS.get(first[:2]) or _unmarked(first)
    if encoding:
        words, *others = (each[: len(each) & ~1].decode(encoding, "replace") for each in (first, *rest))
        return words.lstrip("\ufeff") if _is_plain("".join((words.lstrip("\ufeff"), *others))) else None
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
