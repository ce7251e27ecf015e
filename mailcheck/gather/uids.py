"""The numbers of the letters in a folder: mostly long rows of one after the other, so only their ends are held."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import overload


class Uids(Sequence[int]):
    """Different UIDs, ascending."""

    __slots__ = ("_rows", "_until")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        """Take spans, each from a first to a last UID; they may come in any order, and overlap."""
        rows: list[range] = []
        for first, last in sorted(spans):
            if rows and first <= rows[-1].stop:
                rows[-1] = range(rows[-1].start, max(rows[-1].stop, last + 1))
            else:
                rows.append(range(first, last + 1))
        self._rows = tuple(rows)
        self._until = tuple(accumulate(map(len, rows)))

    def __len__(self) -> int:
        """Return how many there are."""
        return self._until[-1] if self._until else 0

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        """Return one of them, or several."""
        if isinstance(index, slice):
            return tuple(map(self._at, range(*index.indices(len(self)))))
        return self._at(range(len(self))[index])

    def _at(self, place: int) -> int:
        row = bisect_right(self._until, place)
        return self._rows[row][place - self._until[row]]  # counted from the end of its row

    def __iter__(self) -> Iterator[int]:
        """Yield them, one after the other."""
        for row in self._rows:
            yield from row

    def __eq__(self, other: object) -> bool:
        """Whether they are the same numbers, however they are held."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Return the same number for the same UIDs."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Return them as they are written in a command."""
        return f"Uids({','.join(f'{row.start}:{row.stop - 1}' for row in self._rows)})"


class Spans:
    """Numbers as they come, mostly one after the other: of each row of them only the ends are held."""

    def __init__(self) -> None:
        self._ends = array("Q")

    def add(self, number: int) -> None:
        """Note a number."""
        if self._ends and self._ends[-1] + 1 == number:
            self._ends[-1] = number
        else:
            self._ends.extend((number, number))

    def uids(self) -> Uids:
        """Return them, each once."""
        return Uids(zip(self._ends[::2], self._ends[1::2], strict=True))


class Once:
    """Tells whether something is met for the first time. Of many thousands of things it keeps eight octets each."""

    def __init__(self) -> None:
        self._met = [array("q") for _ in range(256)]
        """Marks in order, by their last octet: so that few have to give way to a new one."""

    def is_first(self, *what: object) -> bool:
        """Note something, and say whether it is new."""
        mark = hash(what)
        alike = self._met[mark & 0xFF]
        place = bisect_left(alike, mark)
        if place < len(alike) and alike[place] == mark:
            return False
        alike.insert(place, mark)
        return True
