"""A document on the mail server as a seekable file, of which only the octets asked for are fetched."""

import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

from mailcheck.errors import AccountProblem
from mailcheck.gather.ends import Turn, likely_ends
from mailcheck.gather.mailbox import Mailbox, Piece
from mailcheck.gather.part_source import SLACK, FetchLimits, PartSource, Unfetchable
from mailcheck.model import Part
from mailcheck.parse.transfer import Layout, learn

FIRST_BLOCK = 2 * 1024
LARGEST_BLOCK = 64 * 1024
TRIP_WORTH = 64 * 1024
"""Octets that come in the time of one round trip, about, on an ordinary line (40 ms, 20 Mbit/s)."""
SHARED_TRIP_WORTH = 16 * 1024
"""The same where a round trip serves many documents."""
GAP = 160
"""Octets between two stretches that cost less than to ask, and to be answered, twice."""
MOST_FORESEEN = 32
"""Stretches that are fetched at once because a reader says that it will need them."""
LARGEST_READ = 1024 * 1024
"""A single read beyond this fetches the whole part instead."""


class RemoteFile(io.RawIOBase):
    """One part of a message, decoded, read-only.

    Base64 is decoded from the middle where its lines are regular; every block is verified, and whatever is not as
    expected – the lines, or the server's answers – makes the whole part be fetched. Offsets inside a hostile document
    can cost no more than `limits` allow. Reads raise Unfetchable, and `trouble` then says why.
    """

    def __init__(self, mailbox: Mailbox, uid: int, part: Part, limits: FetchLimits | None = None) -> None:
        """Open `part` of message `uid` in the open folder; nothing is fetched yet."""
        super().__init__()
        self.source = PartSource(mailbox, uid, part, limits or FetchLimits())
        self._ends = likely_ends(part, mailbox.traffic.quickest)
        self._layout: Layout | None = None
        self._known: list[tuple[int, bytes]] = []
        self._content: bytes | None = None
        self._size: int | None = None
        self._needs_whole = False
        self._at = 0
        self._block, self._last_end = FIRST_BLOCK, -1
        self.changed_midway = False
        """True: the whole part is not what its pieces were taken for, so what was read before was wrong."""

    def first_pieces(self) -> tuple[Piece, ...]:
        """Return what every reader asks for first: the two ends, or the whole of a small part."""
        part = self.source.part
        if self._is_read_whole:
            return (self.source.whole_piece(),)
        head, tail = self._ends.head, self._ends.tail
        return Piece(part.section, 0, head), Piece(part.section, part.size - tail, tail + SLACK)

    @property
    def turn(self) -> Turn:
        """When to begin with it, among others."""
        return Turn.LAST if self._is_read_whole and self._ends.turn is not Turn.FIRST else self._ends.turn

    @property
    def _is_read_whole(self) -> bool:
        return self._is_small or self.source.part.encoding == "quoted-printable"

    @property
    def _is_small(self) -> bool:
        return self.source.part.size <= self._ends.small

    @property
    def octets(self) -> int:
        """Octets fetched so far."""
        return self.source.octets

    @property
    def trips(self) -> int:
        """Round trips so far."""
        return self.source.trips

    @property
    def trouble(self) -> str:
        """Why the document cannot be had; empty if it can."""
        return self.source.trouble

    @property
    def problem(self) -> AccountProblem | None:
        """The server's refusal, if there was one."""
        return self.source.problem

    @property
    def is_whole(self) -> bool:
        """Whether the whole part has been fetched."""
        return self._content is not None

    @property
    def fell_back(self) -> bool:
        """Whether all of it was fetched though it is not small, because reading parts of it did not do."""
        is_needed = self._needs_whole or self._is_read_whole
        return self.is_whole and is_needed and not self._is_small

    @property
    def is_at_hand(self) -> bool:
        """Whether the whole part is here: then it is best read as a whole, which it may not have been so far."""
        return not self.trouble and (self.is_whole or self.source.has_whole)

    @property
    def size(self) -> int:
        """Octets, decoded."""
        if self._size is None:
            self._prepare()
        return self._size or 0

    def content(self) -> bytes:
        """Return the whole document; raises Unfetchable."""
        if self.trouble:
            raise Unfetchable(self.trouble)
        return self._fetch_whole() if self._content is None else self._content

    def whole_instead(self) -> bytes:
        """Return the whole document because reading parts of it does not do; raises Unfetchable."""
        self._needs_whole = True
        return self.content()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that one can move in it."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, and return the new position; raises ValueError before the start."""
        target = offset
        if whence:
            target += self._at if whence == io.SEEK_CUR else self.size
        if target < 0:
            raise ValueError("before the start of the file")
        self._at = target
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` octets from here on; without a size, all."""
        if size is None or size < 0:
            return self.readall()
        data = self._read(self._at, size)
        self._at += len(data)
        return data

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer, as io.RawIOBase has it
        """Fill `buffer` as far as the document goes."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        """Return everything from here on."""
        data = self._read(self._at, max(0, self.size - self._at))
        self._at += len(data)
        return data

    def _read(self, start: int, length: int) -> bytes:
        piece = self._cached(start, start + length)
        if len(piece) == length and self._content is None:
            return piece
        end = min(start + length, self.size)
        found = bytearray()
        while self._content is None and start + len(found) < end:
            piece = self._cached(start + len(found), end)
            if piece:
                found += piece
            else:
                self._fetch(start + len(found), end)
        return bytes(found) if self._content is None else self._content[start : start + length]

    def foresee(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Have octets fetched together that are going to be read one after the other; a hint, and bounded."""
        self._prepare()
        layout = self._layout
        if layout is None or self._content is not None or not self.source.is_together or self.source.is_spent:
            return
        few = islice(stretches, MOST_FORESEEN)
        wanted = _joined(layout.span(*each) for start, length in few for each in self._missing(start, length))
        if sum(last - first for first, last in wanted) <= LARGEST_READ:
            self.source.have((first, last - first) for first, last in wanted)
            for first, last in wanted:
                self._keep(layout, self.source.range(first, last - first), first)

    def _missing(self, start: int, length: int) -> Iterable[tuple[int, int]]:
        """Return what is not here of a stretch, less what is known at its two ends; nothing of one that cannot be."""
        end = min(start + length, self.size)
        if start < 0 or length > LARGEST_BLOCK:
            return ()
        while start < end and (known := self._cached(start, end)):
            start += len(known)
        for first, data in self._known:
            if start < first < end <= first + len(data):
                end = first
        return ((start, end),) if start < end else ()

    def _cached(self, start: int, end: int) -> bytes:
        for first, data in self._known:
            if first <= start < first + len(data):
                return data[start - first : end - first]
        return b""

    def _prepare(self) -> None:
        """Learn size and layout from the two ends of the part, once."""
        if self.trouble:
            raise Unfetchable(self.trouble)
        if self._layout is not None or self._content is not None:
            return
        part = self.source.part
        if self._is_read_whole:
            self._fetch_whole()
            return
        ends = self._ends
        head = self.source.range(0, ends.head)
        tail = self.source.range(part.size - ends.tail, ends.tail + SLACK) if len(head) == ends.head else b""
        learnt = learn(part.encoding, head, tail, part.size) if len(tail) == ends.tail else None
        if learnt is None:
            self.whole_instead()
            return
        self._layout, self._known = learnt.layout, [each for each in learnt.known if each[1]]
        self._size = self._layout.size

    def _keep(self, layout: Layout, raw: bytes, offset: int) -> bool:
        """Verify, decode and remember a block; False if it is not as expected."""
        data = layout.decode(raw, offset)
        if data:
            self._known.append((layout.decoded_start(offset), data))
        return bool(data)

    def _fetch(self, start: int, end: int) -> None:
        """Fetch the block at `start`, larger if one reads on; the whole part where that is cheaper or needed."""
        layout = self._layout
        if self.trouble:
            raise Unfetchable(self.trouble)
        if layout is None or end - start > LARGEST_READ or self.source.is_spent or self._is_cheaper_whole():
            self.whole_instead()
            return
        block = min(2 * self._block, LARGEST_BLOCK) if start == self._last_end else FIRST_BLOCK
        later = [first for first, _ in self._known if first > start]
        stop = min([max(end, start + block), layout.size, *later])
        first, last = layout.span(start, stop)
        raw = self.source.range(first, last - first)
        self._block = block
        if len(raw) != last - first or not self._keep(layout, raw, first):
            self.whole_instead()
            return
        known_from, data = self._known[-1]
        self._last_end = known_from + len(data)

    def _is_cheaper_whole(self) -> bool:
        """Whether a reader that jumps about has cost so many trips that what is left would have come sooner."""
        worth = SHARED_TRIP_WORTH if self.source.is_together else TRIP_WORTH
        return self.source.part.size - self.octets <= (self.trips - 2) * worth

    def _fetch_whole(self) -> bytes:
        content = self._content = self.source.whole()
        self._size = len(content)
        if self._layout is not None:
            is_same = all(content[start : start + len(data)] == data for start, data in self._known)
            self.changed_midway = self._layout.size != len(content) or not is_same
        return content


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches as offsets and ends, in order, those in one that overlap or nearly touch."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first - joined[-1][1] <= GAP:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
