"""ZIP archives: ZipCrypto, WinZip AES, PKWARE strong encryption, encrypted directories (PKWARE APPNOTE 6.3.10)."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import NEUTRAL_NAME, Protection, ProtectionState, Strength, protected, unreadable
from mailcheck.protection.beside import with_neighbours
from mailcheck.protection.judge import Sample, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import CannotTell, Look, OverLimit, contain
from mailcheck.protection.octets import blocks, foresee
from mailcheck.protection.package import Package, content_offset, kind_of, opened
from mailcheck.protection.zip_directory import LOCAL, LOCAL_SIZE, Directory, Member, fields_of, read_directory
from mailcheck.protection.zip_end import DAMAGED, END, octets

ENCRYPTED, STRONG, AES_METHOD = 0x0001, 0x0040, 99
STORED, HEADER = 0, 12
"""The method of an entry that is not packed; the octets that ZipCrypto puts before an entry (APPNOTE 6.1.3)."""
PATIENCE = 8 * 1024 * 1024
"""Octets unpacked after one entry was found open: the rest can no longer make the archive protected."""
BOMB = 100
"""An entry past the bound that claims to grow more than this is a bomb, not a picture."""

APPLE_DOUBLE, FINDER_INFO, RESOURCES = b"\x00\x05\x16\x07\x00\x02\x00\x00", 9, 2
NO_RESOURCES = 286
"""The length of a resource fork with nothing in it."""
SHADOW = 64 * 1024
LARGEST_GAP = 64 * 1024
"""How far a gap between entries is searched."""

STARTS = (LOCAL, b"PK\x07\x08", b"PK00PK", END)
AES = {1: "AES-128", 2: "AES-192", 3: "AES-256"}
CIPHERS = {
    0x6601: ("DES", Strength.WEAK),
    0x6602: ("RC2", Strength.WEAK),
    0x6603: ("3DES", Strength.WEAK),
    0x6609: ("3DES", Strength.WEAK),
    0x660E: ("AES-128", Strength.STRONG),
    0x660F: ("AES-192", Strength.STRONG),
    0x6610: ("AES-256", Strength.STRONG),
    0x6702: ("RC2", Strength.WEAK),
    0x6720: ("Blowfish", Strength.STRONG),
    0x6721: ("Twofish", Strength.STRONG),
    0x6801: ("RC4", Strength.WEAK),
}
"""APPNOTE 7.2.3.2, AlgID."""
UNNAMED = ("a cipher that could not be named", Strength.WEAK)


@format("zip", begins_with(*STARTS), rank=10)
def zip_archive(file: BinaryIO, look: Look) -> Protection:
    """Judge a ZIP archive by the flags of its entries; entries without a password are looked into."""
    directory = read_directory(file, look)
    if directory.is_encrypted:
        cipher, strength = CIPHERS.get(directory.algorithm, UNNAMED)
        answer = protected("zip", f"encrypted with {cipher}, the names in it too", strength=strength)
        return with_neighbours("zip", answer, file, (directory.begin, directory.finish), look)
    content = tuple(member for member in directory.members if member.is_content)
    if not any(member.flags & ENCRYPTED for member in content):
        archive = Package(file, directory.members, look)
        if judge := kind_of(archive):
            answer = judge(archive, look)
            return with_neighbours(answer.format, answer, file, (directory.begin, directory.finish), look)
    answer = contain("zip", _children(file, content, look), names_visible=not _is_neutral(directory.members))
    if answer.state is ProtectionState.PROTECTED:
        _no_more(file, directory)
    if content and not _any_sound(file, content, answer, look):
        raise CannotTell(DAMAGED)
    return with_neighbours("zip", answer, file, (directory.begin, directory.finish), look)


def _is_neutral(members: tuple[Member, ...]) -> bool:
    """Whether the only name to be read is the one that `mailcheck protect` gives: all others are behind it."""
    return all(member.name == NEUTRAL_NAME and member.flags & ENCRYPTED for member in members) and bool(members)


def _has_stub(sample: Sample) -> bool:
    return not sample.head.startswith(STARTS) and END in sample.tail


@format("zip", _has_stub, rank=80)
def zip_behind_stub(file: BinaryIO, look: Look) -> Protection:
    """Judge an archive behind something else: a self-extracting program, a picture."""
    return zip_archive(file, look)


def _any_sound(file: BinaryIO, content: tuple[Member, ...], answer: Protection, look: Look) -> bool:
    """Whether at least one entry came out undamaged; noise that begins like a damaged document is no damage."""
    if any(child.reason != DAMAGED for child in answer.children):
        return True
    return any(_comes_out(file, member, look) for member in content if not member.flags & ENCRYPTED)


def _comes_out(file: BinaryIO, member: Member, look: Look) -> bool:
    """Whether an entry's octets can be had, and their checksum is right."""
    checksum = 0
    try:
        for block in blocks(opened(file, member, look), look):  # what is packed is checked as it is unpacked
            checksum = zlib.crc32(block, checksum)
    except (CannotTell, ValueError, OSError, zlib.error):
        return False
    return checksum == member.crc


def _children(file: BinaryIO, content: tuple[Member, ...], look: Look) -> Iterator[Protection]:
    """Yield the verdict on each entry; after one was found open, look into the rest within `PATIENCE`."""
    stop_at = None
    foresee(file, [(member.offset, LOCAL_SIZE) for member in content if member.flags & ENCRYPTED])
    for member in content:
        look.check_time()
        if member.flags & ENCRYPTED:
            yield _locked(file, member)
            continue
        if (stop_at is not None and look.spent[1] + member.size > stop_at) or _is_shadow(file, member, look):
            continue
        child = _followed(file, member, look)
        if stop_at is None and child.state is not ProtectionState.PROTECTED:
            stop_at = look.spent[1] + PATIENCE
        yield child


def _locked(file: BinaryIO, member: Member) -> Protection:
    """Judge an entry with the encryption flag; both headers must have it (APPNOTE 4.4.4)."""
    flags, _ = content_offset(file, member)
    if not flags & ENCRYPTED:
        return unreadable("entry", "its two headers contradict each other")
    if member.method == AES_METHOD:
        extra = next((content for identifier, content in fields_of(member.extra) if identifier == 0x9901), b"")
        if len(extra) < 7 or extra[4] not in AES:
            return unreadable("entry", DAMAGED)
        return protected("entry", f"encrypted with {AES[extra[4]]}", names_visible=True)
    if flags & STRONG:
        return _strongly_locked(member)
    if member.method == STORED and member.packed < member.size + HEADER:
        return unreadable("entry", "it is called encrypted and is too short for it")
    return protected(
        "entry", "encrypted with ZipCrypto, an old and weak method", strength=Strength.WEAK, names_visible=True
    )


def _strongly_locked(member: Member) -> Protection:
    """Name the cipher of PKWARE's strong encryption (APPNOTE 4.5.12, extra field 0x0017)."""
    extra = next((content for identifier, content in fields_of(member.extra) if identifier == 0x0017), b"")
    algorithm = struct.unpack_from("<H", extra, 2)[0] if len(extra) >= 8 else 0
    cipher, strength = CIPHERS.get(algorithm, UNNAMED)
    return protected("entry", f"encrypted with {cipher}", strength=strength, names_visible=True)


def _followed(file: BinaryIO, member: Member, look: Look) -> Protection:
    """Look into an entry without a password."""
    if member.method == AES_METHOD:
        return unreadable("entry", DAMAGED)
    if member.size + member.packed > look.room and member.method:
        if member.size > BOMB * member.packed:
            raise OverLimit("unpacked it is larger than mailcheck looks through")
        return unreadable("entry", "it is larger than mailcheck looks through")
    try:
        return look.inside(opened(file, member, look))
    except OverLimit:
        raise
    except Exception as error:  # noqa: BLE001 - containment: one damaged entry does not take the others down
        return unreadable("entry", str(error) if isinstance(error, CannotTell) else DAMAGED)


def _is_shadow(file: BinaryIO, member: Member, look: Look) -> bool:
    """Whether it is the AppleDouble file (RFC 1740) that macOS adds beside a file: Finder information, no content."""
    name = member.name.rpartition("/")[2]
    if not (member.name.startswith("__MACOSX/") and name.startswith("._") and member.size <= SHADOW):
        return False
    try:
        data = opened(file, member, look).read(SHADOW)
    except CannotTell:
        return False
    if not data.startswith(APPLE_DOUBLE) or len(data) < 26:
        return False
    count = struct.unpack_from(">H", data, 24)[0]
    parts = struct.iter_unpack(">III", data[26 : 26 + 12 * min(count, 16)])
    return all(kind == FINDER_INFO or (kind == RESOURCES and size <= NO_RESOURCES) for kind, _, size in parts)


def _no_more(file: BinaryIO, directory: Directory) -> None:
    """Refuse an archive with entries that its directory does not list: a reader that starts at the front finds them."""
    expected = 0
    for member in sorted(directory.members, key=lambda member: member.offset):
        _no_entry_between(file, expected, member.offset)
        expected = content_offset(file, member)[1] + member.packed
    _no_entry_between(file, expected, directory.start)


def _no_entry_between(file: BinaryIO, start: int, end: int) -> None:
    """Raise CannotTell if a gap holds a local header; behind an entry may stand a descriptor, or a signing block."""
    gap = octets(file, start, min(end - start, LARGEST_GAP)) if end - start >= LOCAL_SIZE else b""
    if LOCAL in gap:
        raise CannotTell("it holds entries that its directory does not list")
