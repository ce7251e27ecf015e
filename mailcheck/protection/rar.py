"""RAR archives, versions 1.5 to 5: encrypted headers, encrypted entries, or none.

Judged by a walk over the headers: the library for it reads them all before it answers, and needs a program of the
maker's for the content. Entries that are only stored are looked into.
"""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, Strength, protected, unreadable
from mailcheck.protection import Look, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.beside import refuse_words_at_the_end, with_neighbours
from mailcheck.protection.following import PACKED
from mailcheck.protection.octets import octets_at, window
from mailcheck.protection.rar_blocks import NEW, OLD, Entry, HeadersEncrypted, entries_of

NAME = "rar"


@format(NAME, begins_with(OLD, NEW), rank=10)
def rar(file: BinaryIO, look: Look) -> Protection:
    """Judge a RAR archive by the headers of its entries."""
    cipher = "AES-256" if octets_at(file, 0, len(NEW)) == NEW else "AES-128"
    ends: list[int] = []
    try:
        answer = contain(NAME, _children(file, look, ends))
    except HeadersEncrypted:
        refuse_words_at_the_end(file)
        return protected(NAME, f"the whole archive is encrypted with {cipher}, the names in it too")
    return with_neighbours(NAME, answer, file, (0, ends[0]), look) if ends else answer


def _children(file: BinaryIO, look: Look, ends: list[int]) -> Iterator[Protection]:
    """Yield the verdict on each entry, and note where the archive ends."""
    walk = entries_of(file, look)
    while True:
        try:
            entry = next(walk)
        except StopIteration as end:
            ends.append(end.value)
            return
        if entry.is_encrypted:
            yield _locked(entry)
        elif entry.size and entry.is_stored and entry.packed == entry.size:
            yield look.inside(window(file, entry.start, entry.packed))
        elif entry.size:
            yield unreadable("entry", PACKED)


def _locked(entry: Entry) -> Protection:
    """Name the cipher: AES-256 since version 5, AES-128 since version 2.9, the maker's own before."""
    if entry.version >= 50:
        return protected("entry", "encrypted with AES-256", names_visible=True)
    if entry.version >= 29:
        return protected("entry", "encrypted with AES-128", names_visible=True)
    reason = "encrypted with a method of early RAR, old and weak"
    return protected("entry", reason, strength=Strength.WEAK, names_visible=True)
