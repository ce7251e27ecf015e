"""Steps through DER and BER by its headers, in a file that is not read through (ITU-T X.690 §8.1)."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged, octets_at, size_of

INTEGER, OCTETS, OBJECT, SEQUENCE, SET, CONTEXT_0 = 0x02, 0x04, 0x06, 0x30, 0x31, 0xA0
WALKED = 1024 * 1024
DEEPEST = 24
"""Elements of indefinite length within each other."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag octet and where its content lies."""

    tag: int
    start: int
    end: int | None
    """None: of indefinite length, so the end is not written at the beginning."""


def element_at(file: BinaryIO, offset: int) -> Element:
    """Return the element that begins at `offset`; raises Damaged if none can."""
    tag, lead = octets_at(file, offset, 2)
    if tag & 0x1F == 0x1F or tag == 0:
        raise Damaged("a tag that no document here uses")
    if lead < 0x80:
        return Element(tag, offset + 2, offset + 2 + lead)
    if lead == 0x80:
        if not tag & 0x20:
            raise Damaged("a primitive element needs a length")
        return Element(tag, offset + 2, None)
    if lead > 0x86:
        raise Damaged("a length that no file has")
    octets = lead & 0x7F
    start = offset + 2 + octets
    return Element(tag, start, start + int.from_bytes(octets_at(file, offset + 2, octets), "big"))


def outermost(file: BinaryIO, look: Look) -> Element:
    """Return the element that is the whole file; raises Damaged if it is cut short or something follows.

    An element of indefinite length ends in two zeros, and so does the one within it; a small one is walked through.
    """
    size = size_of(file)
    element = element_at(file, 0)
    if element.end is None:
        whole = octets_at(file, max(0, size - 16), min(size, 16)).rstrip(b"\r\n").endswith(b"\0\0\0\0")
        if size <= WALKED:
            end_of(file, element, look)
    else:
        rest = size - element.end
        whole = 0 <= rest <= 64 and not octets_at(file, element.end, rest).strip(b"\0\r\n ")
    if not whole:
        raise Damaged("it ends too early, or something follows")
    return element


def inside(file: BinaryIO, parent: Element, look: Look, *, depth: int = 0) -> Iterator[Element]:
    """Yield the elements inside another one, in order."""
    offset = parent.start
    while parent.end is None or offset < parent.end:
        look.entry()
        if parent.end is None and octets_at(file, offset, 2) == b"\0\0":
            return
        element = element_at(file, offset)
        if parent.end is not None and (element.end or 0) > parent.end:
            raise Damaged("an element larger than the one around it")
        yield element
        offset = end_of(file, element, look, depth=depth)


def end_of(file: BinaryIO, element: Element, look: Look, *, depth: int = 0) -> int:
    """Return where the next element begins."""
    if element.end is not None:
        return element.end
    if depth > DEEPEST:
        raise Damaged("nested too deeply")
    end = element.start
    for child in inside(file, element, look, depth=depth + 1):
        end = end_of(file, child, look, depth=depth + 1)
    return end + 2


def content_of(file: BinaryIO, element: Element, look: Look) -> bytes:
    """Return the octets of an octet string, whole or in pieces (X.690 §8.7)."""
    if not element.tag & 0x20:
        length = (element.end or 0) - element.start
        look.unpack(length)
        file.seek(element.start)
        found = file.read(length)
        if len(found) != length:
            raise Damaged("it ends too early")
        return found
    return b"".join(content_of(file, piece, look) for piece in inside(file, element, look))


def object_of(file: BinaryIO, element: Element) -> bytes:
    """Return the octets of an object identifier; raises Damaged if the element is none."""
    if element.tag != OBJECT or element.end is None or element.end - element.start > 32:
        raise Damaged("no object identifier")
    return octets_at(file, element.start, element.end - element.start)
