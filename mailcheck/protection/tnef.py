"""Outlook's `winmail.dat`: attachments in an envelope of Microsoft's own ([MS-OXTNEF]).

Judged by a walk from attribute to attribute: the library for it copies the rest of the envelope for each, and takes
gigabytes for a small one that was made to do harm.
"""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.message_contents import judged_by_documents
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of, window
from mailcheck.protection.tnef_properties import BODIES, DATA, Place, properties

NAME = "tnef"
FIRST = bytes.fromhex("789f3e22")
HEADER = 6
LEVELS = {1, 2}
BODY, MESSAGE, CONTENT, ATTACHMENT = 0x800C, 0x9003, 0x800F, 0x9005
"""attBody, attMsgProps, attAttachData, attAttachment ([MS-OXTNEF] 2.1.3.3)."""
LETTER = bytes.fromhex("0703020000000000c000000000000046")
STORAGE = bytes.fromhex("0b00000000000000c000000000000046")
"""How an embedded letter and an embedded document begin: the interface by which a program opens them."""


@format(NAME, begins_with(FIRST), rank=10)
def tnef(file: BinaryIO, look: Look) -> Protection:
    """Judge an envelope by the documents in it."""
    attributes = tuple(_attributes(file, look))
    words = any(_is_words(file, name, place, look) for name, place in attributes)
    return judged_by_documents(NAME, _documents(file, attributes, look), look, words=words)


def _attributes(file: BinaryIO, look: Look) -> Iterator[tuple[int, Place]]:
    """Step from attribute to attribute: a level, a name, a length, the octets, a checksum (2.1.3.3)."""
    at, size = HEADER, size_of(file)
    while at < size:
        look.entry()
        if number_at(file, at, 1) not in LEVELS:
            raise Damaged("no attribute")
        name, length = number_at(file, at + 1, 2), number_at(file, at + 5, 4)
        yield name, (at + 9, length)
        at += 11 + length
    if at != size:
        raise Damaged("it ends too early")


def _is_words(file: BinaryIO, name: int, place: Place, look: Look) -> bool:
    """Whether an attribute holds what the sender wrote."""
    if name == MESSAGE:
        return any(identifier in BODIES for identifier, _ in properties(file, place, look))
    return name == BODY and place[1] > 1


def _documents(file: BinaryIO, attributes: tuple[tuple[int, Place], ...], look: Look) -> Iterator[Protection]:
    for name, place in attributes:
        if name == CONTENT and place[1]:
            yield look.inside(window(file, *place))
        elif name == ATTACHMENT:
            for identifier, (start, length) in properties(file, place, look):
                if identifier == DATA and length:
                    yield look.inside(_object(file, start, length))


def _object(file: BinaryIO, start: int, length: int) -> BinaryIO:
    """Return what an attached object holds, behind the sixteen octets that say how it is opened (2.1.3.4.1)."""
    lead = len(LETTER) if length > len(LETTER) and octets_at(file, start, len(LETTER)) in {LETTER, STORAGE} else 0
    return window(file, start + lead, length - lead)
