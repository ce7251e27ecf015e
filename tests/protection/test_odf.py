"""OpenDocument packages."""

import struct

import pytest

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample
from tests.samples.from_specification.documents import AES, BLOWFISH, CONTENT, odf, package
from tests.samples.from_specification.vaults import CIPHERTEXT

CONTENT_XML, SECRET = "content.xml", CIPHERTEXT[:200]


def test_the_cipher_decides_the_strength():
    """AES, Blowfish, and a whole package encrypted in one, which hides the names as well."""
    assert verdict(odf({CONTENT_XML: SECRET}, {CONTENT_XML: AES})) == (PROTECTED, STRONG)
    assert verdict(odf({CONTENT_XML: SECRET}, {CONTENT_XML: BLOWFISH})) == (PROTECTED, WEAK)
    whole = judged(odf({"encrypted-package": SECRET}, {"encrypted-package": AES}))
    assert (whole.state, whole.names_visible) == (PROTECTED, False)
    assert judged(sample("password.ods")).reason == "encrypted with AES256-CBC"


def png(width: int, height: int) -> bytes:
    """Return the beginning of a picture."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(300)


def test_a_picture_of_the_first_page_is_content():
    """An icon is as high as it is wide; what is hidden beside it, or among the signatures, is content too."""
    for name, content in (
        ("Thumbnails/thumbnail.png", png(181, 256)),
        ("Thumbnails/thumbnail.png", b"some words"),
        ("Thumbnails/other.png", png(128, 128)),
        ("META-INF/letter.txt", b"some words"),
        ("Configurations2/notes.txt", b"some words"),
    ):
        assert judged(odf({CONTENT_XML: SECRET, name: content}, {CONTENT_XML: AES})).state is PARTIAL


def test_a_picture_in_the_clear_makes_it_partial():
    """But not the icon that stands for a thumbnail, nor the signs on the envelope."""
    encrypted = {CONTENT_XML: SECRET}
    aside = {
        "Thumbnails/thumbnail.png": png(128, 128),
        "manifest.rdf": b"<rdf/>",
        "Configurations2/accelerator/current.xml": b"<a/>",
        "Configurations2/images/Bitmaps/sc_one.png": b"picture",
        "META-INF/documentsignatures.xml": b"<s/>",
    }
    assert judged(odf(encrypted | aside, {CONTENT_XML: AES})).state is PROTECTED
    assert judged(odf(encrypted | {"Pictures/a.png": b"picture"}, {CONTENT_XML: AES})).state is PARTIAL


def test_content_that_can_be_read_is_open_whatever_the_manifest_says():
    """Nothing is protected by being called so."""
    assert judged(odf({CONTENT_XML: CONTENT}, {CONTENT_XML: AES})).state is OPEN


@pytest.mark.parametrize(
    ("mimetype", "name"),
    [
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.text-template", "odt"),
        ("application/vnd.sun.xml.writer", "sxw"),
        ("application/hwp+zip", "hwpx"),
    ],
)
def test_the_format_is_named_by_its_media_type(mimetype: str, name: str):
    """Templates go by the name of what they make."""
    assert judged(odf({CONTENT_XML: CONTENT}, {}, mimetype=mimetype)).format == name


def test_a_manifest_that_cannot_be_read_leaves_the_document_unjudged():
    """Broken, or with entities, which no program writes."""
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", CONTENT_XML: CONTENT}
    for manifest in (b"<m:manifest", b'<!DOCTYPE m [<!ENTITY a "b">]><m/>'):
        assert judged(package(parts | {"META-INF/manifest.xml": manifest})).state is UNREADABLE
    assert judged(package({"mimetype": parts["mimetype"]})).state is UNREADABLE
    assert judged(package(parts)).state is OPEN
