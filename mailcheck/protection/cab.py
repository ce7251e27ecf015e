"""Cabinet files of Windows ([MS-CAB]). They have no protection."""

import struct
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of

NAME = "cab"
FIRST = b"MSCF\0\0\0\0"


@format(NAME, lambda sample: sample.head.startswith(FIRST), rank=20)
def cab(file: BinaryIO, look: Look) -> Protection:
    """Judge a cabinet: open, if the files its header announces are there."""
    length, names, version, folders, files = struct.unpack("<8xI4xI4xHHH", octets_at(file, 0, 30))
    if version >> 8 != 1 or length > size_of(file) or not folders or not 36 <= names < length:
        raise Damaged("no whole cabinet")
    at = names
    for _ in range(files):
        look.entry()
        name = octets_at(file, at + 16, min(256, length - at - 16)).find(b"\0")
        if name <= 0:
            raise Damaged("no name")
        at += 16 + name + 1
    return opens(NAME, "a cabinet has no password", names_visible=True)
