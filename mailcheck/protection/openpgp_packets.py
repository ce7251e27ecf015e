"""Walks the packets of an OpenPGP stream by their headers (RFC 9580 §4)."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

PUBLIC_KEY_SESSION, SIGNATURE, PASSPHRASE_SESSION, ONE_PASS = 1, 2, 3, 4
SECRET_KEY, PUBLIC_KEY, SECRET_SUBKEY, PUBLIC_SUBKEY = 5, 6, 7, 14
COMPRESSED, ENCRYPTED, MARKER, LITERAL, SEALED, AEAD, PADDING = 8, 9, 10, 11, 18, 20, 21
KNOWN = {*range(1, 15), 17, 18, 19, 20, 21, 60, 61, 62, 63}

KEYS = {2, 3, 4, 5, 6}
VERSIONS = {
    PUBLIC_KEY_SESSION: {2, 3, 6}, SIGNATURE: {2, 3, 4, 5, 6}, PASSPHRASE_SESSION: {4, 5, 6}, ONE_PASS: {3, 6},
    SECRET_KEY: KEYS, PUBLIC_KEY: KEYS, SECRET_SUBKEY: KEYS, PUBLIC_SUBKEY: KEYS, SEALED: {1, 2}, AEAD: {1},
}  # fmt: skip
"""What the first octet of a packet may be, where it is a version."""
LEADING = {COMPRESSED: {0, 1, 2, 3}, LITERAL: set(b"btul1m"), MARKER: set(b"P")}
"""What it may be in others that can stand first."""
SEAL = 22
"""The modification detection code that ends a sealed packet (RFC 9580 §5.13.1)."""
CHUNKS = 64
"""Parts of one packet that are walked; what lies behind is taken as it comes, so a large file is not read through."""

MOST_PARTS = 100_000
"""Of a packet that is read whole; programs write parts of some kilobytes."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet: what it is and where its first stretch of octets lies."""

    tag: int
    start: int
    length: int
    """Of the first stretch."""
    parts: tuple[tuple[int, int], ...]
    """Every stretch that was walked: start and length."""
    missing: int
    """Octets that the packet announces and the file lacks."""


def begins_stream(head: bytes) -> bool:
    """Say whether octets begin like a stream of packets: a header, and behind it what such a packet begins with."""
    first = head[0]
    if not first & 0x80:
        return False
    file = io.BytesIO(head)
    try:
        tag, parts, _ = (_new if first & 0x40 else _old)(file, 0, first, len(head))
    except Damaged:
        return False
    start = parts[0][0]
    firsts = {**VERSIONS, **LEADING, ENCRYPTED: set(range(256))}.get(tag, set())
    return start < len(head) and head[start] in firsts


def packets(file: BinaryIO, look: Look) -> Iterator[Packet]:
    """Yield the packets of a stream; raises Damaged where a header cannot be one or a packet is cut short.

    A sealed packet may lack its seal and nothing else: all of its content is there.
    """
    offset, size = 0, size_of(file)
    while offset < size:
        look.entry()
        first = number_at(file, offset, 1)
        if not first & 0x80:
            raise Damaged("no packet header")
        tag, parts, offset = (_new if first & 0x40 else _old)(file, offset, first, size)
        missing = max(0, parts[-1][0] + parts[-1][1] - size)
        if tag not in KNOWN or missing > (SEAL if tag in {SEALED, AEAD} else 0):
            raise Damaged("no packet, or cut short")
        yield Packet(tag, *parts[0], parts, missing)


def body(file: BinaryIO, packet: Packet, look: Look) -> bytes:
    """Return the octets of a packet in one piece, counted as unpacked."""
    look.unpack(sum(length for _, length in packet.parts))
    pieces = []
    for start, length in packet.parts:
        file.seek(start)
        pieces.append(file.read(length))
    return b"".join(pieces)


Parts = tuple[tuple[int, int], ...]


def _old(file: BinaryIO, offset: int, first: int, size: int) -> tuple[int, Parts, int]:
    tag, kind = first >> 2 & 0x0F, first & 3
    if kind == 3:  # indeterminate: to the end of the file
        return tag, ((offset + 1, size - offset - 1),), size
    octets = 1 << kind
    length = number_at(file, offset + 1, octets, little=False)
    start = offset + 1 + octets
    return tag, ((start, length),), start + length


def _new(file: BinaryIO, offset: int, first: int, size: int) -> tuple[int, Parts, int]:
    tag, offset = first & 0x3F, offset + 1
    parts: list[tuple[int, int]] = []
    while True:
        start, length, partial = _stretch(file, offset)
        parts.append((start, length))
        offset = start + length
        if not partial or offset > size:
            return tag, tuple(parts), offset
        if len(parts) > MOST_PARTS:
            raise Damaged("more parts than a program writes")
        if len(parts) == CHUNKS and tag in {ENCRYPTED, SEALED, AEAD}:
            return tag, tuple(parts), size


def _stretch(file: BinaryIO, offset: int) -> tuple[int, int, bool]:
    """Return where a stretch begins, how long it is, and whether another follows (RFC 9580 §4.2.1)."""
    lead = number_at(file, offset, 1)
    if lead < 192:
        return offset + 1, lead, False
    if lead < 224:
        return offset + 2, (lead - 192 << 8) + number_at(file, offset + 1, 1) + 192, False
    if lead == 255:
        return offset + 5, int.from_bytes(octets_at(file, offset + 1, 4), "big"), False
    return offset + 1, 1 << (lead & 0x1F), True
