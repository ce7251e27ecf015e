"""LHA archives, `.lzh` and `.lha`, header levels 0 to 3. They have no protection."""

import re
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "lha"
METHOD = re.compile(rb"-(?:lh[0-9a-dx]|lz[45s]|pm[0-2s]|lhe)-")


@format(NAME, lambda sample: METHOD.match(sample.head[2:7]) is not None and sample.head[20:21] < b"\4", rank=30)
def lha(file: BinaryIO, look: Look) -> Protection:
    """Judge an archive: open, if its chain of headers leads to its end."""
    at, size = 0, size_of(file)
    while at < size and number_at(file, at, 1):
        look.entry()
        header = octets_at(file, at, 24)
        if not METHOD.match(header[2:7]):
            raise Damaged("no header")
        at += _length(header) + int.from_bytes(header[7:11], "little")
    if at > size:
        raise Damaged("it ends too early")
    return opens(NAME, "an LHA archive has no password", names_visible=True)


def _length(header: bytes) -> int:
    """Return how long a header is; in level 1 the content's length takes in what the header extends by."""
    match header[20]:
        case 0 | 1:
            return header[0] + 2
        case 2:
            return int.from_bytes(header[:2], "little")
        case _:
            raise Damaged("a header that no program writes")
