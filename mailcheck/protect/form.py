"""What a form of encrypted copy can do, and the one failure that all forms share."""

import io
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from mailcheck.dataclass import dataclass
from mailcheck.protect.passphrase import Passphrase

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

BLOCK = 1 << 20


class Original(Protocol):
    """A document to be copied: a file on disk, or one in memory."""

    @property
    def stem(self) -> str:
        """Its name without the ending."""

    @property
    def suffix(self) -> str:
        """The ending of its name."""

    @property
    def size(self) -> int:
        """Octets."""

    def open(self) -> BinaryIO:
        """Return it as a file that can be read."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A document on disk."""

    path: Path

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return self.path.stem

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return self.path.suffix

    @property
    def size(self) -> int:
        """Octets."""
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        """Return it as a file that can be read."""
        return self.path.open("rb")


class NotTheSame(Exception):
    """A copy, opened with its passphrase, does not hold what the originals hold; quotes nothing of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to encrypt documents."""

    name: str
    """In plain words: `a PDF encrypted with AES-256`."""
    write: Callable[[Sequence[Original], Passphrase, BinaryIO], None]
    """Write an encrypted copy of the originals."""
    verify: Callable[[BinaryIO, Sequence[Original], Passphrase], None]
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


def digest_at(original: Original) -> str:
    """Return the digest of a document."""
    with original.open() as file:
        return digest_of(file)
