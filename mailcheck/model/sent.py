"""The documents that were found in sent letters. A mailbox may hold many thousands of them: they are kept as rows.

What repeats from document to document (its kind, format, verdict and answer) is held once, and each document is a row
of numbers and two digests; a thousand rows are squeezed together, into half the room. A document is made of its row
when somebody looks at it.
"""

import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cache
from heapq import merge
from itertools import chain, islice, pairwise
from typing import overload

from mailcheck.dataclass import dataclass
from mailcheck.model.message import PartKind
from mailcheck.model.protection import Protection
from mailcheck.model.said import Answer
from mailcheck.model.words import FileNameSign

LONGEST_KEY = 32
"""Characters of a digest, as `mailcheck.gather.keys` makes them."""
_ROW = struct.Struct(f"<QIIQ{LONGEST_KEY}s{LONGEST_KEY}s")
"""UID, which of the places, day, size, the letter's digest, the document's."""
TOGETHER = 1000
"""Documents that are squeezed together, and looked up together."""
LEVEL = 1
"""Half of a row is digests, which trying harder makes no shorter."""
_LEFT_OUT = 2**32 - 1
"""Instead of a kind, of a row that is not among these documents."""
_LARGEST = 2**64 - 1
"""A server may name any number, and no letter has a larger one."""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message is, without saying anything about it."""

    folder: str
    """A label: `Sent`, another well-known name, or `folder 3`."""
    uidvalidity: int
    uid: int
    stored: date
    """The day the server stored it."""
    key: str = ""
    """A keyed digest of its Message-ID under the installation key; stable from run to run."""


@dataclass(frozen=True, slots=True)
class SentDocument:
    """One document found in a sent message."""

    message: MessageRef
    key: str
    """A keyed digest of message and part under the installation key; stable from run to run."""
    kind: PartKind
    size: int
    """Octets, decoded where known, else as transferred."""
    protection: Protection
    answer: Answer | None = None
    """What the member said of it; None: not sorted yet."""
    asked: date | None = None
    """The day it was first seen open, from which the policy's days to answer are counted; None: today."""
    name_signs: tuple[FileNameSign, ...] = ()
    """What its name tells; the name itself is not kept."""
    was_fetched_whole: bool = False
    """Reading parts of it did not do, so all of it was fetched to judge it."""


NOWHERE = MessageRef("", 0, 0, date.min)
"""The letter of a document that stands for all of its kind."""
Test = Callable[[SentDocument], bool]
"""Asks about what documents have in common: nothing of its letter, its key or its size is known there."""
DaysOf = Callable[[Iterable[str]], Mapping[str, date]]


@dataclass(frozen=True, slots=True, eq=False)
class Documents(Sequence[SentDocument]):
    """Documents in order. Looking at all of them is quick where what they have in common is asked for (`where`)."""

    kinds: tuple[SentDocument, ...] = ()
    """Of each kind one document that stands for all, without letter, key and size."""
    places: tuple[tuple[str, int], ...] = ()
    """Folders' labels, each with its UIDVALIDITY."""
    which: bytes = b""
    """Of each document, which of the kinds it is."""
    rows: tuple[bytes, ...] = ()
    """The rows of a thousand documents each, squeezed; the last of them may be fewer."""

    def checked(self) -> "Documents":
        """Return the same documents, once their rows are known to be some. Raises ValueError."""
        kinds, places = len(self.kinds), len(self.places)
        if len(self.which) % 4 or not all(kind < kinds and row[1] < places for kind, row in self._each()):
            raise ValueError("not documents")
        return self

    @property
    def _which(self) -> memoryview:
        return memoryview(self.which).cast("I")

    @classmethod
    def of(cls, documents: Iterable[SentDocument]) -> "Documents":
        """Return documents as rows."""
        if isinstance(documents, Documents):
            return documents
        found = FoundDocuments()
        for each in documents:
            found.add(each)
        return found.all()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._which) - self.which.count(_LEFT_OUT.to_bytes(4))  # kinds are few: no other octets look so

    @overload
    def __getitem__(self, index: int) -> SentDocument: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SentDocument, ...]: ...
    def __getitem__(self, index: int | slice) -> SentDocument | tuple[SentDocument, ...]:
        """Return one of them, or several."""
        if isinstance(index, slice):
            return tuple(self)[index]
        return next(islice(self, range(len(self))[index], None))

    def _each(self) -> Iterator[tuple[int, tuple[int, int, int, int, bytes, bytes]]]:
        """Yield of each its kind and its row."""
        every = zip(self._which, _unpacked(self.rows), strict=True)
        return ((kind, row) for kind, row in every if kind != _LEFT_OUT)

    def __iter__(self) -> Iterator[SentDocument]:
        """Make them, one after the other."""
        days: dict[int, date] = {}
        for kind, (uid, place, day, size, letter, key) in self._each():
            folder, uidvalidity = self.places[place]
            stored = days.get(day) or days.setdefault(day, date.fromordinal(day))
            message = MessageRef(folder, uidvalidity, uid, stored, _text(letter))
            like = self.kinds[kind]
            yield SentDocument(
                message,
                _text(key),
                like.kind,
                size,
                like.protection,
                like.answer,
                like.asked,
                like.name_signs,
                like.was_fetched_whole,
            )

    def __eq__(self, other: object) -> bool:
        """Whether they are the same documents in the same order, however they are held."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Return the same number for equal documents."""
        return hash(tuple(self.keys()))

    def keys(self) -> Iterator[str]:
        """Yield each document's own digest."""
        return (_text(row[-1]) for _, row in self._each())

    def where(self, test: Test) -> "Documents":
        """Return those of the kinds that pass a test, in order; the rows are shared."""
        chosen = [test(kind) for kind in self.kinds]
        if all(chosen):
            return self
        if not any(chosen):
            return Documents()
        numbers = {number: number if is_chosen else _LEFT_OUT for number, is_chosen in enumerate(chosen)}
        numbers[_LEFT_OUT] = _LEFT_OUT
        which = array("I", map(numbers.__getitem__, self._which))
        return Documents(self.kinds, self.places, which.tobytes(), self.rows)

    def how_many(self, test: Test) -> int:
        """Count those of the kinds that pass a test."""
        return sum(number for kind, number in self.by_kind() if test(kind))

    def asked_on(self, test: Test, days_of: "DaysOf") -> "Documents":
        """Return the same documents; those of the kinds that pass a test with the days on which they were first asked.

        `days_of` tells the days of some documents, by their digests.
        """
        chosen, kinds = {number for number, kind in enumerate(self.kinds) if test(kind)}, list(self.kinds)
        numbers: dict[tuple[int, date | None], int] = {}
        which = array("I", self.which)
        rows = enumerate(zip(self._which, _unpacked(self.rows), strict=True))
        keyed = ((place, _text(row[-1])) for place, (kind, row) in rows if kind in chosen)
        while some := tuple(islice(keyed, TOGETHER)):
            days = days_of([key for _, key in some])
            for place, key in some:
                same = which[place], days.get(key)
                if same not in numbers:
                    numbers[same] = len(kinds)
                    kinds.append(replace(self.kinds[which[place]], asked=days.get(key)))
                which[place] = numbers[same]
        return Documents(tuple(kinds), self.places, which.tobytes(), self.rows)

    def by_kind(self) -> Iterator[tuple[SentDocument, int]]:
        """Yield a document that stands for each kind, and how many there are of it."""
        for kind, number in Counter(self._which).items():
            if kind != _LEFT_OUT:
                yield self.kinds[kind], number

    def by_month(self) -> Iterator[tuple[SentDocument, date, int]]:
        """Yield a document that stands for each kind, the first day of a month, and how many were sent in it."""
        first_day = cache(lambda day: date.fromordinal(day).replace(day=1))
        months = Counter((kind, first_day(day)) for kind, (_, _, day, *_) in self._each())
        yield from ((self.kinds[kind], month, number) for (kind, month), number in months.items())


@dataclass(slots=True)
class FoundDocuments:
    """Documents as they are found, to become `Documents`."""

    _kinds: dict[SentDocument, int] = field(default_factory=dict)
    _places: dict[tuple[str, int], int] = field(default_factory=dict)
    _which: "array[int]" = field(default_factory=lambda: array("I"))
    _rows: list[bytes] = field(default_factory=list)
    """A thousand each, squeezed."""
    _last: bytearray = field(default_factory=bytearray)
    """Those after them."""

    def __len__(self) -> int:
        """Return how many were found so far."""
        return len(self._which)

    def add(self, found: SentDocument) -> None:
        """Add one. Raises ValueError if its digests are none."""
        message = found.message
        letter, key = message.key.encode(), found.key.encode()
        if max(len(letter), len(key)) > LONGEST_KEY:
            raise ValueError("a document is known by digests")
        like = SentDocument(
            NOWHERE,
            "",
            found.kind,
            0,
            found.protection,
            found.answer,
            found.asked,
            found.name_signs,
            found.was_fetched_whole,
        )
        self._which.append(self._kinds.setdefault(like, len(self._kinds)))
        place = self._places.setdefault((message.folder, message.uidvalidity), len(self._places))
        uid, size = min(message.uid, _LARGEST), min(found.size, _LARGEST)
        self._put(_ROW.pack(uid, place, message.stored.toordinal(), size, letter, key))

    def _put(self, row: bytes) -> None:
        self._last += row
        if len(self._last) == TOGETHER * _ROW.size:
            self._rows.append(_squeezed(self._last))
            self._last.clear()

    def in_order(self, start: int) -> None:
        """Put those from `start` on in the order of their letters' UIDs; a letter's own keep theirs."""
        before = list(self.all().rows)
        uids = array("Q", (uid for uid, *_ in _unpacked(before)))
        if all(one <= other for one, other in pairwise(islice(uids, start, None))):
            return  # as they are where earlier runs read them
        order = _order(uids, start)
        self._which[start:] = array("I", map(self._which.__getitem__, order))
        first = start // TOGETHER
        left = Counter(place // TOGETHER for place in range(first * TOGETHER, len(uids)))
        del self._rows[first:], self._last[:]
        places = chain(range(first * TOGETHER, start), order)
        while some := tuple(islice(places, TOGETHER)):
            # Letters are read nearly in order, so those that come to stand together are in few of the lumps.
            wanted = Counter(place // TOGETHER for place in some)
            lumps = {lump: zlib.decompress(before[lump]) for lump in wanted}
            for place in some:
                at = place % TOGETHER * _ROW.size
                self._put(lumps[place // TOGETHER][at : at + _ROW.size])
            left -= wanted
            for lump in wanted.keys() - left.keys():
                before[lump] = b""  # all of it has its new place

    def all(self) -> Documents:
        """Return what was found."""
        rows = (*self._rows, _squeezed(self._last)) if self._last else tuple(self._rows)
        return Documents(tuple(self._kinds), tuple(self._places), self._which.tobytes(), rows)


def _order(uids: Sequence[int], start: int) -> "array[int]":
    """Return the places from `start` on in the order of their UIDs: a thousand are sorted at a time, then merged."""
    runs = (range(at, min(at + TOGETHER, len(uids))) for at in range(start, len(uids), TOGETHER))
    ordered = [array("I", sorted(run, key=uids.__getitem__)) for run in runs]
    return array("I", merge(*ordered, key=uids.__getitem__))


def _squeezed(rows: bytes | bytearray) -> bytes:
    return zlib.compress(rows, LEVEL)


def _unpacked(rows: Iterable[bytes]) -> Iterator[tuple[int, int, int, int, bytes, bytes]]:
    """Yield rows that were squeezed. Raises ValueError if they are none."""
    try:
        for some in rows:
            yield from _ROW.iter_unpack(zlib.decompress(some))
    except (zlib.error, struct.error):
        raise ValueError("not the rows of documents") from None


def _text(key: bytes) -> str:
    return key.rstrip(b"\0").decode()
