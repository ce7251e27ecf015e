"""Blocks of base64 between `-----BEGIN …-----` and `-----END …-----` (RFC 7468; RFC 9580 §6.2; age's armour)."""

import base64
import binascii
import re
from collections.abc import Iterator

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, opens
from mailcheck.protection.look import Look, OverLimit, contain
from mailcheck.protection.message_headers import is_message

BEGIN = re.compile(rb"^[ \t]{0,16}-----BEGIN ([A-Z0-9][A-Z0-9 .,/#-]{1,60})-----[ \t]*\r?$", re.MULTILINE)
HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*: ")
CHECKSUM = re.compile(rb"\n[ \t]*=[A-Za-z0-9+/]{4}\Z")
SPACES = b" \t\r\n\v\f"
MOST_HEADERS, LONGEST_HEADER = 100, 4096
LARGEST = 36 * 1024 * 1024
"""As much as a letter may be. A text is never taken apart into lines: short ones would cost fifty times its size."""


@dataclass(frozen=True, slots=True)
class Block:
    """One armoured block."""

    label: str
    """`PGP MESSAGE`, `CERTIFICATE` …"""
    headers: tuple[tuple[str, str], ...]
    """`Version: …`, `Proc-Type: …`, as they stand above the base64."""
    octets: bytes
    """What the base64 stands for; empty if `complete` is false."""
    complete: bool
    """The end line is there and the base64 is sound."""


def begins(head: bytes) -> str:
    """Return the label of the first block that begins in `head`, or nothing; a block in a message is the message's."""
    found = BEGIN.search(head) if b"-----BEGIN " in head else None
    return found[1].decode("ascii") if found and not is_message(head) else ""


def blocks_in(text: bytes, look: Look) -> Iterator[Block]:
    """Yield the armoured blocks of a text, in order; what stands between them is skipped."""
    for label, start, end in _places(text, look):
        if end - start > LARGEST:
            raise OverLimit("its armour is longer than mailcheck decodes")
        headers, letters = _split(text[start:end]) if end else ((), b"")
        octets = _decode(letters) if end else None
        yield Block(label, headers, octets or b"", octets is not None)


def around(text: bytes, look: Look) -> bytes:
    """Return what stands outside the armoured blocks, without white space at the ends."""
    rest, position = [], 0
    for _, start, end in _places(text, look):
        rest.append(text[position : text.rfind(b"-----BEGIN", 0, start)])
        line = text.find(b"\n", end) if end else -1
        position = line + 1 if line >= 0 else len(text)
    rest.append(text[position:])
    return b"".join(rest).strip()


def with_words(name: str, answer: Protection, words: bytes) -> Protection:
    """Return a verdict on armoured blocks together with the words that stand around them, which anybody can read."""
    if not words or answer.state is not ProtectionState.PROTECTED:
        return answer
    return contain(name, (opens("text", "words around the encrypted part"), answer))


def _places(text: bytes, look: Look) -> Iterator[tuple[str, int, int]]:
    """Yield each block's label, where its content starts, and where its end line is: 0 if there is none."""
    position, endless = 0, set()
    while found := BEGIN.search(text, position):
        look.entry()
        label = found[1]
        end = -1 if label in endless else text.find(b"-----END " + label + b"-----", found.end())
        if end < 0:
            endless.add(label)
        yield label.decode("ascii"), found.end(), max(end, 0)
        position = max(end, found.end())


def _split(inside: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Take the headers above the base64 apart from it; a continued header line begins with a space (RFC 1421)."""
    headers: list[tuple[str, str]] = []
    at = _next_line(inside, 0)
    for _ in range(MOST_HEADERS):
        end = _next_line(inside, at)
        line = inside[at : min(at + LONGEST_HEADER, end)]
        if HEADER.match(line.strip()):
            name, _, value = line.strip().partition(b": ")
            headers.append((name.decode("ascii"), value.decode("utf-8", "replace")))
        elif not (headers and line[:1].isspace() and line.strip()):
            return tuple(headers), inside[at:]
        at = end
    return tuple(headers), inside[at:]


def _next_line(text: bytes, at: int) -> int:
    end = text.find(b"\n", at)
    return end + 1 if end >= 0 else len(text)


def _decode(letters: bytes) -> bytes | None:
    """Decode base64; the checksum line of OpenPGP (`=` and four letters) is not looked at, as RFC 9580 §6.1 asks."""
    end = letters.rstrip()
    checksum = CHECKSUM.search(end[-64:])
    if checksum:
        end = end[: len(end) - len(checksum[0])]
    try:
        return base64.b64decode(end.translate(None, SPACES), validate=True)
    except binascii.Error:
        return None
