"""Programs with a 7z or RAR archive behind them, which they unpack (7-Zip's SFX modules; RAR's).

A ZIP archive behind a program is found from its end, by the ZIP format itself.
"""

import re
from typing import BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.beside import PROGRAMS
from mailcheck.protection.octets import Damaged, blocks, number_at, octets_at, size_of, window
from mailcheck.protection.rar import rar
from mailcheck.protection.rar_blocks import NEW, OLD
from mailcheck.protection.sevenzip import FIRST, sevenzip

NAME = "program"
MARK = re.compile(b"|".join(map(re.escape, (FIRST + b"\0", NEW, OLD))))
SEARCHED = 2 * 1024 * 1024
"""Octets behind the program, or of it where its end is not known: RAR itself looks no further."""
SECTIONS, SECTION = 96, 40
WIDE = 0x20B
"""The mark of a program of 64 bits."""
OVERLAP = 16


@format(NAME, begins_with(*PROGRAMS), rank=80)
def self_extracting(file: BinaryIO, look: Look) -> Protection:
    """Judge the archive behind a program; a program without one is no document, and is not judged."""
    at = _place(file, _behind_program(file), look)
    archive = window(file, at, _before_signature(file) - at)
    return sevenzip(archive, look) if octets_at(archive, 0, len(FIRST)) == FIRST else rar(archive, look)


def _behind_program(file: BinaryIO) -> int:
    """Return where the last section of a Windows program ends (PE format); 0 if it is another kind of program."""
    try:
        header = number_at(file, 0x3C, 4)
        if octets_at(file, 0, 2) != b"MZ" or octets_at(file, header, 4) != b"PE\0\0":
            return 0
        count, optional = number_at(file, header + 6, 2), number_at(file, header + 20, 2)
        table = octets_at(file, header + 24 + optional, SECTION * min(count, SECTIONS))
    except Damaged:
        return 0
    ends = [
        int.from_bytes(table[at + 16 : at + 20], "little") + int.from_bytes(table[at + 20 : at + 24], "little")
        for at in range(0, len(table), SECTION)
    ]
    end = max(ends, default=0)
    return end if end < size_of(file) else 0


def _before_signature(file: BinaryIO) -> int:
    """Return where the signature of a signed program begins (PE format, data directory 4); the end if there is none."""
    size = size_of(file)
    try:
        optional = number_at(file, 0x3C, 4) + 24
        wide = number_at(file, optional, 2) == WIDE
        start, length = (number_at(file, optional + (112 if wide else 96) + 32 + part, 4) for part in (0, 4))
    except Damaged:
        return size
    return start if 0 < start < size and start + length == size else size


def _place(file: BinaryIO, start: int, look: Look) -> int:
    """Return where the archive begins. Raises CannotTell if there is none."""
    searched = window(file, start, min(SEARCHED, size_of(file) - start))
    before, position = b"", start
    for block in blocks(searched, look, octets=64 * 1024):
        found = MARK.search(before + block)
        if found:
            return position - len(before) + found.start()
        position += len(block)
        before = (before + block)[-OVERLAP:]
    raise CannotTell("it is a program, which mailcheck does not judge")
