"""LHA archives, `.lzh` and `.lha`, header levels 0 to 3. They have no protection of their own."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import Look, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.following import Enclosed, followed, stretch
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "lha"
METHOD = re.compile(rb"-(?:lh[0-9a-dx]|lz[45s]|pm[0-2s]|lhe)-")


STORED, FOLDER = re.compile(rb"-(?:lh0|lz4|pm0)-"), b"-lhd-"


@format(NAME, lambda sample: METHOD.match(sample.head[2:7]) is not None and sample.head[20:21] < b"\4", rank=30)
def lha(file: BinaryIO, look: Look) -> Protection:
    """Judge an archive by its files: those that are not packed are looked into."""
    return contain(NAME, followed(_files(file, look), look))


def _files(file: BinaryIO, look: Look) -> Iterator[Enclosed | Protection]:
    at, size = 0, size_of(file)
    while at < size and number_at(file, at, 1):
        look.entry()
        header = octets_at(file, at, 24)
        if not METHOD.match(header[2:7]):
            raise Damaged("no header")
        start = at + _length(header)
        at = start + int.from_bytes(header[7:11], "little")
        if at > size:
            raise Damaged("it ends too early")
        if header[20] == 1:
            start = _behind_extensions(file, start, look)
        if header[2:7] != FOLDER and any(header[11:15]):
            yield stretch(file, start, at - start, stored=STORED.match(header[2:7]) is not None)


def _behind_extensions(file: BinaryIO, start: int, look: Look) -> int:
    """Return where the content begins in level 1: each header says at its end how long the next one is."""
    while length := number_at(file, start - 2, 2):
        look.entry()
        start += length
    return start


def _length(header: bytes) -> int:
    """Return how long a header is; in level 1 the content's length takes in what the header extends by."""
    match header[20]:
        case 0 | 1:
            return header[0] + 2
        case 2:
            return int.from_bytes(header[:2], "little")
        case _:
            raise Damaged("a header that no program writes")
