"""Octets at a place in a hostile file, and windows onto a stretch of it, without reading the rest."""

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from mailcheck.protection.look import Look

MOST = 1024 * 1024
"""No header of any format needs more in one piece."""


class Damaged(ValueError):
    """A file ends too early or contradicts itself; the heart turns it into `unreadable`."""


def size_of(file: BinaryIO) -> int:
    """Return how many octets a file has."""
    return file.seek(0, io.SEEK_END)


def octets_at(file: BinaryIO, offset: int, count: int) -> bytes:
    """Return exactly `count` octets from `offset`; raises Damaged if they are not there."""
    if offset < 0 or not 0 <= count <= MOST:
        raise Damaged("a place outside the file")
    file.seek(offset)
    found = file.read(count)
    if len(found) != count:
        raise Damaged("it ends too early")
    return found


def foresee(file: BinaryIO, stretches: Iterable[tuple[int, int]]) -> None:
    """Tell a file what is going to be read of it, as offsets and lengths: one on a mail server fetches it all at once.

    A hint only: a file that does not know of it is read as ever.
    """
    told = getattr(file, "foresee", None)
    if told is not None:
        told(stretches)


def number_at(file: BinaryIO, offset: int, count: int, *, little: bool = True) -> int:
    """Return the unsigned number of `count` octets at `offset`; raises Damaged."""
    return int.from_bytes(octets_at(file, offset, count), "little" if little else "big")


def whole(file: BinaryIO, look: Look) -> bytes:
    """Return all octets of a file, counted as unpacked; raises OverLimit before memory is taken."""
    look.unpack(size_of(file))
    file.seek(0)
    return file.read()


def blocks(file: BinaryIO, look: Look, *, octets: int = 1 << 18) -> Iterator[bytes]:
    """Yield a file from its beginning, block by block, looking at the clock."""
    offset = 0
    while block := _read(file, offset, octets):
        offset += len(block)
        look.check_time()
        yield block


def _read(file: BinaryIO, offset: int, count: int) -> bytes:
    file.seek(offset)
    return file.read(count)


def window(file: BinaryIO, offset: int, length: int) -> BinaryIO:
    """Return a stretch of a file as a seekable file of its own; raises Damaged if it reaches past the end."""
    if offset < 0 or length < 0 or offset + length > size_of(file):
        raise Damaged("a stretch outside the file")
    return cast("BinaryIO", _Window(file, offset, length))


class _Window(io.RawIOBase):
    """Reads a stretch of another file; whatever that file raises passes through."""

    def __init__(self, file: BinaryIO, offset: int, length: int) -> None:
        self._file, self._offset, self._length, self._at = file, offset, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def foresee(self, stretches: Iterable[tuple[int, int]]) -> None:
        foresee(self._file, [(self._offset + start, length) for start, length in stretches])

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._length - self._at)
        count = left if size is None or size < 0 else min(size, left)
        self._file.seek(self._offset + self._at)
        found = self._file.read(count)
        self._at += len(found)
        return found

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # the base class names no buffer type
        found = self.read(len(view))
        view[: len(found)] = found
        return len(found)
