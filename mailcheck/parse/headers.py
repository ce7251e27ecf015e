"""The few header fields that mailcheck looks at, read with bounds."""

import re
from collections.abc import Iterable
from dataclasses import field
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from functools import lru_cache

from mailcheck.dataclass import dataclass

SHORT = 2048
LONGEST_HEADER = 256 * 1024
LONGEST_FIELD = 64 * 1024
MOST_ADDRESSES = 1000

_ORDINARY = re.compile(rb"(?:[!-9;-~]+:[\t -~]*\r\n(?:[ \t]+[!-~][\t -~]*\r\n)*)*(?:\r\n)?")
"""Fields of printable ASCII (RFC 5322 §2.2), each line ended as it should be, and nothing behind them."""
_FOLD = re.compile(r"\r\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class HeaderFields:
    """Header fields in their order. Shows nothing of itself: it may hold other people's addresses."""

    fields: tuple[tuple[str, str], ...] = field(repr=False)
    """Lower-case name and unfolded value; octets that are not ASCII stay surrogate escapes."""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        wanted = name.lower()
        return tuple(value for found, value in self.fields if found == wanted)

    def first(self, name: str) -> str | None:
        """Return the first value of a field; None if there is none."""
        wanted = name.lower()
        for found, value in self.fields:
            if found == wanted:
                return value
        return None


def read_headers(octets: bytes) -> HeaderFields:
    """Read a header block, or the fields of one, up to LONGEST_HEADER octets. Never raises on hostile input."""
    return _short_block(octets) if len(octets) <= SHORT else _read(octets)


@lru_cache(maxsize=64)
def _short_block(octets: bytes) -> HeaderFields:
    """Read a short block: mostly it is well-formed, and asked for more than once."""
    if not _ORDINARY.fullmatch(octets):
        return _read(octets)
    lines = _FOLD.sub("", octets.decode("ascii")).split("\r\n")
    named = [line.partition(":") for line in lines if line]
    return HeaderFields(tuple([(name.lower(), value.strip()) for name, _, value in named]))


def _read(octets: bytes) -> HeaderFields:
    try:
        message = BytesHeaderParser().parsebytes(octets[:LONGEST_HEADER])
        items = message.raw_items()
    except (MessageError, ValueError, LookupError):
        return HeaderFields(())
    return HeaderFields(tuple((name.lower(), _unfold(str(value))) for name, value in items))


def only_fields(octets: bytes, names: Iterable[str]) -> bytes:
    """Return the named fields of a header block as they stand there, folded, and the empty line after them.

    What a server answers to `BODY.PEEK[HEADER.FIELDS (…)]` (RFC 9051 §6.4.5).
    """
    wanted = {name.lower().encode("ascii", "replace") for name in names}
    kept: list[bytes] = []
    is_wanted = False
    for line in octets.splitlines(keepends=True):
        if not line.strip(b"\r\n"):
            break
        if line[:1] not in (b" ", b"\t"):
            is_wanted = line.partition(b":")[0].strip().lower() in wanted
        if is_wanted:
            kept.append(line)
    return b"".join(kept) + b"\r\n"


def _unfold(value: str) -> str:
    """Undo folding (RFC 5322 §2.2.3)."""
    return value[:LONGEST_FIELD].replace("\r", "").replace("\n", "").strip()


def message_id(headers: HeaderFields) -> str | None:
    """Return the Message-ID without its angle brackets; None if there is none worth the name."""
    value = headers.first("message-id")
    if value is None:
        return None
    start, end = value.find("<"), value.find(">")
    inside = value[start + 1 : end] if 0 <= start < end else value
    return "".join(inside.split()) or None


def addresses(headers: HeaderFields, *names: str) -> tuple[str, ...]:
    """Return the addresses in the named fields, lower case, in order, each once; at most MOST_ADDRESSES."""
    values = tuple(value for name in names for value in headers.all(name))
    return _addresses(values) if sum(map(len, values)) <= SHORT else _parsed(values)


@lru_cache(maxsize=256)
def _addresses(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses in short values: people write from one address, and to the same people again and again."""
    return _parsed(values)


def _parsed(values: tuple[str, ...]) -> tuple[str, ...]:
    try:
        pairs = getaddresses(list(values))
    except (RecursionError, ValueError, IndexError):  # thousands of nested comments, for example
        return ()
    found = (address.strip().lower() for _, address in pairs)
    return tuple(dict.fromkeys(address for address in found if "@" in address))[:MOST_ADDRESSES]
