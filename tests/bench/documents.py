"""Documents of the kinds that people send, in any size, each with its true state.

Real writers make them where there is one (pikepdf, py7zr, pyzipper, msoffcrypto); the size comes from incompressible
content, such as the pictures in a scanned letter.
"""

import io
import math
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import msoffcrypto.format.ooxml
import pikepdf
import py7zr
import pyzipper

from tests.protection.compound import CUTOFF, compound

PASSWORD = "a long enough secret"
GRID = 1.25
"""Neighbouring sizes are one document: what is made once is sent again."""
LOCKED_GRID = 4
"""Each locked Office file costs a quarter of a second of hashing, since the built-in passwords are tried (it is not
what this benchmark is about); the same one is sent again."""
LARGEST_COMPOUND = 50_000
"""The test's own OLE writer has one table sector."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document and what is true of it."""

    name: str
    media_type: str
    octets: bytes
    state: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How documents of one kind are made."""

    make: Callable[[int], bytes]
    state: str
    extension: str
    media_type: str
    weight: int = 2


def document(generator: random.Random, size: int) -> Document:
    """Return a document of about `size` octets, of a kind drawn by its weight."""
    name = generator.choices(tuple(KINDS), [kind.weight for kind in KINDS.values()])[0]
    kind = KINDS[name]
    grid = LOCKED_GRID if name == "docx locked" else GRID
    step = int(grid ** round(math.log(max(size, 2000), grid)))
    title = f"{name} {generator.randrange(10**6)}.{kind.extension}"
    return Document(title, kind.media_type, _made(name, step), kind.state)


@cache
def _made(name: str, size: int) -> bytes:
    return KINDS[name].make(size)


def _noise(size: int) -> bytes:
    return random.Random(size).randbytes(max(0, size))


def _pdf(size: int, encryption: pikepdf.Encryption | None = None, **given: object) -> bytes:
    pages = max(1, min(30, size // 60_000))
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(made, _noise(size // pages + number))
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 100, 100, 8
        picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=made.make_indirect(picture)))
    return _saved(made, encryption=encryption or False, **given)


def _saved(made: pikepdf.Pdf, **given: object) -> bytes:
    out = io.BytesIO()
    made.save(out, static_id=False, **given)
    return out.getvalue()


def _locked_pdf(size: int, revision: int, user: str = PASSWORD) -> bytes:
    return _pdf(size, pikepdf.Encryption(user=user, owner="owner", R=revision))


def _zip(members: dict[str, bytes], stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, octets in members.items():
            made.writestr(name, octets)
    return out.getvalue()


def _docx(size: int) -> bytes:
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    pictures = {f"word/media/image{number}.jpeg": _noise(size // 3 + number) for number in range(3)}
    return _zip(
        {"[Content_Types].xml": types.encode(), "_rels/.rels": b"<Relationships/>"}
        | pictures
        | {"word/document.xml": b"<w:document/>" * 200, "docProps/app.xml": b"<Properties/>"}
    )


def _locked_docx(size: int) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(_docx(size))).encrypt(PASSWORD, out)
    return out.getvalue()


def _odt(size: int, *, locked: bool = False) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    sealed = (
        '<manifest:encryption-data manifest:checksum-type="SHA256" manifest:checksum="AA=="><manifest:algorithm '
        'manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="AA=="/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" '
        'manifest:iteration-count="100000" manifest:salt="AA=="/></manifest:encryption-data>'
    )
    names = ("content.xml", "styles.xml", "Pictures/1.jpg")
    inner = sealed if locked else ""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml" manifest:size="9">{inner}'
        "</manifest:file-entry>"
        for name in names
    )
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    manifest = f'<?xml version="1.0"?><manifest:manifest {space}>{root}{entries}</manifest:manifest>'
    content = {"content.xml": _noise(3000) if locked else b"<office:document-content/>" * 50, "styles.xml": _noise(900)}
    return _zip(
        {"mimetype": kind.encode()}
        | content
        | {"Pictures/1.jpg": (b"" if locked else b"\xff\xd8\xff") + _noise(size)}
        | {"META-INF/manifest.xml": manifest.encode()},
        stored=True,
    )


def _locked_zip(size: int) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(PASSWORD.encode())
        for number in range(3):
            made.writestr(f"letter {number}.pdf", _noise(size // 3))
    return out.getvalue()


def _old_zip(size: int) -> bytes:
    """Return an archive of one stored member that ZipCrypto made: its flag, and 12 octets before the content."""
    made = bytearray(_zip({"notes.doc": _noise(size)}, stored=True))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.rfind(signature) if flags == 8 else 0
        made[at + flags] |= 1
        unpacked = at + flags + 16
        made[unpacked : unpacked + 4] = struct.pack("<I", size - 12)
    return bytes(made)


def _seven(size: int, *, password: str | None = None, names: bool = False) -> bytes:
    filters = [{"id": py7zr.FILTER_COPY}]
    if password:
        filters.append({"id": py7zr.FILTER_CRYPTO_AES256_SHA256})
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=filters, password=password, header_encryption=names) as made:
        made.writestr(_noise(size), "notes.bin")
    return out.getvalue()


def _word(size: int, *, locked: bool = False) -> bytes:
    fib = struct.pack("<HHIHHH", 0xA5EC, 0x00C1, 0, 0, 0x0100 if locked else 0, 0xBF).ljust(CUTOFF, b"\0")
    info = struct.pack("<HH", 1, 1) + _noise(48)
    streams = {"WordDocument": fib + _noise(min(size, LARGEST_COMPOUND)), "1Table": info.ljust(CUTOFF, b"\0")}
    return compound(streams)


def _jpeg(size: int) -> bytes:
    start = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = b"\xff\xc0\0\x0b\x08\1\0\1\0\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0"
    return start + frame + _noise(size).replace(b"\xff", b"\xfe") + b"\xff\xd9"


def _openpgp(size: int) -> bytes:
    """Return a message to one key: a session key packet, then integrity-protected data (RFC 9580 §5.1, §5.13)."""
    session = b"\3" + _noise(8) + b"\1" + struct.pack(">H", 2047) + b"\x7f" + _noise(255)
    data = b"\1" + _noise(size)
    return b"\xc1\xff" + struct.pack(">I", len(session)) + session + b"\xd2\xff" + struct.pack(">I", len(data)) + data


def _words(size: int) -> bytes:
    line = b"Ordinary words in a letter or a table, one line after another, 1,2,3\n"
    return line * (min(size, 40_000) // len(line) + 1)


OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {
    "pdf": Kind(_pdf, "open", "pdf", "application/pdf", 14),
    "pdf streams": Kind(
        lambda size: _pdf(size, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        *("open", "pdf", "application/pdf", 8),
    ),
    "pdf linearized": Kind(lambda size: _pdf(size, linearize=True), "open", "pdf", "application/pdf", 4),
    "pdf R6": Kind(lambda size: _locked_pdf(size, 6), "protected", "pdf", "application/pdf", 10),
    "pdf R4": Kind(lambda size: _locked_pdf(size, 4), "protected", "pdf", "application/pdf", 5),
    "pdf owner": Kind(lambda size: _locked_pdf(size, 6, user=""), "open", "pdf", "application/pdf", 3),
    "docx": Kind(_docx, "open", "docx", OFFICE, 12),
    "docx locked": Kind(_locked_docx, "protected", "docx", OFFICE, 4),
    "odt": Kind(_odt, "open", "odt", "application/vnd.oasis.opendocument.text"),
    "odt locked": Kind(lambda size: _odt(size, locked=True), "protected", "odt", "application/octet-stream"),
    "doc": Kind(_word, "open", "doc", "application/msword", 4),
    "zip": Kind(lambda size: _zip({"scan.jpg": _jpeg(size)}, stored=True), "open", "zip", "application/zip"),
    "zip AES": Kind(_locked_zip, "protected", "zip", "application/zip", 5),
    "zip old": Kind(_old_zip, "protected", "zip", "application/x-zip-compressed"),
    "7z": Kind(_seven, "open", "7z", "application/x-7z-compressed", 1),
    "7z locked": Kind(lambda size: _seven(size, password=PASSWORD), "protected", "7z", "application/octet-stream"),
    "7z names": Kind(
        lambda size: _seven(size, password=PASSWORD, names=True), "protected", "7z", "application/octet-stream"
    ),
    "jpeg": Kind(_jpeg, "open", "jpg", "image/jpeg", 8),
    "text": Kind(_words, "open", "txt", "text/plain", 3),
    "table": Kind(_words, "open", "csv", "text/csv", 2),
    "openpgp": Kind(_openpgp, "protected", "gpg", "application/octet-stream", 3),
}
