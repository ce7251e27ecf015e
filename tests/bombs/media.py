"""Pictures, films and texts that ask for much."""

import struct

from tests.bombs.compressed import MEGABYTE
from tests.bombs.documents import DEEP, ENTITIES, QUADRATIC

PNG = b"\x89PNG\r\n\x1a\n"
FLAT = b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'


def tiff_in_a_circle() -> bytes:
    """Return a picture whose directory is its own successor."""
    return b"II*\0" + struct.pack("<IH12sI", 8, 1, bytes(12), 8) + bytes(100)


def boxes(count: int) -> bytes:
    """Return a film of very many empty boxes."""
    return struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack(">I4s", 8, b"free") * count


def film(description: int) -> bytes:
    """Return a film whose description is so many megabytes long."""
    size = description * MEGABYTE
    start = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack(">I4s", 8, b"mdat")
    return start + struct.pack(">I4s", 8 + size, b"moov") + bytes(size)


BOMBS = {
    "png of a million chunks": lambda: PNG + (struct.pack(">I4s", 0, b"tEXt") + bytes(4)) * 1_000_000,
    "tiff in a circle": tiff_in_a_circle,
    "icon of 65,535 pictures": lambda: b"\0\0\1\0\xff\xff" + bytes(16 * 65535),
    "film of a million boxes": lambda: boxes(1_000_000),
    "film with a description of 60 megabytes": lambda: film(60),
    "film with a description of seven megabytes": lambda: film(7),
    "jpeg of 100 megabytes": lambda: b"\xff\xd8\xff\xe0" + bytes(100 * MEGABYTE),
    "windows media of 2^32 objects": lambda: (
        bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + struct.pack("<QIH", 1 << 40, 0xFFFFFFFF, 0) + bytes(1 << 20)
    ),
    "sound with a label of 256 megabytes": lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(MEGABYTE),
    "text of 100 megabytes in one line": lambda: b"a" * (100 * MEGABYTE),
    "text of 50 million lines": lambda: b"a\n" * (50 * MEGABYTE),
    "html of comments alone": lambda: b"<!--" * (15 * MEGABYTE),
    "html of white space": lambda: b"<html>" + b" " * (60 * MEGABYTE),
    "flat document with entities within entities": lambda: ENTITIES + FLAT + b"&j;</office:document>",
    "flat document with one long entity": lambda: QUADRATIC,
    "flat document two hundred thousand deep": lambda: FLAT + DEEP + b"</office:document>",
    "rich text ten million groups deep": lambda: b"{\\rtf1" + b"{" * 10_000_000,
    "calendar of 60 megabytes": lambda: b"BEGIN:VCALENDAR\nVERSION:2.0\n" + b"BEGIN:VEVENT\n" * (5 * MEGABYTE),
    "zeros": lambda: bytes(100 * MEGABYTE),
    "ones": lambda: b"\xff" * (100 * MEGABYTE),
    "numbers": lambda: b"".join(struct.pack("<I", number) for number in range(1_000_000)),
}
