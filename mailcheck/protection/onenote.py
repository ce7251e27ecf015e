"""OneNote sections, `.one`: some have a password ([MS-ONESTORE] 2.3, 2.4; the alternative packaging of 2.8)."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, opens, protected
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, blocks, number_at, octets_at, size_of

NAME = "onenote"
SECTION = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
STORE = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
PACKAGED = bytes.fromhex("2fe98d63d4a6c14b9a36b3fc2511a5b7")
MAGIC, TERMINATOR, ENCRYPTION_KEY = 0xA4567AB1F5F7F4C4, 0x0FF, 0x07C
LENGTHS = ((8, 1), (4, 1), (2, 8), (4, 8)), ((4, 1), (8, 1), (1, 8), (2, 8))
"""How a reference writes a place and a size: so many octets, in units of so many (2.2.4.2)."""
DEPTH = 4
PAGE_NODES = (bytes.fromhex("0b000600"), bytes.fromhex("0c000600"), bytes.fromhex("0e000600"))
"""The kinds of a page, an outline and a text, which can be seen only where nothing is encrypted ([MS-ONE] 2.1.13)."""


@format(NAME, begins_with(SECTION), rank=10)
def onenote(file: BinaryIO, look: Look) -> Protection:
    """Judge a section: one with a password keeps the key to its pages, itself encrypted, among its nodes."""
    kind = octets_at(file, 48, 16)
    if kind == PACKAGED:
        if any(node in block for block in blocks(file, look) for node in PAGE_NODES):
            return opens(NAME)
        raise CannotTell("it is a section in which mailcheck sees no page")
    if kind != STORE or number_at(file, 196, 8) > size_of(file):
        raise Damaged("no whole section")
    root = number_at(file, 172, 8), number_at(file, 180, 4)
    kinds = set()
    for node in _nodes(file, root, look, DEPTH):
        kinds.add(node)
        if node == ENCRYPTION_KEY:
            return protected(NAME, "a section with a password (AES)")
    if not kinds:
        raise Damaged("no nodes")
    return opens(NAME)


Place = tuple[int, int]


def _nodes(file: BinaryIO, place: Place, look: Look, depth: int) -> Iterator[int]:
    """Yield the kind of every node in a list of fragments, and of the lists it points to (2.4)."""
    seen = set()
    while place[1] and place[0] not in seen and depth:
        look.entry()
        seen.add(place[0])
        start, end = place[0] + 16, place[0] + place[1] - 20
        if number_at(file, place[0], 8) != MAGIC:
            raise Damaged("no list of nodes")
        while start + 4 <= end and (head := number_at(file, start, 4)) & 0x3FF not in {0, TERMINATOR}:
            look.entry()
            yield head & 0x3FF
            if head >> 27 & 0xF == 2:  # it points to a list of its own
                yield from _nodes(file, _reference(file, start + 4, head), look, depth - 1)
            start += max(4, head >> 10 & 0x1FFF)
        place = number_at(file, end, 8), number_at(file, end + 8, 4)
        if place[0] == (1 << 64) - 1:
            return


def _reference(file: BinaryIO, at: int, head: int) -> Place:
    """Read where a list is, and how long (2.2.4.2)."""
    places, sizes = LENGTHS
    octets, unit = places[head >> 23 & 3]
    length_octets, length_unit = sizes[head >> 25 & 3]
    return number_at(file, at, octets) * unit, number_at(file, at + octets, length_octets) * length_unit
