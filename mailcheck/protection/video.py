"""Films: MP4, QuickTime, Matroska, WebM, AVI, Windows Media, MPEG. Some are locked to a licence."""

from typing import BinaryIO

from mailcheck.model import Protection, opens, protected
from mailcheck.protection import Look, Sample, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.boxes import BRANDS, boxes
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
LOCKED_TRACKS = (b"encv", b"enca", b"drms", b"drmi", b"aavd")
"""Sample entries of encrypted tracks (ISO/IEC 14496-12 §8.12, Apple's FairPlay, Audible)."""
MOVIE = 8 * 1024 * 1024
MATROSKA = b"\x1a\x45\xdf\xa3"
WINDOWS_MEDIA = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
LOCKED_OBJECTS = (bytes.fromhex("fbb31122 23bdd211b4b700a0c955fc6e"), bytes.fromhex("14e68a292226174cb935dae07ee9289c"))
"""The two content encryption objects of ASF (Advanced Systems Format §3.14 and §3.15)."""


def _is_boxed(sample: Sample) -> bool:
    brand = sample.head[8:12]
    return sample.head[4:8] in FIRST_BOXES and not (sample.head[4:8] == b"ftyp" and brand in BRANDS["image"])


@format("video", _is_boxed, rank=30)
def boxed(file: BinaryIO, look: Look) -> Protection:
    """Judge MP4, QuickTime and their sound-only kin by the tracks they describe."""
    name = "audio" if octets_at(file, 8, 4) in BRANDS["audio"] else "video"
    found = dict(boxes(file, look))
    if "moov" not in found or not {"mdat", "moof"} & found.keys():
        raise Damaged("no description of a film, or no film")
    begin, end = found["moov"]
    if end - begin > MOVIE:
        raise Damaged("a description larger than any")
    look.unpack(end - begin)
    file.seek(begin)
    movie = file.read(end - begin)
    if any(track in movie for track in LOCKED_TRACKS):
        return protected(name, "locked to a licence: only a player that has it can open it")
    return opens(name, "a recording without a password")


@format("video", begins_with(MATROSKA), rank=30)
def matroska(file: BinaryIO, look: Look) -> Protection:
    """Judge Matroska and WebM: open, if a segment follows the header (RFC 9559)."""
    del look
    head = octets_at(file, 0, min(size_of(file), 4096))
    at = head.find(b"\x18\x53\x80\x67")
    if at < 0 or not any(kind in head[:at] for kind in (b"matroska", b"webm")):
        raise Damaged("no segment")
    _, length = _size(head, at + 4)
    if length is not None and at + 4 + length > size_of(file):
        raise Damaged("it ends too early")
    return opens("video", "a recording without a password")


def _size(head: bytes, at: int) -> tuple[int, int | None]:
    """Read a length of one to eight octets (RFC 8794 §4); None: unknown, to the end of the file."""
    octets = 9 - head[at].bit_length()
    value = int.from_bytes(head[at : at + octets], "big") & (1 << 7 * octets) - 1
    return octets, None if value == (1 << 7 * octets) - 1 else octets + value


@format("video", begins_with(b"RIFF", further=lambda sample: sample.head[8:12] == b"AVI "), rank=30)
def avi(file: BinaryIO, look: Look) -> Protection:
    """Judge AVI: open, if it is as long as it says."""
    del look
    if number_at(file, 4, 4) + 8 > size_of(file) + 1:
        raise Damaged("it ends too early")
    return opens("video", "a recording without a password")


@format("video", begins_with(WINDOWS_MEDIA), rank=30)
def windows_media(file: BinaryIO, look: Look) -> Protection:
    """Judge Windows Media, sound or film, by the objects in its header."""
    length, at = number_at(file, 16, 8), 30
    for _ in range(number_at(file, 24, 4)):
        look.entry()
        if octets_at(file, at, 16) in LOCKED_OBJECTS:
            return protected("video", "locked to a licence: only a player that has it can open it")
        at += number_at(file, at + 16, 8)
    if at > length + 24 or length + 50 > size_of(file):
        raise Damaged("no whole header")
    return opens("video", "a recording without a password")


@format("video", begins_with(b"\0\0\1\xba", b"\0\0\1\xb3"), rank=40)
def mpeg(file: BinaryIO, look: Look) -> Protection:
    """Judge MPEG 1 and 2: open, if marks follow each other."""
    del look
    if octets_at(file, 0, min(size_of(file), 65536)).count(b"\0\0\1") < 3:
        raise Damaged("no stream")
    return opens("video", "a recording without a password")
