"""What stands before or behind an archive in the same file: it can be read without the archive's password."""

import struct
from typing import BinaryIO

from mailcheck.model import Protection, ProtectionState
from mailcheck.protection.look import CannotTell, Look, contain
from mailcheck.protection.octets import octets_at, size_of, window

PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""What a self-extracting archive starts with."""
PADDING = b"\0 \t\r\n\x1a"
MARK = 4
"""Octets before an archive that was split and put together again (APPNOTE 8.5.4)."""
CERTIFICATES = (0x0100, 0x0200), 2
"""Revision and type of the signature behind a signed program (PE format, "The Attribute Certificate Table")."""
NEAR, WORDS = 4096, 256
PRINTED = bytes(range(32, 127)) + b"\t\r\n"


def with_neighbours(name: str, answer: Protection, file: BinaryIO, place: tuple[int, int], look: Look) -> Protection:
    """Return the verdict on an archive together with what stands around it, if the archive needs a secret.

    `place` is where the archive begins and ends. A program before it unpacks it, a signature behind it signs it, and
    zeros fill a block up. A document beside it is content like any other. Raises CannotTell on what is not known.
    """
    if answer.state is not ProtectionState.PROTECTED:
        return answer
    begin, end = place
    size = size_of(file)
    found = [] if begin <= MARK or _is_program(file) else [look.inside(window(file, 0, begin))]
    if end < size and not _is_padding(file, end) and not (begin and _is_signature(file, end)):
        found.append(look.inside(window(file, end, size - end)))
    if any(neighbour.state is ProtectionState.UNREADABLE for neighbour in found):
        raise CannotTell("something that mailcheck does not know stands beside the archive")
    return contain(name, (answer, *found), names_visible=answer.names_visible) if found else answer


def refuse_words_at_the_end(file: BinaryIO) -> None:
    """Raise CannotTell if a file that should end in encrypted octets ends in words: they are not encrypted."""
    count = min(WORDS, size_of(file) // 2)
    end = octets_at(file, size_of(file) - count, count)
    if count and not end.translate(None, PRINTED):
        raise CannotTell("words stand behind what is encrypted")


def _is_program(file: BinaryIO) -> bool:
    return octets_at(file, 0, min(MARK, size_of(file))).startswith(PROGRAMS)


def _is_padding(file: BinaryIO, end: int) -> bool:
    """Whether nothing but filling follows; of a long stretch the beginning and the end are looked at."""
    rest = size_of(file) - end
    first, last = octets_at(file, end, min(rest, NEAR)), octets_at(file, end + max(0, rest - NEAR), min(rest, NEAR))
    return not first.strip(PADDING) and not last.strip(PADDING)


def _is_signature(file: BinaryIO, end: int) -> bool:
    rest = size_of(file) - end
    lead = octets_at(file, end, min(rest, 64)).lstrip(b"\0")  # it begins at a multiple of eight
    if len(lead) < 8:
        return False
    length, revision, kind = struct.unpack("<IHH", lead[:8])
    return length <= rest and revision in CERTIFICATES[0] and kind == CERTIFICATES[1]
