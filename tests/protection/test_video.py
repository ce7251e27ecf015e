"""Films."""

import pytest

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.media import boxed, matroska, riff, windows_media

WHOLE = (
    boxed(b"isom"),
    boxed(b"qt  "),
    riff(b"AVI "),
    matroska(),
    windows_media(locked=False),
)


@pytest.mark.parametrize("data", WHOLE)
def test_a_film_is_open(data: bytes):
    """And unreadable if half of it is missing."""
    answer = judged(data)
    assert (answer.state, answer.format) == (OPEN, "video")
    assert judged(data[: len(data) // 3]).state is UNREADABLE


@pytest.mark.parametrize("track", [b"encv", b"enca", b"drms", b"drmi"])
def test_a_film_locked_to_a_licence_is_protected(track: bytes):
    """Only a player that has it opens the film."""
    assert judged(boxed(b"M4V ", track=track)).state is PROTECTED
    assert judged(windows_media(locked=True)).state is PROTECTED


def test_the_mark_of_mpeg_must_come_again():
    """It is only four octets long."""
    assert judged(b"\0\0\1\xba" + b"\0\0\1\xe0" * 9).state is OPEN
    assert judged(b"\0\0\1\xba" + bytes(400)).state is UNREADABLE


def test_a_film_without_a_description_is_unreadable():
    """Some recorders write it last, and were interrupted."""
    assert judged(boxed(b"isom", film=False)).state is UNREADABLE
