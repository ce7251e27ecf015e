"""How much of a document is fetched first, by what its sender calls it."""

import io
import random
from typing import BinaryIO, cast

import pytest

from mailcheck.gather.ends import ORDINARY, PDF, RECORDING, Turn, likely_ends
from mailcheck.gather.mailbox import Items
from mailcheck.gather.remote_file import RemoteFile
from mailcheck.model import Part, PartKind
from mailcheck.parse.structure import walk
from mailcheck.protection.judge import judge_protection
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter


def called(media_type: str, name: str = "") -> Part:
    """Return a part that its sender calls so."""
    return Part("2", PartKind.DOCUMENT, media_type, "base64", 300_000, name=name)


@pytest.mark.parametrize(
    ("media_type", "name", "ends"),
    [
        ("application/pdf", "", PDF),
        ("image/heic", "", RECORDING),
        ("application/octet-stream", "Letter.PDF", PDF),
        ("application/octet-stream", "scan.jpg", RECORDING),
        ("", "letter", ORDINARY),
        ("application/octet-stream", "letter.pdf.7z", ORDINARY),
        ("application/zip", "letter.pdf", ORDINARY),
    ],
)
def test_what_its_sender_calls_it_decides_what_is_fetched_first(media_type, name, ends):
    """The media type, and the file name where that tells nothing."""
    assert likely_ends(called(media_type, name)) == ends


def test_over_a_long_line_less_of_a_pdf_is_fetched_first():
    """There the octets are dear, and nearby the server's time: it reads a letter from its beginning for each piece."""
    for media_type in ("application/pdf", "application/msword"):
        far, near = likely_ends(called(media_type), 0.04), likely_ends(called(media_type), 0.001)
        assert (far.tail, far.turn) == (near.tail // 2, near.turn)
    assert likely_ends(called("application/zip"), 0.04) == ORDINARY


def test_what_may_take_long_to_find_out_is_begun_first():
    """Office before archives, and recordings last."""
    names = ("a.mp3", "a.pdf", "a.zip", "a.docx")
    turns = [likely_ends(called("application/octet-stream", name)).turn for name in names]
    assert turns == sorted(Turn, reverse=True)


@pytest.mark.parametrize("media_type", ["application/pdf", "image/jpeg", "audio/mpeg", "text/plain", "application/zip"])
def test_what_its_sender_calls_it_decides_nothing_else(media_type):
    """Whatever a document is called, it is judged by its octets."""
    content = b"Rar!\x1a\x07\x00" + random.Random(3).randbytes(40_000)
    mailbox = FakeMailbox({"Sent": [letter(attached(content, media_type=media_type))]})
    mailbox.examine("Sent")
    [envelope] = mailbox.envelopes([1], Items(structure=True))
    [found] = walk(envelope.bodystructure).parts
    assert judge_protection(cast(BinaryIO, RemoteFile(mailbox, 1, found))) == judge_protection(io.BytesIO(content))
