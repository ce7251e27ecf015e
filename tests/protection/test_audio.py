"""Recordings of sound."""

import pytest

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.media import aac, boxed, mp3, riff
from tests.samples.from_specification.vaults import CIPHERTEXT

TAGGED = b"ID3\3\0\0\0\0\0\x0a" + bytes(10) + bytes(3) + mp3()
WHOLE = (
    riff(b"WAVE"), mp3(), aac(), TAGGED, boxed(b"M4A "), b"OggS\0" + bytes(40), b"fLaC\0\0\0\x22" + bytes(60),
    b"#!AMR\n" + bytes(20), b"FORM\0\0\0\x20AIFF" + bytes(28),
)  # fmt: skip


@pytest.mark.parametrize("data", WHOLE)
def test_a_recording_is_open(data: bytes):
    """None of these has a password."""
    answer = judged(data)
    assert (answer.state, answer.format) == (OPEN, "audio")


def test_octets_that_only_begin_like_a_recording_are_unreadable():
    """The mark of MP3 is short: four frames must follow each other."""
    for data in (mp3(frames=3), aac(frames=3), mp3()[:4] + CIPHERTEXT, b"\xff\xfb" + CIPHERTEXT, riff(b"WAVE")[:-9]):
        assert judged(data).state is UNREADABLE
