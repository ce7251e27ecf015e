"""Logos are known by a few of their octets, and never confused with another picture."""

import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.gather.glimpse import Glimpse
from mailcheck.gather.mailbox import Items
from mailcheck.parse.structure import walk
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import attached, letter

WIDE, HIGH = 100, 60


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(shades: bytes) -> bytes:
    """Return a grey picture of so many shades, packed as a real program packs it."""
    rows = b"".join(b"\0" + shades[row * WIDE : (row + 1) * WIDE] for row in range(HIGH))
    header = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def glimpse(content: bytes, *misbehaviours: Misbehaviour, media_type: str = "image/png") -> Glimpse:
    """Return a glimpse of a picture in a letter."""
    picture = attached(content, "i.png", media_type=media_type, disposition="inline")
    mailbox = FakeMailbox({"Sent": [letter(picture)]}, misbehaves=misbehaviours)
    mailbox.examine("Sent")
    [envelope] = mailbox.envelopes([1], Items(structure=True))
    return Glimpse(mailbox, 1, walk(envelope.bodystructure).parts[0])


SHADES = random.Random(2).randbytes(WIDE * HIGH)


def test_a_logo_is_known_by_a_kilobyte_of_it():
    """Whatever its size."""
    first, second = glimpse(png(SHADES)), glimpse(png(SHADES))
    assert first.octets() == second.octets()
    assert first.source.octets < 1100 < len(png(SHADES))


@given(st.integers(0, WIDE * HIGH - 1), st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_another_picture_of_its_size_is_told_from_it(place, more):
    """One shade of one dot is enough, in noise as on white paper."""
    for shades in (SHADES, SHADES[: WIDE * 20] + b"\xff" * WIDE * (HIGH - 20)):
        changed = bytearray(shades)
        changed[place] = (changed[place] + more) % 256
        assert glimpse(png(shades)).octets() != glimpse(png(bytes(changed))).octets()


@pytest.mark.parametrize("start", [b"\xff\xd8\xff\xe0", b"BM", b"<svg "])
def test_other_pictures_are_compared_as_a_whole(start):
    """Places of theirs may be alike where the pictures are not."""
    content = start + b"\xff" * 20_000
    assert glimpse(content).octets() == content


@pytest.mark.parametrize(
    "misbehaviour", [Misbehaviour.IGNORES_RANGE, Misbehaviour.SHIFTS_RANGE, Misbehaviour.CUTS_RANGE]
)
def test_a_server_that_answers_ranges_wrongly_leads_to_no_logo_unseen(misbehaviour):
    """Where lengths are wrong, the whole picture is compared; shifted places still tell pictures apart."""
    content, other = png(SHADES), png(SHADES[::-1])
    found = [glimpse(each, misbehaviour).octets() for each in (content, content, other)]
    assert (found[0] == found[1], found[0] == found[2]) == (True, False)
