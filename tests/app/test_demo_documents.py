"""The demo's documents are what they claim to be: their own libraries say so."""

import io
import zipfile

import msoffcrypto
import pikepdf
import pytest
import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile

from mailcheck.app.demo.documents import Document, documents, logo

PASSWORD = "quiet harbour"


@pytest.fixture(scope="module")
def made():
    return documents(PASSWORD)


def readable_names(document: Document) -> dict[str, bool]:
    """Which files inside a ZIP open without a password."""
    with pyzipper.AESZipFile(io.BytesIO(document.octets)) as package:
        return {entry.filename: opens(package, entry) for entry in package.infolist()}


def opens(package, entry) -> bool:
    try:
        return bool(package.read(entry))
    except RuntimeError:  # pyzipper's way to ask for a password
        return False


@pytest.mark.parametrize("key", ["leaflet", "letter", "recipe"])
def test_an_open_pdf_opens_without_a_password(made, key):
    """The library reads the page and finds no encryption."""
    with pikepdf.open(io.BytesIO(made[key].octets)) as pdf:
        assert (len(pdf.pages), pdf.is_encrypted) == (1, False)


def test_a_protected_pdf_opens_only_with_its_password(made):
    """The library refuses it without the password and reads it with it; the cipher is AES-256."""
    octets = made["summary"].octets
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(octets))
    with pikepdf.open(io.BytesIO(octets), password=PASSWORD) as pdf:
        assert (len(pdf.pages), pdf.encryption.bits, pdf.encryption.R) == (1, 256, 6)


def test_a_pdf_locked_against_editing_opens_without_a_password(made):
    """It is encrypted and forbids changes, and pikepdf reads it all the same."""
    with pikepdf.open(io.BytesIO(made["invoice"].octets)) as pdf:
        assert (len(pdf.pages), pdf.is_encrypted, pdf.allow.modify_other) == (1, True, False)
        assert not pdf.owner_password_matched


def test_the_text_of_a_pdf_is_on_its_page(made):
    """The page is not empty: it carries the words that the demo gives it."""
    with pikepdf.open(io.BytesIO(made["leaflet"].octets)) as pdf:
        assert b"Harbour Practice".hex().encode() in pdf.pages[0].Contents.read_bytes()


def test_a_protected_archive_shows_nothing_without_its_password(made):
    """The library refuses every file without the password and reads it with it (AES-256)."""
    assert readable_names(made["notes"]) == {"notes.docx": False}
    with pyzipper.AESZipFile(io.BytesIO(made["notes"].octets)) as package:
        package.setpassword(PASSWORD.encode())
        assert zipfile.is_zipfile(io.BytesIO(package.read("notes.docx")))
        assert package.getinfo("notes.docx").wz_aes_strength == 3  # 256 bits (APPNOTE, AE-x)


def test_a_half_protected_archive_gives_one_of_its_files_away(made):
    """One file opens without the password, the other does not."""
    assert readable_names(made["papers"]) == {"reading list.pdf": True, "vignette.docx": False}


@pytest.mark.parametrize("key", ["log", "referral"])
def test_a_word_file_opens_without_a_password(made, key):
    """The library recognises a Word file that is not encrypted."""
    file = msoffcrypto.OfficeFile(io.BytesIO(made[key].octets))
    assert (type(file), file.is_encrypted()) == (OOXMLFile, False)


def test_a_protected_word_file_opens_only_with_its_password(made):
    """The library opens it with the password, which gives a Word file again, and refuses another one."""
    file = msoffcrypto.OfficeFile(io.BytesIO(made["report"].octets))
    assert file.is_encrypted()
    opened = io.BytesIO()
    file.load_key(password=PASSWORD, verify_password=True)
    file.decrypt(opened)
    with zipfile.ZipFile(opened) as package:
        assert b"Report for a colleague" in package.read("word/document.xml")
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password="another", verify_password=True)


def test_the_logo_is_a_small_picture():
    """The logo is a PNG of a few hundred octets."""
    assert logo().startswith(b"\x89PNG\r\n\x1a\n")
    assert len(logo()) < 1000


def test_the_documents_are_small(made):
    """The demo has no document above sixteen kilobytes."""
    assert [key for key, document in made.items() if len(document.octets) > 16_384] == []
