"""Messages that are taken apart here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import Structure
from mailcheck.parse.enclosed import DEEPEST_ENCODED, Enclosed, documents_in
from mailcheck.parse.structure import NO_CONTENTS, TOO_DEEP, walk
from tests.letters import Attached, attached, forwarded, letter, multipart
from tests.mime_octets import body_structure, entity

QUOTED = Attached('Content-Type: text/plain; name="q.txt"\r\nContent-Transfer-Encoding: quoted-printable', b"a=3Db")
EIGHT_BIT = Attached('Content-Type: text/plain; name="8.txt"\r\nContent-Transfer-Encoding: 8bit', "ü".encode())
INNER = letter(attached(b"inside", "in.pdf"), identifier="inner")

LETTERS = [
    letter(attached(b"one"), attached(b"two", "2.zip", media_type="application/zip")),
    letter(forwarded(INNER), QUOTED, EIGHT_BIT),
    letter(forwarded(INNER, encoding="base64")),
    letter(forwarded(b"Subject: s\r\nContent-Type: application/pdf\r\n\r\nsingle")),
    letter(multipart(attached(b"x", "a.pdf"), attached(b"y", "b.pdf"))),
    letter(attached(b"x", "über.pdf"), attached(b"y", "=?utf-8?q?=C3=BC.pdf?=")),
    letter(),
]


@pytest.mark.parametrize("raw", LETTERS)
def test_agrees_with_an_exact_server(raw):
    """Sections, names, kinds and encodings are those that a server tells; only sizes are not needed here."""
    here = Enclosed(raw).structure()
    there = walk(body_structure(entity(raw)))
    told = [(part.section, part.name, part.kind, part.encoding, part.media_type) for part in there.parts]
    assert [(part.section, part.name, part.kind, part.encoding, part.media_type) for part in here.parts] == told


def test_returns_the_content_of_each_section():
    """Decoded, at any depth."""
    message = Enclosed(LETTERS[1])
    assert message.content("2.2") == b"inside"
    assert message.content("3") == b"a=b"
    assert message.content("4") == "ü".encode()
    assert Enclosed(LETTERS[3]).content("2.1") == b"single"
    assert Enclosed(LETTERS[2]).content("2") == INNER


def test_follows_encoded_messages_with_their_paths():
    """Each document is told with the way that leads to it."""
    problems: list[str] = []
    raw = letter(attached(b"one", "1.pdf"), forwarded(INNER, encoding="base64"))
    found = [(path, part.name, content) for part, path, content in documents_in(raw, "", problems)]
    assert found == [("2", "1.pdf", b"one"), ("3/2", "in.pdf", b"inside")]
    assert problems == []


def test_encoded_messages_are_followed_to_a_bounded_depth():
    """What lies deeper is told."""
    problems: list[str] = []
    raw = INNER
    for _ in range(DEEPEST_ENCODED + 1):
        raw = letter(forwarded(raw, encoding="base64"))
    assert list(documents_in(raw, "", problems)) == []
    assert problems == [TOO_DEEP]


@pytest.mark.parametrize("section", ["9", "2.9", "1.1", "2.2.2", "0"])
def test_a_section_that_is_not_there_has_no_content(section):
    """Nothing is made up for a number that names nothing."""
    assert Enclosed(LETTERS[1]).content(section) is None


@pytest.mark.parametrize("octets", [b"", b"%PDF-1.7\r\n1 0 obj", b"PK\x03\x04", b"just words", b"Colour: red\r\n\r\nx"])
def test_a_document_is_not_mistaken_for_a_message(octets):
    """What has no header of a message is refused, so that it is judged as the document that it is."""
    with pytest.raises(ValueError, match="no message"):
        Enclosed(octets)


def test_a_thousand_levels_are_refused_or_said():
    """A matryoshka ends in an answer."""
    part = attached(b"x")
    for _ in range(1000):
        part = Attached(f'Content-Type: multipart/mixed; boundary="{len(part.body)}"',
                        b"--%d\r\n" % len(part.body) + part.octets() + b"\r\n--%d--" % len(part.body))  # fmt: skip
    try:
        structure = Enclosed(b"Subject: x\r\n" + part.octets()).structure()
    except ValueError as refused:
        structure = Structure((), problems=(str(refused),))
    assert structure.problems


def test_a_multipart_without_its_boundary_is_said():
    """Its contents cannot be told."""
    raw = b"Subject: x\r\nContent-Type: multipart/mixed\r\n\r\n--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--"
    assert Enclosed(raw).structure().problems == (NO_CONTENTS,)


@given(st.binary(max_size=300))
def test_never_raises_anything_else(octets):
    """Any octets behind a header give a structure whose parts have content."""
    message = Enclosed(b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n" + octets)
    assert all(message.content(part.section) is not None for part in message.structure().parts)
