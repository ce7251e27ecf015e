"""Electronic books and Java archives."""

import io
import zipfile

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import CIPHERTEXT

AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"
FONT = "http://ns.adobe.com/pdf/enc#RC"


def book(listed: dict[str, str], *, start: str = "<encryption>", added: str = "", is_true: bool = True) -> bytes:
    """Return a book of two chapters and a font, with these members listed as encrypted; they are if `is_true`."""
    out = io.BytesIO()
    entries = "".join(
        f'<e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptionMethod Algorithm="{algorithm}"/>'
        f'<e:CipherData><e:CipherReference URI="{name}"/></e:CipherData></e:EncryptedData>'
        for name, algorithm in listed.items()
    )
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/epub+zip")
        file.writestr("META-INF/container.xml", "<container/>")
        file.writestr("package.opf", "<package/>")
        for name in ("one 1.xhtml", "two.xhtml", "font.otf"):
            is_locked = is_true and listed.get(name.replace(" ", "%20")) == AES
            file.writestr(name, CIPHERTEXT[:200] if is_locked else b"content")
        if added:
            file.writestr(added, b"content")
        file.writestr("META-INF/encryption.xml", f"{start}{entries}</encryption>")
    return out.getvalue()


def test_garbled_fonts_leave_a_book_open():
    """Their key is the book's own public identifier."""
    assert judged(book({"font.otf": FONT})).state is OPEN


def test_a_book_is_protected_only_if_all_of_its_content_is():
    """One chapter in the clear makes it partial; names are written as URIs."""
    assert judged(book({"one%201.xhtml": AES, "font.otf": AES})).state is PARTIAL
    assert judged(book({"one%201.xhtml": AES, "two.xhtml": AES, "font.otf": AES})).state is PROTECTED


def test_a_chapter_that_can_be_read_is_open_whatever_the_list_says():
    """Nothing is protected by being called so; any unzip program shows it."""
    assert judged(book({"one%201.xhtml": AES, "two.xhtml": AES, "font.otf": AES}, is_true=False)).state is OPEN


def test_a_document_in_the_folder_of_signs_makes_it_partial():
    """Only what a reader needs to find its way does not count."""
    every = {"one%201.xhtml": AES, "two.xhtml": AES, "font.otf": AES}
    assert judged(book(every, added="META-INF/signatures.xml")).state is PROTECTED
    assert judged(book(every, added="META-INF/notes.pdf")).state is PARTIAL


def test_a_list_that_cannot_be_read_leaves_the_book_unjudged():
    """Not XML, or XML that declares an entity."""
    assert judged(book({}, start="")).state is UNREADABLE
    assert judged(book({"two.xhtml": AES}, start='<!DOCTYPE x [<!ENTITY a "b">]><encryption>')).state is UNREADABLE


def test_a_java_archive_is_open():
    """The format has no encryption, so its classes are not looked into."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        file.writestr("A.class", b"\xca\xfe\xba\xbe")
    answer = judged(out.getvalue())
    assert (answer.state, answer.format) == (OPEN, "jar")
