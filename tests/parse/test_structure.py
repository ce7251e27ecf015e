"""What a message is made of, from what servers say of it."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imapclient.response_types import BodyData

from mailcheck.model import MessageProtection, Part, PartKind, Structure
from mailcheck.parse.structure import MOST_PARTS, NO_CONTENTS, NOT_TOLD, TOO_DEEP, TOO_MANY, hides_contents, walk
from tests.letters import Attached, attached, forwarded, letter, multipart
from tests.mime_octets import body_structure, entity, section
from tests.patience import computing

TEXT = (b"text", b"plain", (b"charset", b"utf-8"), None, None, b"7bit", 10, 1, None, None, None, None)
PDF = (b"application", b"pdf", None, None, None, b"base64", 100, None, (b"attachment", None), None, None)


def structure_of(raw: bytes) -> Structure:
    """Walk a letter as an exact server tells it."""
    return walk(BodyData.create(body_structure(entity(raw))))


def sections(structure: Structure) -> list[str]:
    """Return the sections of the documents."""
    return [part.section for part in structure.parts]


def test_a_letter_of_words_has_no_documents():
    """Text alone, plain or as plain and HTML together, is no document."""
    html = Attached("Content-Type: text/html", b"<p>hello</p>")
    assert structure_of(letter()) == Structure(())
    assert structure_of(letter(html, subtype="alternative")) == Structure(())


def test_an_attachment_is_a_document():
    """Section, type, encoding, size and name are all told."""
    file = attached(b"x" * 30, "notes.pdf")
    assert structure_of(letter(file)).parts == (
        Part("2", PartKind.DOCUMENT, "application/pdf", "base64", 42, "notes.pdf", is_attachment=True),
    )


def test_a_message_that_is_one_file_has_section_one():
    """A message without a multipart may be a document as a whole."""
    raw = b"Subject: x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"
    assert sections(structure_of(raw)) == ["1"]


@pytest.mark.parametrize("header", ["Content-Disposition: attachment", 'Content-Type: text/plain; name="a.txt"'])
def test_attached_text_is_a_document(header):
    """Text with a file name, or attached, is a document and not the letter's own words."""
    assert sections(structure_of(letter(Attached(header, b"words")))) == ["2"]


def test_documents_inside_attached_messages_are_found():
    """IMAP numbers them n.1, n.2 in a multipart and n.1 where the attached message is a single part (RFC 9051)."""
    inner = letter(attached(b"x"), identifier="inner")
    single = b"Subject: s\r\nContent-Type: application/pdf\r\n\r\nx"
    outer = letter(forwarded(inner), forwarded(single), forwarded(letter(forwarded(inner), identifier="mid")))
    found = structure_of(outer)
    assert [(part.section, part.enclosing) for part in found.parts] == [("2.2", "2"), ("3.1", "3"), ("4.2.2", "4")]


def test_an_encoded_message_is_a_document_to_follow():
    """No server looks into a base64-encoded message; it is fetched and taken apart here."""
    found = structure_of(letter(forwarded(letter(attached(b"x")), encoding="base64")))
    assert [(part.section, part.media_type, part.encoding) for part in found.parts] == [
        ("2", "message/rfc822", "base64")
    ]


def test_an_encoded_message_is_a_document_even_if_the_server_looked_into_it():
    """A server that parses base64 as if it were a message shows an empty letter: that is not believed."""
    nested = (b"message", b"rfc822", None, None, None, b"BASE64", 99, (None,) * 10, TEXT, 3, None, None, None, None)
    assert sections(walk((TEXT, nested, b"mixed"))) == ["2"]


@pytest.mark.parametrize(
    "part",
    [
        Attached('Content-Type: application/pgp-signature; name="signature.asc"', b"x"),
        Attached('Content-Type: application/pkcs7-signature; name="smime.p7s"', b"x"),
        Attached('Content-Type: application/x-pkcs7-signature; name="smime.p7s"', b"x"),
        Attached('Content-Type: text/calendar; name="invite.ics"', b"x"),
        Attached("Content-Type: message/disposition-notification", b"x"),
    ],
)
def test_signatures_invitations_and_receipts_are_no_documents(part):
    """What programs add by themselves is not asked about."""
    assert structure_of(letter(part)).parts == ()


def test_pictures_in_the_text_are_told_apart_from_attached_ones():
    """Inline and related images are pictures; an attached one is a document."""
    picture = {"media_type": "image/png", "name": "i.png"}
    inline = attached(b"1", disposition="inline", **picture)
    bare = attached(b"2", media_type="image/png", name="", disposition="", content_id="a@b")
    given = attached(b"3", **picture)
    related = multipart(attached(b"4", content_id="c@d", **picture), subtype="related")
    kinds = [part.kind for part in structure_of(letter(inline, bare, given, related)).parts]
    assert kinds == [PartKind.INLINE_IMAGE, PartKind.INLINE_IMAGE, PartKind.DOCUMENT, PartKind.INLINE_IMAGE]


PGP = (
    Attached("Content-Type: application/pgp-encrypted", b"Version: 1\r\n"),
    Attached('Content-Type: application/octet-stream; name="encrypted.asc"', b"-----BEGIN PGP MESSAGE-----"),
)


def top(part: Attached) -> bytes:
    """Return a message that is this part."""
    return b"Subject: x\r\n" + part.octets()


def test_an_encrypted_message_holds_no_documents():
    """PGP/MIME and enveloped S/MIME protect everything that the message says."""
    enveloped = Attached('Content-Type: application/pkcs7-mime; smime-type=Enveloped-Data; name="smime.p7m"', b"x")
    auth = Attached("Content-Type: application/x-pkcs7-mime; smime-type=authEnveloped-data", b"x")
    for part in (multipart(*PGP, subtype="encrypted"), enveloped, auth):
        assert structure_of(top(part)) == Structure((), MessageProtection.ENCRYPTED)


def test_a_rights_managed_message_holds_no_documents():
    """Microsoft's envelope lies beside a text that only says how to open it."""
    envelope = attached(b"x", "message.rpmsg", media_type="application/x-microsoft-rpmsg-message")
    assert structure_of(letter(envelope)) == Structure((), MessageProtection.ENCRYPTED)


def test_a_file_beside_a_rights_managed_envelope_is_seen():
    """Something in the clear beside it means that the message is not encrypted as a whole."""
    envelope = attached(b"x", "message.rpmsg", media_type="application/x-microsoft-rpmsg-message")
    found = structure_of(letter(envelope, attached(b"y")))
    assert (sections(found), found.protection) == (["2", "3"], MessageProtection.NONE)


def test_a_multipart_that_only_calls_itself_encrypted_is_looked_into():
    """Documents in the clear inside a multipart/encrypted of the wrong shape are found."""
    found = structure_of(top(multipart(PGP[0], attached(b"x"), subtype="encrypted")))
    assert (sections(found), found.protection) == (["2"], MessageProtection.NONE)


def test_an_encrypted_part_beside_others_is_judged_by_its_octets():
    """Only a message that is encrypted as a whole counts as encrypted; a part of it is a document."""
    found = structure_of(letter(multipart(*PGP, subtype="encrypted"), attached(b"x")))
    assert (sections(found), found.protection) == (["2.2", "3"], MessageProtection.NONE)


def test_a_signed_message_is_walked():
    """Signing hides nothing: the documents inside are found, the signature is none."""
    signature = Attached('Content-Type: application/pgp-signature; name="signature.asc"', b"x")
    body = multipart(Attached("Content-Type: text/plain", b"hi"), attached(b"x"))
    found = structure_of(top(multipart(body, signature, subtype="signed")))
    assert (sections(found), found.protection) == (["1.2"], MessageProtection.SIGNED)


def test_an_encrypted_message_inside_a_signature_is_encrypted():
    """What a signature at the root covers is still the whole message."""
    signature = Attached("Content-Type: application/pgp-signature", b"x")
    found = structure_of(top(multipart(multipart(*PGP, subtype="encrypted"), signature, subtype="signed")))
    assert found == Structure((), MessageProtection.ENCRYPTED)


@pytest.mark.parametrize("parameter", ["; smime-type=signed-data", "", "; smime-type=compressed-data"])
def test_other_smime_is_judged_by_its_octets(parameter):
    """Opaque signed data hides nothing, and a missing smime-type says nothing."""
    found = structure_of(top(Attached(f"Content-Type: application/pkcs7-mime{parameter}", b"x")))
    assert (sections(found), found.protection) == (["1"], MessageProtection.NONE)


def nested(levels: int, leaf: Any = PDF) -> Any:
    """Return a leaf inside many multiparts."""
    value = leaf
    for _ in range(levels):
        value = (value, b"mixed")
    return value


def test_two_hundred_levels_are_bounded_and_said():
    """A matryoshka is neither followed for ever nor passed over in silence."""
    assert walk(nested(200)).problems == (TOO_DEEP,)
    assert sections(walk(nested(20))) == [".".join(["1"] * 20)]


def test_ten_thousand_parts_are_bounded_and_said():
    """What was seen until the bound is still told."""
    with computing(at_most=2):
        found = walk((*(PDF for _ in range(10_000)), b"mixed"))
        assert found.problems == (TOO_MANY,)
        assert len(found.parts) == MOST_PARTS - 1


@pytest.mark.parametrize("value", [None, (), b"text", 5, [], "x"])
def test_no_structure_at_all_is_said(value):
    """A server that tells nothing is not believed to have told of an empty letter."""
    assert walk(value) == Structure((), problems=(NOT_TOLD,))


@pytest.mark.parametrize(
    "value",
    [
        (b"ALTERNATIVE",),  # Gmail
        (b"MULTIPART", b"MIXED", None, None, None, b"8bit", 100, None),  # Courier, a multipart without a boundary
        BodyData.create((TEXT, (b"MULTIPART", b"MIXED", None, None, None, b"8bit", 5), b"mixed")),
        ([], b"mixed"),
        (TEXT, (None,), b"mixed"),
    ],
)
def test_contents_that_a_server_does_not_show_are_said(value):
    """A multipart without parts may hold anything."""
    assert walk(value).problems == (NO_CONTENTS,)


def test_a_part_without_a_type_is_judged_by_its_octets():
    """Dovecot leaves type and subtype empty where the message's own are broken."""
    found = walk((TEXT, (b"", b"", None, None, None, b"7bit", 9, None, None, None, None), b"mixed"))
    assert [(part.section, part.media_type) for part in found.parts] == [("2", "")]


def test_a_name_in_raw_octets_is_read():
    """Programs write names without any encoding, and servers pass them on."""
    assert structure_of(letter(attached(b"x", "über.pdf"))).parts[0].name == "über.pdf"


@pytest.mark.parametrize(
    ("value", "content_type", "expected"),
    [
        (TEXT, "text/plain; charset=utf-8", False),
        (TEXT, "text/html", False),
        (TEXT, None, False),
        (TEXT, "nonsense", False),
        (TEXT, "multipart/mixed", True),  # Cyrus, no boundary
        (TEXT, 'application/pdf; name="a.pdf"', True),  # Courier, no MIME-Version
        (PDF, "application/pdf", False),
        ((TEXT, PDF, b"mixed"), "multipart/mixed; boundary=b", False),
        ((TEXT, (None,), b"mixed"), "multipart/mixed; boundary=b", True),
        (None, "multipart/mixed; boundary=b", True),
    ],
)
def test_a_server_that_shows_less_than_there_is_gives_itself_away(value, content_type, expected):
    """The message's own Content-Type tells that plain words cannot be all."""
    assert hides_contents(value, walk(value), content_type) is expected


values = st.recursive(
    st.none() | st.integers(-5, 5) | st.sampled_from([b"text", b"MIXED", b"message", b"rfc822", b"", b"attachment"]),
    lambda inner: st.lists(inner, max_size=6).map(tuple) | st.lists(inner, max_size=3),
    max_leaves=30,
)


@given(values)
def test_never_raises(value):
    """Whatever a server sends, the walk ends with an answer."""
    assert isinstance(walk(value), Structure)


trees = st.recursive(
    st.integers(0, 10_000).map(lambda number: attached(b"content %d" % number)),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: multipart(*parts))
        | inner.map(lambda part: forwarded(b"Subject: f\r\n" + part.octets()))
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(trees)
def test_every_section_names_the_right_octets(tree):
    """For any nesting of multiparts and messages, each document's section leads to its own octets, none is missed."""
    raw = b"Subject: x\r\n" + tree.octets()
    found = [section(entity(raw), part.section) for part in structure_of(raw).parts]
    written = re.findall(rb"^Y29udGVudC.*(?=\r$)", raw, re.MULTILINE)
    assert [octets.strip() for octets in found if octets is not None] == written
