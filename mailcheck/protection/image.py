"""Pictures: PNG, JPEG, GIF, TIFF, BMP, WebP, HEIF, JPEG 2000, Photoshop, icons. None of them has a password."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.boxes import BRANDS, boxes
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "image"
PNG, JPEG_END = b"\x89PNG\r\n\x1a\n", b"\xff\xd9"
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
NEAREST, NEAR, END = 16, 2 * 1024, 64 * 1024
"""Where an end is looked for: mostly it is the very end."""
JPEG_2000 = b"\0\0\0\x0cjP  \r\n\x87\n"
ICON = (b"\0\0\1\0", b"\0\0\2\0")

Check = Callable[[BinaryIO, Look], bool]


def _kind(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS["image"]:
        return "heif"
    if not head.startswith(SIGNATURES):
        return ""
    return next(kind for start, kind in STARTS.items() if head.startswith(start))


def _recognises(sample: Sample) -> bool:
    kind = _kind(sample.head)
    return kind != "" and sample.size > 24 and (kind != "bmp" or sample.head[6:10] == bytes(4))


@format(NAME, _recognises, rank=30)
def image(file: BinaryIO, look: Look) -> Protection:
    """Judge a picture: open, if it is whole."""
    kind = _kind(octets_at(file, 0, 16))
    if not CHECKS[kind](file, look):
        raise Damaged("no whole picture")
    return opens(NAME, f"a picture ({kind}) has no password")


def _png(file: BinaryIO, look: Look) -> bool:
    """Step from chunk to chunk to the last (PNG 1.2, §3.2)."""
    if _is_near_end(file, PNG_END, (NEAREST, NEAR)):
        return True
    at = len(PNG)
    while octets_at(file, at + 4, 4) != b"IEND":
        look.entry()
        at += 12 + number_at(file, at, 4, little=False)
    return octets_at(file, at, 4) == b"\0\0\0\0" and size_of(file) >= at + 12


def _jpeg(file: BinaryIO, look: Look) -> bool:
    """Look for the end mark; cameras write a little behind it."""
    del look
    return _is_near_end(file, JPEG_END, (NEAREST, NEAR, END))


def _is_near_end(file: BinaryIO, mark: bytes, distances: Iterable[int]) -> bool:
    """Whether a mark stands among the last octets, of which more and more are looked at."""
    size = size_of(file)
    return any(mark in octets_at(file, max(0, size - each), min(size, each)) for each in distances)


def _gif(file: BinaryIO, look: Look) -> bool:
    del look
    return b"\x3b" in octets_at(file, max(6, size_of(file) - 16), min(size_of(file) - 6, 16))


def _tiff(file: BinaryIO, look: Look) -> bool:
    """Step from directory to directory; each must be whole (TIFF 6.0, section 2)."""
    little = octets_at(file, 0, 2) == b"II"
    at = number_at(file, 4, 4, little=little)
    for _ in range(1000):
        look.entry()
        entries = number_at(file, at, 2, little=little)
        at = number_at(file, at + 2 + 12 * entries, 4, little=little) if entries else -1
        if at <= 0:
            return at == 0
    return False


def _sized(offset: int, extra: int) -> Check:
    """Return a check that the length at `offset`, and `extra` octets, fit the file."""

    def check(file: BinaryIO, look: Look) -> bool:
        del look
        return 0 < number_at(file, offset, 4) + extra <= size_of(file)

    return check


def _boxed(file: BinaryIO, look: Look) -> bool:
    return "mdat" in dict(boxes(file, look)) or "jp2c" in dict(boxes(file, look))


def _icon(file: BinaryIO, look: Look) -> bool:
    """Check that the last picture an icon lists is there."""
    count = number_at(file, 4, 2)
    look.entry(count)
    ends = [number_at(file, 6 + 16 * n + 8, 4) + number_at(file, 6 + 16 * n + 12, 4) for n in range(count)]
    return bool(ends) and max(ends) <= size_of(file)


def _photoshop(file: BinaryIO, look: Look) -> bool:
    """Step over the sections of variable length that stand before the picture."""
    del look
    at = 26
    for _ in range(3):
        at += 4 + number_at(file, at, 4, little=False)
    return number_at(file, 4, 2, little=False) == 1 and at < size_of(file)


STARTS = {
    PNG: "png", b"\xff\xd8\xff": "jpeg", b"GIF87a": "gif", b"GIF89a": "gif", b"II*\0": "tiff", b"MM\0*": "tiff",
    b"BM": "bmp", JPEG_2000: "jpeg2000", b"8BPS\0\1": "psd", ICON[0]: "icon", ICON[1]: "icon",
}  # fmt: skip
SIGNATURES = tuple(STARTS)
CHECKS: dict[str, Check] = {
    "png": _png, "jpeg": _jpeg, "gif": _gif, "tiff": _tiff, "bmp": _sized(2, 0), "webp": _sized(4, 8), "heif": _boxed,
    "jpeg2000": _boxed, "psd": _photoshop, "icon": _icon,
}  # fmt: skip
