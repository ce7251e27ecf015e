"""Documents that are ZIP archives with a certain content: OpenDocument, OOXML, EPUB, iWork and others."""

import bz2
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import field
from functools import cache
from typing import BinaryIO, TypeVar, cast

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection
from mailcheck.protection.judge import HEAD, TAIL
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.octets import window
from mailcheck.protection.zip_directory import LOCAL, LOCAL_SIZE, Member
from mailcheck.protection.zip_end import DAMAGED, octets
from mailcheck.registry import discover, marked

STORED, DEFLATED, BZIP2 = 0, 8, 12
SOME_EXTRA = 32
"""Octets of extra fields in a local header, about: it may differ from the directory's."""
KIND = "__mailcheck_package__"


@dataclass(slots=True)
class Package:
    """A ZIP archive without passwords of its own, its directory read, its members not yet."""

    file: BinaryIO
    members: tuple[Member, ...]
    look: Look
    _by_name: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {member.name: member for member in reversed(self.members)}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._by_name)

    @property
    def mimetype(self) -> str:
        """What the member `mimetype` says, if it is there: how OpenDocument and EPUB name themselves."""
        member = self._by_name.get("mimetype")
        if member is None or member.size > 200:
            return ""
        return self.octets("mimetype").decode("ascii", "replace").strip()

    def octets(self, name: str) -> bytes:
        """Return a member's content, unpacked. Raises CannotTell if it is damaged, OverLimit if too large."""
        if name not in self._by_name:
            raise CannotTell(DAMAGED)
        return unpacked(self.file, self._by_name[name], self.look)

    def ends(self, name: str) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return where a member begins, its header before it, and where it ends: offsets and lengths."""
        member = self._by_name[name]
        start = LOCAL_SIZE + len(member.name) + SOME_EXTRA
        end = member.offset + start + member.packed
        return (member.offset, start + min(HEAD, member.packed)), (end - min(TAIL, member.packed) - SOME_EXTRA, TAIL)

    def open(self, name: str) -> BinaryIO:
        """Return a member as a file, to be given to `Look.inside`."""
        return opened(self.file, self._by_name[name], self.look)


Judge = Callable[[Package, Look], Protection]
P = TypeVar("P", bound=Judge)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of package recognises its archives."""

    name: str
    recognises: Callable[[Package], bool]
    rank: int


def package(name: str, recognises: Callable[[Package], bool], *, rank: int = 50) -> Callable[[P], P]:
    """Mark a function as a kind of package.

    `recognises` looks at the names and, if need be, at a small member such as `mimetype`. Kinds are asked in the
    order of `rank`; the first that recognises the archive answers for it.
    """

    def mark(function: P) -> P:
        setattr(function, KIND, Kind(name, recognises, rank))
        return marked(function, "package")

    return mark


def kind_of(archive: Package) -> Judge | None:
    """Return the kind that recognises an archive; None: just an archive."""
    for function in _kinds():
        kind: Kind = getattr(function, KIND)
        if kind.recognises(archive):
            return function
    return None


@cache
def _kinds() -> tuple[Judge, ...]:
    found = discover("mailcheck.protection", "package")
    return tuple(sorted(found, key=lambda function: cast(int, getattr(function, KIND).rank)))


def content_offset(file: BinaryIO, member: Member) -> tuple[int, int]:
    """Return the flags of the local header (APPNOTE 4.3.7) and where the content starts. Raises CannotTell."""
    header = octets(file, member.offset, LOCAL_SIZE)
    if not header.startswith(LOCAL):
        raise CannotTell(DAMAGED)
    flags, name_size, extra_size = struct.unpack("<6xH18xHH", header)
    return flags, member.offset + LOCAL_SIZE + name_size + extra_size


def opened(file: BinaryIO, member: Member, look: Look) -> BinaryIO:
    """Return a member as a file: read where it stands if it is stored, unpacked into memory if not."""
    flags, start = content_offset(file, member)
    if flags & 1:
        raise CannotTell(DAMAGED)
    if member.method == STORED:
        return window(file, start, member.packed)
    return io.BytesIO(unpacked(file, member, look))


def unpacked(file: BinaryIO, member: Member, look: Look) -> bytes:
    """Return a member's content, at most as much as it claims and as `look` allows; the checksum must agree."""
    flags, start = content_offset(file, member)
    if flags & 1:
        raise CannotTell(DAMAGED)
    look.unpack(member.packed + member.size)
    packed = octets(file, start, member.packed)
    match member.method:
        case 0:
            data = packed
        case 8:
            data = zlib.decompressobj(-15).decompress(packed, member.size + 1)
        case 12:
            data = bz2.BZ2Decompressor().decompress(packed, member.size + 1)
        case _:
            raise CannotTell("it is packed in a way that mailcheck does not read")
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise CannotTell(DAMAGED)
    return data
