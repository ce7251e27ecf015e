"""Rich Text Format (RTF 1.9.1). It has no password for reading."""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of

NAME = "rtf"
END = 512


@format(NAME, lambda sample: sample.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rt"), rank=20)
def rtf(file: BinaryIO, look: Look) -> Protection:
    """Judge a text: open, if its last group is closed."""
    del look
    size = size_of(file)
    end = octets_at(file, max(0, size - END), min(size, END))
    if not end.rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
        raise Damaged("the last group is not closed")
    return opens(NAME, "rich text has no password for reading")
