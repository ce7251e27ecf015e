"""CD and DVD images (ECMA-119, UDF). They have no protection of their own."""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, opens, unreadable
from mailcheck.protection import Look, Sample, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import Enclosed, followed, stretch
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "iso"
SECTOR = 2048
PLACE = 16 * SECTOR
MARKS = (b"CD001", b"BEA01")
PRIMARY, SUPPLEMENTARY, LAST = 1, 2, 255
DESCRIPTORS = 64
ROOT, RECORD = 156, 33
FOLDER, MORE = 0x02, 0x80
ELSEWHERE = {b"BD", b"H+", b"HX"}
"""How a directory of macOS begins, in the third half of a sector."""


def _recognises(sample: Sample) -> bool:
    """Claim what could be an image: its mark stands behind the octets that are looked at here."""
    return (
        sample.size > PLACE + SECTOR
        and not sample.size % 512
        and (not any(sample.head[:512]) or sample.head[510:512] == b"\x55\xaa")
    )


@format(NAME, _recognises, rank=85)
def iso(file: BinaryIO, look: Look) -> Protection:
    """Judge an image by its files, if its volume is as large as it says."""
    mark = octets_at(file, PLACE + 1, 5)
    if mark not in MARKS:
        return unreadable("unknown", "it is not a format mailcheck knows")
    if mark != MARKS[0]:
        return opens(NAME, "a disk image without a password", names_visible=True)
    volume, block = number_at(file, PLACE + 80, 4), number_at(file, PLACE + 128, 2)
    if volume * block > size_of(file) or not block:
        raise Damaged("it ends too early")
    return contain(NAME, followed(_files(file, look), look))


def _files(file: BinaryIO, look: Look) -> Iterator[Enclosed | Protection]:
    """Yield the files of every directory on the volume: one for short names, perhaps one for long ones."""
    seen: set[tuple[int, int]] = set()
    for number in range(DESCRIPTORS):
        place = PLACE + number * SECTOR
        kind, mark = number_at(file, place, 1), octets_at(file, place + 1, 5)
        if mark != MARKS[0] or kind == LAST:
            behind = octets_at(file, place + SECTOR + 1, 5) if kind == LAST else mark
            break
        if kind in {PRIMARY, SUPPLEMENTARY}:
            yield from _listed(file, place + ROOT, number_at(file, place + 128, 2), seen, look)
    else:
        raise Damaged("its descriptors do not end")
    if behind == MARKS[1] or octets_at(file, 1024, 2) in ELSEWHERE:
        yield unreadable("entry", "a second directory, which mailcheck does not read")


def _listed(
    file: BinaryIO, record: int, block: int, seen: set[tuple[int, int]], look: Look
) -> Iterator[Enclosed | Protection]:
    """Walk the directories from a record on (ECMA-119 9.1); `seen` are the stretches that were yielded."""
    waiting = [record]
    while waiting:
        record = waiting.pop()
        start = (number_at(file, record + 2, 4) + number_at(file, record + 1, 1)) * block
        length, flags = number_at(file, record + 10, 4), number_at(file, record + 25, 1)
        if (start, length) in seen or not length:
            continue
        seen.add((start, length))
        if flags & FOLDER:
            waiting += _records(file, start, length, look)
        else:
            yield stretch(file, start, length, stored=not flags & MORE)


def _records(file: BinaryIO, start: int, length: int, look: Look) -> Iterator[int]:
    """Yield where the records of a directory are, but for those of itself and of the one above (6.8.2)."""
    at, end = start, start + length
    while at + RECORD <= end:
        look.entry()
        size = number_at(file, at, 1)
        if not size:  # no record crosses a sector
            at += SECTOR - at % SECTOR
            continue
        if size <= RECORD:
            raise Damaged("no record")
        if octets_at(file, at + 32, 2) not in {b"\1\0", b"\1\1"}:
            yield at
        at += size
