"""A table of objects that is a stream (ISO 32000-2, 7.5.8): where each object stands."""

from mailcheck.dataclass import dataclass
from mailcheck.protection.pdf_objects import NotOrdinary

Dictionary = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object stands: at an offset in the file, or at an index in a stream of objects (7.5.7)."""

    offset: int
    generation: int = 0
    stream: int | None = None
    """The number of the stream of objects; `offset` is then the index in it."""


class Places:
    """The rows of a table that is a stream."""

    def __init__(self, trailer: Dictionary, data: bytes) -> None:
        widths = self._widths = _numbers(trailer.get("W"), 8)
        stretches = _numbers(trailer.get("Index", [0, trailer.get("Size")]), 2**31)
        if len(widths) != 3:
            raise NotOrdinary
        self._stretches = list(zip(stretches[::2], stretches[1::2], strict=True))
        self._is_predicted = _is_predicted(trailer, sum(widths))
        self._data, self._row = data, sum(widths) + self._is_predicted
        if sum(count for _, count in self._stretches) * self._row != len(data) or not self._row:
            raise NotOrdinary

    def find(self, number: int) -> Place | None:
        """Return where an object stands; None if this table does not know it."""
        before = 0
        for first, count in self._stretches:
            if first <= number < first + count:
                return self._place(before + number - first)
            before += count
        return None

    def _place(self, row: int) -> Place:
        octets = self._octets(row)
        one, two, _ = self._widths
        kind = int.from_bytes(octets[:one], "big") if one else 1
        where, last = int.from_bytes(octets[one : one + two], "big"), int.from_bytes(octets[one + two :], "big")
        if kind not in {1, 2}:
            raise NotOrdinary
        return Place(where, generation=last) if kind == 1 else Place(last, stream=where)

    def _octets(self, row: int) -> bytes:
        """Return a row; under the PNG predictor `Up` each row holds what it adds to the one above (7.4.4.4)."""
        end = (row + 1) * self._row
        if not self._is_predicted:
            return self._data[end - self._row : end]
        if self._data[: end : self._row].strip(b"\2"):
            raise NotOrdinary
        return bytes(sum(self._data[column : end : self._row]) & 255 for column in range(1, self._row))


def _numbers(values: object, most: int) -> list[int]:
    if not isinstance(values, list) or not all(type(value) is int and 0 <= value <= most for value in values):
        raise NotOrdinary
    return values


def _is_predicted(trailer: Dictionary, width: int) -> bool:
    """Whether the rows stand under a PNG predictor; raises NotOrdinary for any other way of writing them."""
    how = trailer.get("DecodeParms")
    if isinstance(how, list) and len(how) == 1:
        how = how[0]
    if how is None:
        return False
    if not isinstance(how, dict) or not set(how) <= {"Predictor", "Columns"}:
        raise NotOrdinary
    if how.get("Predictor", 1) not in range(10, 16) or how.get("Columns", 1) != width:
        raise NotOrdinary
    return True
