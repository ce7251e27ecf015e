"""RPM packages (RPM's file format, version 3 and 4). They have no protection of their own."""

from typing import BinaryIO

from mailcheck.model import Protection, unreadable
from mailcheck.protection import Look, OverLimit, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import TOO_LARGE
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of, window

NAME = "rpm"
LEAD, HEADER = b"\xed\xab\xee\xdb", b"\x8e\xad\xe8\x01"
BOMB = 100
"""What is packed more tightly than this is no package."""
SIZE, NUMBER = 1000, 4
"""The tag of the size, and the type of a number of four octets."""


@format(NAME, begins_with(LEAD), rank=20)
def rpm(file: BinaryIO, look: Look) -> Protection:
    """Judge a package by its files, which follow two headers as a packed cpio archive."""
    signature = 96
    header = _end(file, signature)
    header += -header % 8
    expected = header + _announced(file, signature, look)
    content = _end(file, header)
    if size_of(file) < max(expected, content + 1):
        raise Damaged("it ends too early")
    return contain(NAME, [_judged(window(file, content, size_of(file) - content), look)])


def _judged(content: BinaryIO, look: Look) -> Protection:
    """Judge what is packed; a large package is no bomb, and came without a secret all the same."""
    try:
        return look.inside(content)
    except OverLimit:
        if size_of(content) * BOMB < look.limits.unpacked:
            raise
        return unreadable("entry", TOO_LARGE)


def _end(file: BinaryIO, at: int) -> int:
    """Return where a header structure ends: sixteen octets, as many again for each entry, the entries' octets."""
    if octets_at(file, at, 4) != HEADER:
        raise Damaged("no header")
    return at + 16 + 16 * number_at(file, at + 8, 4, little=False) + number_at(file, at + 12, 4, little=False)


def _announced(file: BinaryIO, at: int, look: Look) -> int:
    """Return the size of header and content that the signature header tells, if it does."""
    entries = number_at(file, at + 8, 4, little=False)
    look.entry(entries)
    for entry in range(at + 16, at + 16 + 16 * entries, 16):
        if number_at(file, entry, 4, little=False) == SIZE and number_at(file, entry + 4, 4, little=False) == NUMBER:
            place = at + 16 + 16 * entries + number_at(file, entry + 8, 4, little=False)
            return number_at(file, place, 4, little=False)
    return 0
