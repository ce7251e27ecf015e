"""Recordings of sound: MP3, WAV, AIFF, FLAC, Ogg, AMR, AAC. None of them has a password."""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, number_at, octets_at, size_of

NAME = "audio"
OPEN = "a recording without a password"
RATES = (
    (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
"""Kilobits a second: layers II and III of MPEG 1, both of MPEG 2 (ISO/IEC 11172-3 §2.4.2.3, 13818-3 §2.4.2.3)."""
SAMPLES = (44100, 48000, 32000)


@format(NAME, lambda sample: _signed(sample.head), rank=30)
def signed_audio(file: BinaryIO, look: Look) -> Protection:
    """Judge recordings with a signature: open, if they are as long as they say."""
    del look
    head, size = octets_at(file, 0, min(size_of(file), 64)), size_of(file)
    announced = {
        b"RIFF": int.from_bytes(head[4:8], "little") + 8,
        b"FORM": int.from_bytes(head[4:8], "big") + 8,
        b"OggS": 28,
        b"fLaC": 42,
        b"#!AM": 9,
    }[head[:4]]
    if size + 1 < announced:
        raise Damaged("it ends too early")
    return opens(NAME, OPEN)


def _signed(head: bytes) -> bool:
    if head[:4] == b"RIFF":
        return head[8:12] == b"WAVE"
    if head[:4] == b"FORM":
        return head[8:12] in {b"AIFF", b"AIFC"}
    return head.startswith((b"OggS\0", b"fLaC\0\0\0\x22", b"#!AMR\n", b"#!AMR-WB\n"))


def _is_mpeg(sample: Sample) -> bool:
    head = sample.head
    if not head.startswith((b"ID3", b"\xff")):
        return False
    try:
        return bool(head[:3] == b"ID3" and head[3] < 5) or _frame(head) > 0
    except (Damaged, IndexError):
        return False


@format(NAME, _is_mpeg, rank=60)
def mpeg_audio(file: BinaryIO, look: Look) -> Protection:
    """Judge MP3 and AAC, whose mark is short: open, if four frames follow each other."""
    at = 0
    if octets_at(file, 0, 3) == b"ID3":
        lengths = octets_at(file, 6, 4)
        at = 10 + sum(octet << 7 * (3 - place) for place, octet in enumerate(lengths))
        while at < size_of(file) and not number_at(file, at, 1):  # padding behind the tag
            look.entry()
            at += 1
    for _ in range(4):
        at += _frame(octets_at(file, at, 7))
    if at > size_of(file):
        raise Damaged("it ends too early")
    return opens(NAME, OPEN)


def _frame(header: bytes) -> int:
    """Return the length of a frame; raises Damaged if it is none (ISO/IEC 11172-3 §2.4.2, 14496-3 §1.A.3)."""
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        raise Damaged("no frame")
    if header[1] & 0xF6 == 0xF0:  # AAC in ADTS
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        if length < 7:
            raise Damaged("no frame")
        return length
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    rate, sample = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer not in {2, 3} or rate in {0, 15} or sample == 3:
        raise Damaged("no frame")
    table = layer - 2 if version == 3 else 2
    bits, samples = RATES[table][rate] * 1000, SAMPLES[sample] >> {3: 0, 2: 1, 0: 2}[version]
    return (72 if layer == 3 and version != 3 else 144) * bits // samples + (header[2] >> 1 & 1)
