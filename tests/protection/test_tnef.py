"""winmail.dat."""

import struct

import tnefparse

from tests.bombs.letters import attribute
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.documents import tnef

LOCKED = sample("password.7z")
LETTER = bytes.fromhex("0703020000000000c000000000000046")


def embedding(content: bytes, *, interface: bytes = LETTER, before: tuple[bytes, ...] = ()) -> bytes:
    """Return an envelope around an object, behind some properties."""
    value = interface + content
    listed = struct.pack("<I", 1 + len(before)) + b"".join(before)
    listed += struct.pack("<HHII", 0x000D, 0x3701, 1, len(value)) + value + bytes(-len(value) % 4)
    return tnef() + attribute(0x9002, bytes(14)) + attribute(0x9005, listed)


def test_the_documents_in_the_envelope_decide():
    """An empty one is a message without a document."""
    assert judged(tnef(LOCKED)).state is PROTECTED
    assert judged(tnef(LOCKED, b"some words")).state is PARTIAL
    assert judged(tnef(b"some words")).state is OPEN
    assert judged(tnef()).children == ()


def test_an_envelope_that_is_cut_off_is_unreadable():
    """Its attributes must lead to its end."""
    assert judged(tnef(LOCKED)[:-1]).state is UNREADABLE
    assert judged(tnef(LOCKED) + b"x").state is UNREADABLE


def test_an_embedded_letter_and_its_attachments_are_followed():
    """Outlook puts a forwarded letter into a property of the attachment ([MS-OXTNEF] 2.1.3.4.1)."""
    assert judged(embedding(tnef(LOCKED))).state is PROTECTED
    assert judged(embedding(tnef(b"some words"))).state is OPEN
    assert judged(embedding(LOCKED, interface=bytes(16))).state is OPEN  # unreadable: not what protects


def test_an_embedded_document_stands_behind_the_name_of_its_interface():
    """An OLE object is a storage of its own."""
    interface = bytes.fromhex("0b00000000000000c000000000000046")
    assert judged(embedding(LOCKED, interface=interface)).state is PROTECTED


def test_properties_of_every_type_are_stepped_over():
    """A number, a name of its own, several values, and lengths that are no multiple of four."""
    guid = bytes(16)
    before = (
        struct.pack("<HHI", 0x0003, 0x0017, 1),
        struct.pack("<HH16sIII", 0x0003, 0x8001, guid, 0, 7, 1),
        struct.pack("<HH16sII4sI", 0x0003, 0x8002, guid, 1, 3, b"abc", 1),
        struct.pack("<HHIHHHH", 0x1002, 0x0017, 3, 1, 2, 3, 0),
        struct.pack("<HHQ", 0x0040, 0x0018, 1),
        struct.pack("<HHIII4s", 0x101E, 0x0019, 2, 0, 3, b"abc"),
    )
    assert judged(embedding(tnef(LOCKED), before=before)).state is PROTECTED


def test_the_words_are_found_among_the_properties_of_the_letter():
    """They do not count in a letter, but they do in a letter that is put into an archive."""
    words = struct.pack("<IHHII4s", 1, 0x001E, 0x1000, 1, 3, b"abc")
    letter = tnef(LOCKED) + attribute(0x9003, words, level=1)
    assert judged(letter).state is PROTECTED
    assert judged(letter).note == "the words of the message itself can be read"


def test_the_library_finds_the_same_documents():
    """We keep tnefparse to compare with; it reads everything, and so is not used."""
    for envelope in (tnef(LOCKED, b"some words"), sample("winmail.dat"), sample("winmail-protected.dat")):
        assert len(judged(envelope).children) == len(tnefparse.TNEF(envelope).attachments)


def test_an_envelope_of_very_many_parts_takes_no_copy_of_each():
    """It is read where it stands."""
    assert judged(tnef(*[bytes(20_000)] * 500)).state is OPEN
