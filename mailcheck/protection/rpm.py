"""RPM packages (RPM's file format, version 3 and 4). They have no protection."""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "rpm"
LEAD, HEADER = b"\xed\xab\xee\xdb", b"\x8e\xad\xe8\x01"


@format(NAME, lambda sample: sample.head.startswith(LEAD), rank=20)
def rpm(file: BinaryIO, look: Look) -> Protection:
    """Judge a package: open, if its two headers stand and content follows."""
    del look
    at = 96
    for unit in (8, 1):
        if octets_at(file, at, 4) != HEADER:
            raise Damaged("no header")
        entries, octets = number_at(file, at + 8, 4, little=False), number_at(file, at + 12, 4, little=False)
        at += 16 + 16 * entries + octets
        at += -at % unit
    if at >= size_of(file):
        raise Damaged("it ends too early")
    return opens(NAME, "a package has no password")
