"""Tar archives, old and new (POSIX.1-2017 pax, GNU tar).

The library reads long names, extended headers and maps of holes into memory as long as they say they are, so the
headers are walked here; names do not matter.
"""

from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, unreadable
from mailcheck.protection import Look, OverLimit, Sample, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of, window

NAME = "tar"
BLOCK = 512
BEHIND = 64 * 1024
"""How far behind its end an archive is looked at; programs fill it with zeros, and can be told to read on."""
LONG_NAMES, EXTENDED, FOR_ALL, HOLES = b"LK", b"xX", b"g", b"S"
WITHOUT_CONTENT = b"123456"
FOLDER = b"/"
LARGEST_EXTENSION = 1024 * 1024
MOST_EXTENSIONS = 16
"""Headers that describe one and the same file."""
MORE_HOLES, MORE = 482, 504
"""Where the header of a file with holes, and each map that follows, say that another map follows."""


def _recognises(sample: Sample) -> bool:
    """Compare the checksum of the first header: the oldest archives have no other mark."""
    return _is_header(sample.head[:BLOCK])


def _is_header(header: bytes) -> bool:
    digits = header[148:156].strip(b" \0")
    if len(header) < BLOCK or not header[0] or not digits or digits.strip(b"01234567"):
        return False
    rest = header[:148] + header[156:]
    signed = sum(octet - 256 if octet > 127 else octet for octet in rest)  # as some old programs counted
    return int(digits, 8) - 8 * ord(" ") in {sum(rest), signed}


@format(NAME, _recognises, rank=30)
def tar(file: BinaryIO, look: Look) -> Protection:
    """Judge a tar archive: it has no protection of its own, so what is inside decides."""
    return contain(NAME, _children(file, look))


@dataclass(frozen=True, slots=True)
class _Member:
    """One file of an archive."""

    start: int
    size: int
    next: int
    has_holes: bool
    is_content: bool


def _children(file: BinaryIO, look: Look) -> Iterator[Protection]:
    at = 0
    while (header := octets_at(file, at, BLOCK)).strip(b"\0"):
        member = _member(file, at, header, look)
        if member.is_content and member.has_holes:
            yield unreadable("entry", "a file with holes, which mailcheck does not put together")
        elif member.is_content:
            yield look.inside(window(file, member.start, member.size))
        at = member.next
    if octets_at(file, at, min(size_of(file) - at, BEHIND)).strip(b"\0"):
        yield unreadable("entry", "something stands behind its end, such as a second archive")


def _member(file: BinaryIO, at: int, header: bytes, look: Look) -> _Member:
    """Return the member that is described at `at`, by one header or by several in a row."""
    described: dict[bytes, bytes] = {}
    for _ in range(MOST_EXTENSIONS):
        look.entry()
        if not _is_header(header):
            raise Damaged("no header")
        kind, size = header[156:157], _number(header[124:136])
        at += BLOCK
        if kind not in LONG_NAMES + EXTENDED + FOR_ALL:
            return _described(file, at, header, described, look)
        if size > LARGEST_EXTENSION:
            raise OverLimit("it describes its files at greater length than mailcheck reads")
        if kind in EXTENDED:
            described.update(_records(octets_at(file, at, size), look))
        at += size + -size % BLOCK
        header = octets_at(file, at, BLOCK)
    raise OverLimit("it describes its files at greater length than mailcheck reads")


def _described(file: BinaryIO, at: int, header: bytes, described: dict[bytes, bytes], look: Look) -> _Member:
    kind, size = header[156:157], _number(header[124:136])
    has_holes = kind == HOLES or any(key.startswith(b"GNU.sparse.") for key in described)
    if b"size" in described:
        size = int(described[b"size"])
    if kind == HOLES and header[MORE_HOLES]:
        at = _behind_maps(file, at, look)
    is_folder = kind == b"\0" and header[:100].rstrip(b"\0").endswith(FOLDER)
    has_content = bool(size) and kind not in WITHOUT_CONTENT and not is_folder
    return _Member(at, size, at + (size + -size % BLOCK if has_content else 0), has_holes, has_content)


def _behind_maps(file: BinaryIO, at: int, look: Look) -> int:
    """Step over the maps of a file with very many holes."""
    while True:
        look.entry()
        more = octets_at(file, at, BLOCK)[MORE]
        at += BLOCK
        if not more:
            return at


def _number(digits: bytes) -> int:
    """Read a number: in octal digits, or in binary where it is too large for them (GNU tar)."""
    if digits[:1] == b"\x80":
        return int.from_bytes(digits[1:], "big")
    return int(digits.strip(b" \0") or b"0", 8)


def _records(octets: bytes, look: Look) -> Iterator[tuple[bytes, bytes]]:
    """Yield the records of an extended header: its length, a space, a name, `=`, a value, a line break (pax)."""
    at = 0
    while at < len(octets):
        look.entry()
        digits = octets[at : at + 8].partition(b" ")[0]
        length = int(digits)
        name, _, value = octets[at + len(digits) + 1 : at + length].partition(b"=")
        if length <= len(digits) + 1:
            raise Damaged("no record")
        yield name[:100], value[:100].rstrip(b"\n")
        at += length
