"""Tar archives, old and new (POSIX.1-2017 pax, GNU tar)."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, unreadable
from mailcheck.protection import Look, Sample, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of, window

NAME = "tar"
BLOCK = 512
BEHIND = 64 * 1024
"""How far behind its end an archive is looked at; programs fill it with zeros, and can be told to read on."""


def _recognises(sample: Sample) -> bool:
    """Compare the checksum of the first header: the oldest archives have no other mark."""
    header = sample.head[:BLOCK]
    digits = header[148:156].strip(b" \0")
    if len(header) < BLOCK or not header[0] or not digits or digits.strip(b"01234567"):
        return False
    return sum(header[:148]) + 8 * ord(" ") + sum(header[156:]) == int(digits, 8)


@format(NAME, _recognises, rank=30)
def tar(file: BinaryIO, look: Look) -> Protection:
    """Judge a tar archive: it has no protection of its own, so what is inside decides."""
    file.seek(0)
    with tarfile.open(fileobj=file, mode="r:", errorlevel=2) as archive:
        return contain(NAME, _children(file, archive, look))


def _children(file: BinaryIO, archive: tarfile.TarFile, look: Look) -> Iterator[Protection]:
    while (member := archive.next()) is not None:
        look.entry()
        archive.members.clear()  # type: ignore[attr-defined]  # the library keeps every header it has seen
        if not (member.isreg() or member.type not in tarfile.SUPPORTED_TYPES) or not member.size:
            continue
        if member.issparse():
            yield unreadable("entry", "a file with holes, which mailcheck does not put together")
            continue
        yield look.inside(window(file, member.offset_data, member.size))
    if octets_at(file, archive.offset, BLOCK).strip(b"\0"):
        raise Damaged("no block of zeros at the end")
    if octets_at(file, archive.offset, min(size_of(file) - archive.offset, BEHIND)).strip(b"\0"):
        yield unreadable("entry", "something stands behind its end, such as a second archive")
