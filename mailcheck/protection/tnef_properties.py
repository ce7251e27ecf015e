"""Lists of MAPI properties as they stand in Outlook's envelope ([MS-OXTNEF] 2.1.3.4, [MS-OXCDATA] 2.11.1)."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, number_at

DATA = 0x3701
BODIES = {0x1000, 0x1009, 0x1013}
"""PidTagBody, PidTagRtfCompressed, PidTagBodyHtml ([MS-OXPROPS])."""
MANY, NAMED = 0x1000, 0x8000
FIXED = {
    0x0002: 2, 0x000B: 2, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8,
    0x0048: 16,
}  # fmt: skip
"""How many octets a value takes; what a property takes is filled up to four."""
VARIABLE = {0x0000, 0x000D, 0x001E, 0x001F, 0x0102}
UNIT = 4

Place = tuple[int, int]
"""Where octets begin, and how many there are."""


def properties(file: BinaryIO, place: Place, look: Look) -> Iterator[tuple[int, Place]]:
    """Yield each property's identifier and where its value lies: the values one by one, if it has several."""
    at, end = place[0] + 4, place[0] + place[1]
    for _ in range(number_at(file, place[0], 4)):
        look.entry()
        kind, identifier = number_at(file, at, 2), number_at(file, at + 2, 2)
        at = _behind_name(file, at + 4) if identifier & NAMED else at + 4
        values, at = _values(file, at, kind, look)
        if at > end:
            raise Damaged("a property outside its list")
        for value in values:
            yield identifier, value


def _behind_name(file: BinaryIO, at: int) -> int:
    """Return where the value of a property with a name of its own begins (2.1.3.4.1, NamedProperty)."""
    kind, length = number_at(file, at + 16, 4), number_at(file, at + 20, 4)
    return at + 24 + (length + -length % UNIT if kind else 0)


def _values(file: BinaryIO, at: int, kind: int, look: Look) -> tuple[list[Place], int]:
    """Return where the values of a property are, and where the next property begins."""
    base = kind & ~MANY
    count = 1
    if kind & MANY or base in VARIABLE:
        count, at = number_at(file, at, 4), at + 4
    if base in FIXED:
        length = FIXED[base] * count
        return [(at, length)], at + length + -length % UNIT
    if base not in VARIABLE:
        raise Damaged("a property of no known type")
    values = []
    for _ in range(count):
        look.entry()
        length = number_at(file, at, 4)
        values.append((at + 4, length))
        at += 4 + length + -length % UNIT
    return values, at
