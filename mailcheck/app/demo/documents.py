"""The demo's documents, made by the libraries that people's programmes use. Everything in them is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from mailcheck.dataclass import dataclass

if TYPE_CHECKING:
    import pikepdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
# msoffcrypto 6.1 loses a file of less than 4,096 octets: https://github.com/nolze/msoffcrypto-tool/issues/105
_BLANK_PAGE = ("",) * 128


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is attached to a letter."""

    name: str
    media_type: str
    octets: bytes


def documents(password: str) -> Mapping[str, Document]:
    """Return the demo's documents by the key that its letters use; `password` opens the protected ones."""
    return {key: Document(name, media_type, make(password)) for key, (name, media_type, make) in _MAKERS.items()}


def logo() -> bytes:
    """Return the practice's logo, a small PNG that recurs in the signature."""
    return files(__package__).joinpath("logo.png").read_bytes()


def open_pdf(*lines: str) -> bytes:
    """Return a PDF that anybody can open."""
    return _saved(_page(lines), None)


def protected_pdf(password: str, *lines: str) -> bytes:
    """Return a PDF that opens only with `password` (AES-256)."""
    import pikepdf

    return _saved(_page(lines), pikepdf.Encryption(owner=password, user=password, R=6))


def locked_against_editing(password: str, *lines: str) -> bytes:
    """Return a PDF with an owner password only: encrypted, yet anybody can open it."""
    import pikepdf

    rights = pikepdf.Permissions(modify_other=False, modify_form=False, modify_annotation=False)
    return _saved(_page(lines), pikepdf.Encryption(owner=password, user="", R=6, allow=rights))


def word_file(*lines: str) -> bytes:
    """Return a Word file that anybody can open: the least that ISO/IEC 29500-2 asks of a package."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{main}"><w:body>{paragraphs}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONSHIPS)
        package.writestr("word/document.xml", body)
    return made.getvalue()


def protected_word_file(password: str, *lines: str) -> bytes:
    """Return a Word file that opens only with `password`."""
    from msoffcrypto.format.ooxml import OOXMLFile

    made = io.BytesIO()
    OOXMLFile(io.BytesIO(word_file(*lines, *_BLANK_PAGE))).encrypt(password, made)
    return made.getvalue()


def archive(password: str, *, locked: Mapping[str, bytes], clear: Mapping[str, bytes]) -> bytes:
    """Return a ZIP with `locked` files, which need `password` (AES-256), beside `clear` ones, which need nothing."""
    import pyzipper

    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", compression=pyzipper.ZIP_DEFLATED) as package:
        for name, octets in clear.items():
            package.writestr(name, octets)
        package.setpassword(password.encode())
        package.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, octets in locked.items():
            package.writestr(name, octets)
    return made.getvalue()


def _page(lines: tuple[str, ...]) -> pikepdf.Pdf:
    """Return one page of text in a font that every reader has (ISO 32000-2 §9.6.2.2)."""
    import pikepdf

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    written = " ".join(f"<{line.encode('cp1252').hex()}> Tj T*" for line in lines)
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 18 TL 72 760 Td {written} ET".encode("ascii"))
    return pdf


def _saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None) -> bytes:
    made = io.BytesIO()
    pdf.save(made, encryption=encryption if encryption is not None else False)
    return made.getvalue()


def _without_password(make: Callable[..., bytes], *lines: str) -> Callable[[str], bytes]:
    return lambda _password: make(*lines)


def _with_password(make: Callable[..., bytes], *lines: str) -> Callable[[str], bytes]:
    return lambda password: make(password, *lines)


def _supervision_notes(password: str) -> bytes:
    notes = word_file("Notes for supervision", "Three vignettes, all invented for this demo.")
    return archive(password, locked={"notes.docx": notes}, clear={})


def _course_papers(password: str) -> bytes:
    vignette = word_file("Vignette for the seminar", "Invented for this demo.")
    reading = open_pdf("Reading list", "Four books, none of which exists.")
    return archive(password, locked={"vignette.docx": vignette}, clear={"reading list.pdf": reading})


_MAKERS: Mapping[str, tuple[str, str, Callable[[str], bytes]]] = {
    "leaflet": ("Harbour Practice leaflet.pdf", PDF, _without_password(open_pdf, "Harbour Practice", "How we work")),
    "summary": ("Summary.pdf", PDF, _with_password(protected_pdf, "Summary of twelve sessions", "Invented.")),
    "letter": ("Letter of attendance.pdf", PDF, _without_password(open_pdf, "Letter of attendance", "Invented.")),
    "invoice": ("Invoice 1042.pdf", PDF, _with_password(locked_against_editing, "Invoice 1042", "Invented.")),
    "notes": ("Supervision.zip", ZIP, _supervision_notes),
    "papers": ("Seminar papers.zip", ZIP, _course_papers),
    "log": ("Supervision log.docx", DOCX, _without_password(word_file, "Supervision log", "Invented.")),
    "report": ("Report.docx", DOCX, _with_password(protected_word_file, "Report for a colleague", "Invented.")),
    "referral": ("Referral – D.docx", DOCX, _without_password(word_file, "Referral", "Invented.")),
    "recipe": ("Lentil soup.pdf", PDF, _without_password(open_pdf, "Lentil soup", "Enough for six.")),
}
