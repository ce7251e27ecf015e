"""The short way through a PDF: from its last octets to its trailer, its catalog and its encryption (ISO 32000-2, 7.5).

Reads the few places that decide, which for a document on a mail server are mostly in its two ends. Every step has to
confirm the one before; whatever does not is `NotOrdinary`.
"""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.pdf_objects import CutOff, Name, NotOrdinary, Reference, read_object
from mailcheck.protection.pdf_places import Dictionary, Place, Places

END = 1024
FIRST_LOOK, LARGEST_OBJECT = 512, 32 * 1024
LARGEST_PACKED, LARGEST_UNPACKED = 256 * 1024, 2 * 1024 * 1024
MOST_SECTIONS = 24
MOST_STRETCHES = 200
ENTRY = 20
_LAST_WORDS = re.compile(rb"startxref[\x00\t\n\x0c\r ]+([0-9]{1,12})[\x00\t\n\x0c\r ]+%%EOF[\x00\t\n\x0c\r ]*\Z")
_OBJECT = re.compile(rb"[\x00\t\n\x0c\r ]*([0-9]{1,10})[\t\r\n ]+([0-9]{1,5})[\t\r\n ]+obj(?![A-Za-z0-9])")
_STRETCH = re.compile(rb"[\t\r\n ]*([0-9]{1,10}) ([0-9]{1,10})[\t ]*(?:\r\n|\n|\r)")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
_TRAILER = re.compile(rb"[\t\r\n ]*trailer(?=[\x00\t\n\x0c\r <])")
_STREAM = re.compile(rb"[\x00\t\n\x0c\r ]*stream\r?\n")


@dataclass(frozen=True, slots=True)
class Section:
    """One table of objects, with the trailer that goes with it (7.5.4, 7.5.8)."""

    trailer: Dictionary
    find: Callable[[int], Place | None]
    """Where an object stands; None if this table does not know it."""


class Walk:
    """One document. Methods raise NotOrdinary."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._size = file, file.seek(0, io.SEEK_END)
        self._sections: list[Section] = []
        self._way = self._chain()
        self.trailer = next(self._way).trailer
        """The newest one."""

    def confirm(self) -> None:
        """See to it that every table is where it should be, the oldest too."""
        for _ in self._way:
            pass

    @property
    def is_locked_throughout(self) -> bool:
        """Whether every version that was confirmed is encrypted (7.5.6); half of a linearized one has no root (F.3)."""
        return all("Encrypt" in each.trailer or "Root" not in each.trailer for each in self._sections)

    def follow(self, reference: object) -> object:
        """Return the object that a reference points to."""
        if not isinstance(reference, Reference):
            raise NotOrdinary
        place = self._place(reference)
        if place.stream is None:
            return self._object_at(place.offset, reference)[0]
        return self._inside(place.stream, place.offset, reference.number)

    def _place(self, reference: Reference) -> Place:
        for section in self._sections:
            place = section.find(reference.number)
            if place is not None and place.generation == reference.generation:
                return place
            if place is not None or "XRefStm" in section.trailer:
                raise NotOrdinary
        raise NotOrdinary

    def _chain(self) -> Iterator[Section]:
        """Yield the tables, the newest first (7.5.6), and keep them."""
        start: object = self._start()
        seen: set[int] = set()
        while isinstance(start, int) and start not in seen and len(seen) < MOST_SECTIONS:
            seen.add(start)
            section = self._table(start) if self._octets(start, 4) == b"xref" else self._stream_of_places(start)
            self._sections.append(section)
            yield section
            start = section.trailer.get("Prev")
        if start is not None:
            raise NotOrdinary

    def _start(self) -> int:
        found = _LAST_WORDS.search(self._octets(max(0, self._size - END), END))
        if not found:
            raise NotOrdinary
        return int(found[1])

    def _octets(self, offset: int, count: int) -> bytes:
        """Return octets of the file, fewer at its end."""
        if not 0 <= offset <= self._size:
            raise NotOrdinary
        self._file.seek(offset)
        return self._file.read(min(count, self._size - offset))

    def _read(self, offset: int, start: re.Pattern[bytes]) -> tuple[re.Match[bytes], object, int]:
        """Return what matches at `offset`, the object behind it and where that ends, looking no further than needed."""
        look = FIRST_LOOK
        while True:
            octets = self._octets(offset, look)
            begins = start.match(octets)
            if not begins:
                raise NotOrdinary
            try:
                value, end = read_object(octets, begins.end())
            except CutOff:
                look *= 2
                if look > LARGEST_OBJECT or len(octets) < look // 2:
                    raise NotOrdinary from None
            else:
                return begins, value, offset + end

    def _object_at(self, offset: int, reference: Reference | None) -> tuple[object, int]:
        begins, value, end = self._read(offset, _OBJECT)
        if reference is not None and (int(begins[1]), int(begins[2])) != reference:
            raise NotOrdinary
        return value, end

    def _table(self, offset: int) -> Section:
        """Read a classic table: only the lines that say how long its stretches are."""
        stretches: list[tuple[int, int, int]] = []
        at = offset + 4
        while line := _STRETCH.match(self._octets(at, 48)):
            first, count, at = int(line[1]), int(line[2]), at + line.end()
            stretches.append((first, count, at))
            at += count * ENTRY
            if len(stretches) > MOST_STRETCHES:
                raise NotOrdinary
        _, trailer, _ = self._read(at, _TRAILER)
        return Section(_as_dictionary(trailer), lambda number: self._entry(stretches, number))

    def _entry(self, stretches: list[tuple[int, int, int]], number: int) -> Place | None:
        for first, count, start in stretches:
            if first <= number < first + count:
                entry = _ENTRY.fullmatch(self._octets(start + (number - first) * ENTRY, ENTRY))
                if not entry or entry[3] != b"n":
                    raise NotOrdinary
                return Place(int(entry[1]), int(entry[2]))
        return None

    def _stream_of_places(self, offset: int) -> Section:
        """Read a table that is a stream (7.5.8)."""
        value, end = self._object_at(offset, None)
        trailer = _as_dictionary(value)
        if trailer.get("Type") != Name("XRef"):
            raise NotOrdinary
        table = Places(trailer, self._unpacked(trailer, end))
        return Section(trailer, table.find)

    def _unpacked(self, dictionary: Dictionary, end: int) -> bytes:
        """Return what a stream holds, packed by Flate or not at all; bounded."""
        length, begins = dictionary.get("Length"), _STREAM.match(self._octets(end, 32))
        if not isinstance(length, int) or not begins or not 0 < length <= LARGEST_PACKED:
            raise NotOrdinary
        packed = self._octets(end + begins.end(), length)
        if dictionary.get("Filter") is None:
            return packed
        if dictionary["Filter"] not in (Name("FlateDecode"), [Name("FlateDecode")]):
            raise NotOrdinary
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, LARGEST_UNPACKED)
        if not unpacker.eof:
            raise NotOrdinary
        return data

    def _inside(self, stream: int, index: int, number: int) -> object:
        """Return an object out of a stream of objects."""
        place = self._place(Reference(stream, 0))
        if place.stream is not None:
            raise NotOrdinary
        value, end = self._object_at(place.offset, Reference(stream, 0))
        dictionary = _as_dictionary(value)
        first = dictionary.get("First")
        if dictionary.get("Type") != Name("ObjStm") or not isinstance(first, int) or "DecodeParms" in dictionary:
            raise NotOrdinary
        data = self._unpacked(dictionary, end)
        numbers = data[: max(0, first)].split()
        if len(numbers) < 2 * index + 2 or int(numbers[2 * index]) != number:
            raise NotOrdinary
        return read_object(data + b" ", first + int(numbers[2 * index + 1]))[0]


def _as_dictionary(value: object) -> Dictionary:
    if not isinstance(value, dict):
        raise NotOrdinary
    return value
