"""How the content of a 7z archive is packed: folders, coders, counts (7-Zip's 7zFormat.txt)."""

import io
from collections.abc import Callable, Iterator

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged

END, PACKED, UNPACKED, SUBSTREAMS, SIZE, CHECKSUM = 0x00, 0x06, 0x07, 0x08, 0x09, 0x0A
FOLDER, UNPACKED_SIZES, COUNTS = 0x0B, 0x0C, 0x0D
AES = bytes.fromhex("06f10701")
STEPS_BETWEEN_CLOCKS = 1024
MANY = 100_000
"""No count in a header that is read may be larger, so a lying one costs nothing."""


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of unpacking."""

    method: bytes
    properties: bytes


@dataclass(slots=True)
class Folder:
    """A stretch of content packed together: its coders, and how many files it holds."""

    coders: tuple[Coder, ...]
    outputs: int
    sizes: tuple[int, ...] = ()
    files: int = 1
    checked: bool = False
    """Its checksum stands with it, so its only file has none of its own."""

    @property
    def is_encrypted(self) -> bool:
        """Whether unpacking it needs a password."""
        return any(coder.method == AES for coder in self.coders)

    @property
    def size(self) -> int:
        """How large it is unpacked."""
        return max(self.sizes, default=0)


@dataclass(slots=True)
class Streams:
    """Where the packed content lies and how it is packed."""

    start: int = 0
    packed: tuple[int, ...] = ()
    folders: tuple[Folder, ...] = ()


class Octets(io.BytesIO):
    """A header under way; each step raises Damaged where it ends too early, and OverLimit where time is up."""

    def __init__(self, octets: bytes, look: Look) -> None:
        super().__init__(octets)
        self._look, self._steps = look, 0

    def take(self, count: int) -> bytes:
        """Read exactly `count` octets."""
        self._steps += 1
        if not self._steps % STEPS_BETWEEN_CLOCKS:
            self._look.check_time()
        found = self.read(count)
        if len(found) != count:
            raise Damaged("the header ends too early")
        return found

    def octet(self) -> int:
        """Read one octet."""
        return self.take(1)[0]

    def number(self) -> int:
        """Read a number of one to nine octets; the leading ones of the first say how many follow."""
        first = self.octet()
        for extra in range(8):
            if not first & 0x80 >> extra:
                high = first & (0x7F >> extra)
                return high << 8 * extra | int.from_bytes(self.take(extra), "little")
        return int.from_bytes(self.take(8), "little")

    def count(self) -> int:
        """Read a number that memory will be taken for."""
        number = self.number()
        if number > MANY:
            raise Damaged("a count that no header has room for")
        return number

    def checksums(self, count: int) -> tuple[bool, ...]:
        """Step over checksums; return which of the `count` things have one."""
        if self.octet():
            known = (True,) * count
        else:
            bits = self.take((count + 7) // 8)
            known = tuple(bool(bits[index // 8] & 0x80 >> index % 8) for index in range(count))
        self.take(4 * sum(known))
        return known


def read_streams(header: Octets, look: Look) -> Streams:
    """Read one description of streams; raises Damaged if a part is unknown or ends too early."""
    streams = Streams()
    steps: dict[int, Callable[[Octets, Streams, Look], None]] = {
        PACKED: _packed,
        UNPACKED: _unpacked,
        SUBSTREAMS: _substreams,
    }
    while (kind := header.octet()) != END:
        if kind not in steps:
            raise Damaged("a part of no known kind")
        steps[kind](header, streams, look)
    return streams


def _packed(header: Octets, streams: Streams, look: Look) -> None:
    streams.start, count = header.number(), header.count()
    look.entry(count)
    for kind in _parts(header):
        if kind == SIZE:
            streams.packed = tuple(header.number() for _ in range(count))
        elif kind == CHECKSUM:
            header.checksums(count)


def _parts(header: Octets) -> Iterator[int]:
    while (kind := header.octet()) != END:
        if kind not in {SIZE, CHECKSUM, UNPACKED_SIZES, COUNTS, FOLDER}:
            raise Damaged("a part of no known kind")
        yield kind


def _unpacked(header: Octets, streams: Streams, look: Look) -> None:
    for kind in _parts(header):
        if kind == FOLDER:
            count, external = header.count(), header.octet()
            look.entry(count)
            if external:
                raise Damaged("folders described elsewhere")
            streams.folders = tuple(_folder(header) for _ in range(count))
        elif kind == UNPACKED_SIZES:
            for folder in streams.folders:
                folder.sizes = tuple(header.number() for _ in range(folder.outputs))
        elif kind == CHECKSUM:
            for folder, checked in zip(streams.folders, header.checksums(len(streams.folders)), strict=True):
                folder.checked = checked


def _folder(header: Octets) -> Folder:
    coders, inputs, outputs = [], 0, 0
    for _ in range(_few(header)):
        flags = header.octet()
        method = header.take(flags & 0x0F)
        inputs, outputs = (inputs + _few(header), outputs + _few(header)) if flags & 0x10 else (inputs + 1, outputs + 1)
        coders.append(Coder(method, header.take(header.count()) if flags & 0x20 else b""))
    bonds, packed = outputs - 1, inputs - outputs + 1
    for _ in range(2 * bonds + (packed if packed > 1 else 0)):
        header.number()
    return Folder(tuple(coders), outputs)


def _few(header: Octets) -> int:
    """Read a count that 7-Zip itself keeps to 32."""
    number = header.number()
    if not 0 < number <= 32:
        raise Damaged("a count that 7-Zip does not write")
    return number


def _substreams(header: Octets, streams: Streams, look: Look) -> None:
    kind = header.octet()
    if kind == COUNTS:
        for folder in streams.folders:
            folder.files = header.count()
            look.entry(folder.files)
        kind = header.octet()
    if kind == SIZE:
        for folder in streams.folders:
            for _ in range(folder.files - 1):
                header.number()
        kind = header.octet()
    if kind == CHECKSUM:
        header.checksums(sum(folder.files for folder in streams.folders if folder.files != 1 or not folder.checked))
        kind = header.octet()
    if kind != END:
        raise Damaged("a part of no known kind")
