"""Microsoft Works: word processor, spreadsheet, database. It has no password for reading."""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, size_of
from mailcheck.protection.ole import SIGNATURE, Compound

NAME = "works"
STREAMS = ("MatOST", "MM", "MN0")
TEXTS = (b"\x01\xfe\x32\x00", b"\x01\xfe\x32\x02")
SHEETS = (b"\xff\x00\x02\x00\x04\x04\x05\x54\x02\x00", b"\x20\x54\x02\x00\x00\x00\x05\x54\x02\x00")


@format(NAME, begins_with(SIGNATURE), rank=45)
def works(file: BinaryIO, look: Look) -> Protection:
    """Judge a document of version 3 and newer by the streams that only Works writes."""
    compound = Compound(file, look)
    if not any(name in compound for name in STREAMS):
        raise CannotTell("it is not a document that mailcheck knows")
    if compound.is_cut_off:
        raise Damaged("it ends too early")
    return opens(NAME, "Works has no password for reading")


@format(NAME, begins_with(*TEXTS, *SHEETS), rank=30)
def old_works(file: BinaryIO, look: Look) -> Protection:
    """Judge a document of the time of DOS by its signature and its size."""
    del look
    if size_of(file) < 256:
        raise Damaged("it ends too early")
    return opens(NAME, "Works has no password for reading")
