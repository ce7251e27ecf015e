"""Attestations as they come to a supervisor: in a saved letter (.eml), in a ZIP archive, in one another.

Everything is looked through in memory, and within bounds: nothing is unpacked to disk.
"""

import io
from collections.abc import Iterator
from dataclasses import field
from itertools import islice
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import unreadable
from mailcheck.parse.enclosed import documents_in
from mailcheck.parse.sealed import LARGEST
from mailcheck.protection.look import Clock, Limits, Look
from mailcheck.protection.package import unpacked
from mailcheck.protection.zip_directory import read_directory
from mailcheck.roster.likeness import OPENINGS, is_named_like_one

LETTER, ARCHIVE = ".eml", ".zip"
LARGEST_LETTER = 4 * 1024 * 1024
"""Octets of a saved letter; a larger one is not looked into."""
LARGEST_ARCHIVE = 64 * 1024 * 1024
"""Octets of an archive, and also of everything that is unpacked of one file."""
MOST_DOCUMENTS = 100
"""Documents of one letter that are looked at."""
MOST_ENTRIES = 20_000
"""Entries of all archives in one file that are looked at."""
LONGEST = 60.0
"""Seconds of computing for one file."""
DEEPEST = 3
"""Letters and archives within each other."""
_ZIP = b"PK\x03\x04"


def may_hold(name: str, size: int) -> bool:
    """Whether a file may hold attestations, by its name and its size."""
    kind = name.lower()
    return (kind.endswith(LETTER) and size <= LARGEST_LETTER) or (kind.endswith(ARCHIVE) and size <= LARGEST_ARCHIVE)


def _bounded() -> Look:
    limits = Limits(entries=MOST_ENTRIES, unpacked=LARGEST_ARCHIVE)
    return Look(limits, lambda *_: unreadable("unknown", "nothing is judged here"), Clock(LONGEST))


@dataclass(slots=True)
class Unwrapping:
    """One file while it is looked through, with what may still be spent on it."""

    is_whole: bool = True
    """False: something in it could not be looked through, by a bound, a password or damage."""
    _look: Look = field(default_factory=_bounded)

    def attestations(self, file: BinaryIO, name: str) -> Iterator[tuple[bytes, str]]:
        """Yield the octets and the name of whatever begins or is named like an attestation; nothing is judged."""
        if name.lower().endswith(ARCHIVE):
            yield from self._in_archive(file, 1)
        else:
            yield from self._in_letter(file.read(LARGEST_LETTER + 1), 1)

    def _inside(self, octets: bytes, name: str, depth: int) -> Iterator[tuple[bytes, str]]:
        if octets.startswith(OPENINGS) or is_named_like_one(name):
            if len(octets) <= LARGEST + 2:
                yield octets, name
        elif not (octets.startswith(_ZIP) or name.lower().endswith(LETTER)):
            return
        elif depth >= DEEPEST:
            self.is_whole = False
        elif octets.startswith(_ZIP):
            yield from self._in_archive(io.BytesIO(octets), depth + 1)
        else:
            yield from self._in_letter(octets, depth + 1)

    def _in_letter(self, letter: bytes, depth: int) -> Iterator[tuple[bytes, str]]:
        """Look at the documents of a letter and of the letters in it; at none if it is no letter."""
        try:
            for part, _, content in islice(documents_in(letter, "", []), MOST_DOCUMENTS):
                name = part.name or ""
                yield from self._inside(content, name if is_named_like_one(name) else "", depth)
        except ValueError:
            return

    def _in_archive(self, file: BinaryIO, depth: int) -> Iterator[tuple[bytes, str]]:
        """Look at the entries of an archive, each as far as its size lets it be an attestation or a letter."""
        try:
            directory = read_directory(file, self._look)
            self.is_whole &= not directory.is_encrypted
            for member in directory.members:
                wrapped = member.name.lower().endswith((LETTER, ARCHIVE))
                if member.is_content and member.size <= (LARGEST_LETTER if wrapped else LARGEST + 2):
                    yield from self._inside(unpacked(file, member, self._look), member.name, depth)
        except Exception:  # noqa: BLE001 - containment: hostile input is normal input, and its error may quote it
            self.is_whole = False
