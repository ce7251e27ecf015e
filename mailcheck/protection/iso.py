"""CD and DVD images (ECMA-119, UDF). They have no protection."""

from typing import BinaryIO

from mailcheck.model import Protection, opens, unreadable
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "iso"
SECTOR = 2048
PLACE = 16 * SECTOR
MARKS = (b"CD001", b"BEA01")


def _recognises(sample: Sample) -> bool:
    """Claim what could be an image: its mark stands behind the octets that are looked at here."""
    return (
        sample.size > PLACE + SECTOR
        and not sample.size % 512
        and (not any(sample.head[:512]) or sample.head[510:512] == b"\x55\xaa")
    )


@format(NAME, _recognises, rank=85)
def iso(file: BinaryIO, look: Look) -> Protection:
    """Judge an image: open, if its volume is as large as it says."""
    del look
    mark = octets_at(file, PLACE + 1, 5)
    if mark not in MARKS:
        return unreadable("unknown", "it is not a format mailcheck knows")
    if mark == MARKS[0]:
        volume, block = number_at(file, PLACE + 80, 4), number_at(file, PLACE + 128, 2)
        if volume * block > size_of(file):
            raise Damaged("it ends too early")
    return opens(NAME, "a disk image without a password", names_visible=True)
