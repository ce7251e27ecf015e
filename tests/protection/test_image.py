"""Pictures."""

import struct

import pytest

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.protection.other_samples import state_and_blocks
from tests.samples.from_specification.media import boxed, png, riff, tiff

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(60) + b"\xff\xd9"
GIF = b"GIF89a\1\0\1\0\0\0\0," + bytes(12) + b"\0\x3b"
BMP = b"BM" + struct.pack("<I", 80) + bytes(74)
ICON = b"\0\0\1\0\1\0" + struct.pack("<8xII", 30, 22) + bytes(30)
PSD = b"8BPS\0\1" + bytes(20) + struct.pack(">III", 0, 0, 0) + bytes(20)
JPEG_2000 = b"\0\0\0\x0cjP  \r\n\x87\n" + struct.pack(">I", 40) + b"jp2c" + bytes(32)
WHOLE = (
    png(),
    JPEG,
    GIF,
    tiff(),
    tiff(little=False),
    BMP,
    ICON,
    PSD,
    riff(b"WEBP"),
    boxed(b"heic", film=False),
    JPEG_2000,
)


@pytest.mark.parametrize("data", WHOLE)
def test_a_whole_picture_is_open_and_a_half_one_unreadable(data: bytes):
    """None has a password."""
    answer = judged(data)
    assert (answer.state, answer.format) == (OPEN, "image")
    assert judged(data[: len(data) // 2]).state is UNREADABLE


def test_a_picture_is_not_read_through():
    """A camera's file is large."""
    assert state_and_blocks(JPEG[:-2] + bytes(1 << 20) + JPEG[-2:])[1] < 25
