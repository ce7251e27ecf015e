"""RPM packages (RPM's file format, version 3 and 4). They have no protection."""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "rpm"
LEAD, HEADER = b"\xed\xab\xee\xdb", b"\x8e\xad\xe8\x01"
SIZE, NUMBER = 1000, 4
"""The tag of the size, and the type of a number of four octets."""


@format(NAME, lambda sample: sample.head.startswith(LEAD), rank=20)
def rpm(file: BinaryIO, look: Look) -> Protection:
    """Judge a package: open, if its two headers stand and content follows."""
    signature = 96
    header = _end(file, signature)
    header += -header % 8
    expected = header + _announced(file, signature, look)
    if size_of(file) < max(expected, _end(file, header) + 1):
        raise Damaged("it ends too early")
    return opens(NAME, "a package has no password")


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
