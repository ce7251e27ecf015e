"""What a form of encrypted copy can do, and the one failure that all forms share."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mailcheck.protect.passphrase import Passphrase

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

BLOCK = 1 << 20


class NotTheSame(Exception):
    """A copy, opened with its passphrase, does not hold what the originals hold; quotes nothing of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to encrypt documents."""

    name: str
    """In plain words: `a PDF encrypted with AES-256`."""
    write: Callable[[Sequence[Path], Passphrase, BinaryIO], None]
    """Write an encrypted copy of the originals."""
    verify: Callable[[BinaryIO, Sequence[Path], Passphrase], None]
    """Open a copy with the passphrase, by the format's own reader, and compare. Raises NotTheSame, or whatever the
    reader raises."""
    reader_needs: str = ""
    """What the reader must know or have, in a sentence; empty if the usual programs open it."""


class Digest(io.RawIOBase):
    """A file that keeps only the digest of what is written to it."""

    def __init__(self) -> None:
        self._digest = sha256()

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, octets: "Buffer", /) -> int:
        """Take some octets."""
        self._digest.update(octets)
        return memoryview(octets).nbytes

    def hexdigest(self) -> str:
        """Return the digest of everything written so far."""
        return self._digest.hexdigest()


def digest_of(file: BinaryIO) -> str:
    """Return the digest of a file from where it stands, read block by block."""
    digest = Digest()
    while block := file.read(BLOCK):
        digest.write(block)
    return digest.hexdigest()


def digest_at(path: Path) -> str:
    """Return the digest of a file on disk."""
    with path.open("rb") as file:
        return digest_of(file)
