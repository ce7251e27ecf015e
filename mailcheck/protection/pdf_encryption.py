"""The encryption dictionary of a PDF that could not be opened (ISO 32000-2, 7.6).

qpdf says that a password is needed, and not which cipher it is. The dictionary is never encrypted and never inside an
object stream, and qpdf has just read it: so it is found again in the octets that qpdf looked at.
"""

import io
import re
from typing import Any, BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, Strength, protected
from mailcheck.protection.look import CannotTell, Clock, Look, OverLimit

DICTIONARY_LIMIT = 64 * 1024
ENDS_TRIED = 64
PATIENCE = 0.9
"""Seconds of computing for opening a document once."""
SMALL_READ, MOST_IN_SMALL_READS = 128, 2 * 1024 * 1024
"""So qpdf reads what it takes apart into objects, and each octet of that may cost eighty; the way to a catalog needs
some kilobytes of it."""
REFERENCE = re.compile(rb"/Encrypt\s+(\d{1,10})\s+(\d{1,5})\s+R\b")
DIRECT = re.compile(rb"/Encrypt\s*(?=<<)")
ANY_REFERENCE = re.compile(rb"\b\d{1,10}\s+\d{1,5}\s+R\b")

RIGHTS_MANAGED = {"/Adobe.APS", "/EBX_HANDLER", "/FOPN_foweb", "/FOPN_fLock", "/MicrosoftIRMServices"}
"""Handlers that get the key from a server for those it was issued to; there is none in the file."""
CIPHERS = {
    "/V2": ("RC4", Strength.WEAK),
    "/AESV2": ("AES-128", Strength.STRONG),
    "/AESV3": ("AES-256", Strength.STRONG),
}
"""CFM (7.6.6, table 25)."""
IDENTITY = "/Identity"


class Remembering(io.RawIOBase):
    """A file that remembers which stretches of it were read, and looks at the clock: qpdf itself has none."""

    def __init__(self, file: BinaryIO, look: Look) -> None:
        super().__init__()
        self._file, self._look = file, look
        self._clock, self._small = Clock(PATIENCE), 0
        self._stretch = (0, 0)
        self.stretches: set[tuple[int, int]] = set()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that one can move in it."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, and return the new position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - typeshed's Buffer is not there at run time
        """Fill `buffer` as far as the file goes. Raises OverLimit when time is up."""
        self._look.check_time()
        self._clock.check()
        start = self._file.tell()
        data = self._file.read(len(buffer))
        self._small += len(data) if len(buffer) <= SMALL_READ else 0
        if self._small > MOST_IN_SMALL_READS:
            raise OverLimit("it is longer than mailcheck looks through")
        buffer[: len(data)] = data
        self._remember(start, len(data))
        return len(data)

    def _remember(self, start: int, length: int) -> None:
        """Keep a stretch; one that goes on where the last one ended makes it longer: qpdf may read octet by octet."""
        first, before = self._stretch
        if start == first + before:
            self.stretches.discard(self._stretch)
            start, length = first, before + length
        self._stretch = (start, length)
        self.stretches.add(self._stretch)

    def remembered(self) -> bytes:
        """Return what was read, once each and in order; stretches apart are divided by a line break."""
        parts: list[bytes] = []
        end = -1
        for start, length in sorted(self.stretches):
            begin = max(start, end)
            if begin > end:
                parts.append(b"\n")
            if start + length > begin:
                self._file.seek(begin)
                parts.append(self._file.read(start + length - begin))
            end = max(end, start + length)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Encryption:
    """What an encryption dictionary says (ISO 32000-2, tables 20, 21, 25)."""

    handler: str
    version: int
    bits: int
    streams: str
    """The crypt filter for page content; `/Identity`: none."""
    attachments: str
    """The crypt filter for embedded files."""
    method: str
    """CFM of the filter that is used."""

    @property
    def cipher(self) -> tuple[str, Strength]:
        """The cipher's name and strength."""
        if self.version >= 4:
            return CIPHERS.get(self.method, ("a cipher that could not be named", Strength.WEAK))
        return f"RC4 with {self.bits} bits", Strength.WEAK


def find_encryption(data: bytes) -> Encryption | None:
    """Find the encryption dictionary in what qpdf read of a file."""
    for match in [*REFERENCE.finditer(data), *DIRECT.finditer(data)]:
        start = match.end()
        if match.re is REFERENCE:
            number, generation = match.groups()
            found = re.search(rb"(?<!\d)%s\s+%s\s+obj\s*(?=<<)" % (number, generation), data)
            if not found:
                continue
            start = found.end()
        dictionary = _dictionary(data[start : start + DICTIONARY_LIMIT])
        if dictionary is not None:
            return _encryption(dictionary)
    return None


def _dictionary(data: bytes) -> Any:  # noqa: ANN401 - a pikepdf object
    """Parse the dictionary at the start of `data`: the first end at which it is one whole object."""
    import pikepdf

    data = ANY_REFERENCE.sub(b"null", data)
    for number, end in enumerate(re.finditer(rb">>", data)):
        if number == ENDS_TRIED:
            break
        try:
            return pikepdf.Object.parse(data[: end.end()])
        except (pikepdf.PdfError, ValueError, RuntimeError):
            continue
    return None


def _encryption(dictionary: Any) -> Encryption:  # noqa: ANN401 - a pikepdf object
    version = int(dictionary.get("/V", 0))
    streams, strings = (str(dictionary.get(name, IDENTITY)) for name in ("/StmF", "/StrF"))
    attachments = str(dictionary.get("/EFF", streams))
    used = next((name for name in (streams, attachments, strings) if name != IDENTITY), IDENTITY)
    filters = dictionary.get("/CF", {})
    method = str(filters[used].get("/CFM", "/None")) if used in filters else "/None"
    return Encryption(
        str(dictionary.get("/Filter", "")), version, int(dictionary.get("/Length", 40)), streams, attachments, method
    )


def judge_standard(encryption: Encryption | None) -> Protection:
    """Judge a PDF that refused the empty password."""
    if encryption is None:
        return protected("pdf", "needs a password; the cipher could not be named", strength=Strength.WEAK)
    name, strength = encryption.cipher
    if encryption.version >= 4 and encryption.streams == IDENTITY:
        # 7.6.6: streams under /Identity are not encrypted, so the pages can be read; only attachments are locked.
        return Protection(
            ProtectionState.PARTIAL, "pdf", strength, f"only attachments or parts are encrypted, with {name}"
        )
    return protected("pdf", f"needs a password; encrypted with {name}", strength=strength)


def judge_other_handler(encryption: Encryption | None) -> Protection:
    """Judge a PDF whose security handler is not the one for passwords. Raises CannotTell on one that is not known."""
    if encryption is None:
        raise CannotTell("it is encrypted in a way that mailcheck does not know")
    if encryption.handler in RIGHTS_MANAGED:
        return protected("pdf", "under rights management: only those it was issued to can open it")
    if encryption.handler != "/Adobe.PubSec":
        raise CannotTell("it is encrypted in a way that mailcheck does not know")
    name, strength = encryption.cipher
    if encryption.version >= 4 and encryption.streams == IDENTITY:
        return Protection(ProtectionState.PARTIAL, "pdf", strength, f"only attachments are encrypted, with {name}")
    return protected("pdf", f"encrypted with {name} for the holders of certain certificates", strength=strength)
