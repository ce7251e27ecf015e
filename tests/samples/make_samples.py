"""Makes the samples of ZIP, PDF and Office documents anew, with the programs that people use.

    python -m tests.samples.make_samples

Needs zip, 7z, qpdf, LibreOffice with python3-uno, and from Python pikepdf, pyzipper and msoffcrypto-tool. Writes
`files/`
and `manifest.tsv`. What no free program writes is built from its specification in the tests instead.
"""

import io
import random
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pikepdf
import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile

from tests.samples.collecting import HERE, SECRET, TEXT, Rows, collect

CIPHERTEXT = random.Random(1).randbytes(256)
"""Octets that look like any cipher's; the same every time."""
PORT = "20555"


def run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def plain_pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    page = document.pages[0]
    page.Contents = document.make_stream(b"BT /F1 12 Tf 20 100 Td (A sample) Tj ET")
    out = io.BytesIO()
    document.save(out, static_id=True, compress_streams=False)
    return out.getvalue()


def zips(folder: Path) -> Rows:
    """Make ZIP archives with Info-ZIP, 7-Zip and pyzipper."""
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(TEXT)
    (folder / "empty").mkdir()
    run("zip", "-X", "plain.zip", "a.txt", "b.txt", folder=folder)
    run("zip", "-X", "-P", SECRET, "zipcrypto.zip", "a.txt", "b.txt", folder=folder)
    run("zip", "-X", "-P", SECRET, "mixed.zip", "a.txt", folder=folder)
    run("zip", "-X", "mixed.zip", "b.txt", folder=folder)
    run("zip", "-X", "-r", "-P", SECRET, "with-folder.zip", "a.txt", "empty", folder=folder)
    for bits in ("128", "256"):
        run("7z", "a", "-tzip", f"-mem=AES{bits}", f"-p{SECRET}", f"aes-{bits}.zip", "a.txt", "b.txt", folder=folder)
    (folder / "self-extracting.exe").write_bytes(b"MZ" + bytes(510) + (folder / "aes-256.zip").read_bytes())
    run("zip", "-A", "self-extracting.exe", folder=folder)
    (folder / "noise").write_bytes(b"".join(number.to_bytes(4, "big") * 7 for number in range(20_000)))
    run("zip", "-0", "-s", "64k", "split.zip", "noise", folder=folder)
    (folder / "split.z01").write_bytes((folder / "split.z01").read_bytes()[:2048])
    with pyzipper.AESZipFile(folder / "pyzipper.zip", "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(SECRET.encode())
        archive.writestr("a.txt", TEXT)
    with zipfile.ZipFile(folder / "zip64.zip", "w") as wide, wide.open("a.txt", "w", force_zip64=True) as member:
        member.write(TEXT)
    with zipfile.ZipFile(folder / "nested.zip", "w") as outer:
        outer.writestr("inner.zip", (folder / "aes-256.zip").read_bytes())
    with zipfile.ZipFile(folder / "nested-open.zip", "w") as outer:
        outer.writestr("inner.zip", (folder / "aes-256.zip").read_bytes())
        outer.writestr("a.txt", TEXT)
    return [
        ("plain.zip", "zip", "open", "none", "zip"),
        ("zipcrypto.zip", "zip", "protected", "weak", "zip -P"),
        ("mixed.zip", "zip", "partial", "weak", "zip -P, then zip"),
        ("with-folder.zip", "zip", "protected", "weak", "zip -r -P"),
        ("aes-128.zip", "zip", "protected", "strong", "7z -mem=AES128"),
        ("aes-256.zip", "zip", "protected", "strong", "7z -mem=AES256"),
        ("self-extracting.exe", "zip", "protected", "strong", "aes-256.zip behind a stub, zip -A"),
        ("split.z01", "zip", "unreadable", "none", "zip -s, start of the first part"),
        ("pyzipper.zip", "zip", "protected", "strong", "pyzipper"),
        ("zip64.zip", "zip", "open", "none", "zipfile, force_zip64"),
        ("nested.zip", "zip", "protected", "strong", "zipfile around aes-256.zip"),
        ("nested-open.zip", "zip", "partial", "strong", "zipfile around aes-256.zip and a text"),
    ]


def books(folder: Path) -> Rows:
    """Make electronic books with zipfile."""
    entry = (
        '<enc:EncryptedData xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptionMethod Algorithm="{}"/>'
        '<enc:CipherData><enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData>'
    )
    font = entry.format("http://www.idpf.org/2008/embedding", "OPS/font%20one.otf")
    chapter = entry.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/one.xhtml")
    for name, listed in (("plain.epub", ""), ("font-only.epub", font), ("rights-managed.epub", chapter)):
        with zipfile.ZipFile(folder / name, "w") as book:
            book.writestr("mimetype", "application/epub+zip")
            book.writestr("META-INF/container.xml", "<container/>")
            book.writestr("OPS/package.opf", "<package/>")
            book.writestr("OPS/one.xhtml", CIPHERTEXT if listed is chapter else TEXT)
            if listed is font:
                book.writestr("OPS/font one.otf", b"otf")
            if listed:
                space = 'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
                book.writestr("META-INF/encryption.xml", f"<encryption {space}>{listed}</encryption>")
    return [
        ("plain.epub", "epub", "open", "none", "zipfile"),
        ("font-only.epub", "epub", "open", "none", "zipfile, by EPUB 3.3"),
        ("rights-managed.epub", "epub", "protected", "strong", "zipfile, by EPUB 3.3 (no free program writes it)"),
    ]


QPDF = {
    "user-r2.pdf": (SECRET, "owner", "40", (), "protected", "weak"),
    "user-r3.pdf": (SECRET, "owner", "128", ("--use-aes=n",), "protected", "weak"),
    "user-r4-rc4.pdf": (SECRET, "owner", "128", ("--use-aes=n", "--force-V4"), "protected", "weak"),
    "user-r4-aes.pdf": (SECRET, "owner", "128", ("--use-aes=y",), "protected", "strong"),
    "user-r5.pdf": (SECRET, "owner", "256", ("--force-R5",), "protected", "strong"),
    "user-r6.pdf": (SECRET, "owner", "256", (), "protected", "strong"),
    "owner-r3.pdf": ("", "owner", "128", ("--use-aes=n",), "open", "none"),
    "owner-r4.pdf": ("", "owner", "128", ("--use-aes=y",), "open", "none"),
    "owner-r6.pdf": ("", "owner", "256", (), "open", "none"),
    "empty-r6.pdf": ("", "", "256", ("--allow-insecure",), "open", "none"),
    "empty-owner-r6.pdf": (SECRET, "", "256", ("--allow-insecure",), "open", "none"),
}


def pdfs(folder: Path) -> Rows:
    """Make PDF documents with pikepdf and qpdf."""
    (folder / "plain.pdf").write_bytes(plain_pdf())
    rows: Rows = [("plain.pdf", "pdf", "open", "none", "pikepdf")]
    fixed = ("--static-id", "--static-aes-iv")
    for name, (user, owner, bits, more, state, strength) in QPDF.items():
        encrypt = ("--allow-weak-crypto", "--encrypt", user, owner, bits, *more, "--")
        run("qpdf", *fixed, *encrypt, "plain.pdf", name, folder=folder)
        rows.append((name, "pdf", state, strength, f"qpdf --encrypt {bits} {' '.join(more)}".strip()))
    run("qpdf", "--static-id", "--linearize", "plain.pdf", "linearized.pdf", folder=folder)
    run("qpdf", "--static-id", "--object-streams=generate", "plain.pdf", "object-streams.pdf", folder=folder)
    run("qpdf", *fixed, "--linearize", "user-r6.pdf", f"--password={SECRET}", "linearized-r6.pdf", folder=folder)
    (folder / "garbage-first.pdf").write_bytes(b"X-Header: value\r\n\r\n" * 8 + plain_pdf())
    for name, inner in (("attached-text.pdf", "a.txt"), ("attached-protected.pdf", "user-r6.pdf")):
        dates = ("--creationdate=D:20200101000000Z", "--moddate=D:20200101000000Z")
        run("qpdf", "--static-id", "plain.pdf", "--add-attachment", inner, *dates, "--", name, folder=folder)
    (folder / "wrapper.pdf").write_bytes(wrapper((folder / "user-r6.pdf").read_bytes()))
    return [
        *rows,
        ("linearized.pdf", "pdf", "open", "none", "qpdf --linearize"),
        ("object-streams.pdf", "pdf", "open", "none", "qpdf --object-streams=generate"),
        ("linearized-r6.pdf", "pdf", "protected", "strong", "qpdf --encrypt 256 --linearize"),
        ("garbage-first.pdf", "pdf", "open", "none", "pikepdf, with something before the header"),
        ("attached-text.pdf", "pdf", "open", "none", "qpdf --add-attachment"),
        ("attached-protected.pdf", "pdf", "partial", "strong", "qpdf --add-attachment user-r6.pdf"),
        ("wrapper.pdf", "pdf", "protected", "strong", "pikepdf: unencrypted wrapper (ISO 32000-2, 7.6.7)"),
    ]


def wrapper(payload: bytes) -> bytes:
    """Return a wrapper document around an encrypted payload."""
    document = pikepdf.open(io.BytesIO(plain_pdf()))
    embedded = document.make_stream(payload)
    specification = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F="payload.pdf",
            UF="payload.pdf",
            AFRelationship=pikepdf.Name.EncryptedPayload,
            EF=pikepdf.Dictionary(F=embedded),
        )
    )
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("payload.pdf"), specification]))
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=names)
    document.Root.AF = pikepdf.Array([specification])
    out = io.BytesIO()
    document.save(out, static_id=True)
    return out.getvalue()


def office(folder: Path) -> Rows:
    """Make Office documents with LibreOffice and msoffcrypto-tool."""
    profile = (folder / "profile").as_uri()
    accept = f"--accept=socket,host=127.0.0.1,port={PORT};urp;"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", accept]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        run("/usr/bin/python3", str(HERE / "with_libreoffice.py"), str(folder), PORT, folder=folder)
        server.wait(60)
    for name, source, password in (
        ("password.docx", "plain.docx", SECRET),
        ("password.xlsx", "plain.xlsx", SECRET),
        ("built-in-password.xlsx", "plain.xlsx", "VelvetSweatshop"),
    ):
        with (folder / source).open("rb") as file, (folder / name).open("wb") as out:
            OOXMLFile(file).encrypt(password, out)
        with (folder / name).open("rb") as file:
            assert msoffcrypto.OfficeFile(file).is_encrypted()
    return [
        ("plain.doc", "doc", "open", "none", "LibreOffice"),
        ("password.doc", "doc", "protected", "weak", "LibreOffice with a password"),
        ("plain.docx", "docx", "open", "none", "LibreOffice"),
        ("password.docx", "docx", "protected", "strong", "msoffcrypto-tool"),
        ("plain.xls", "xls", "open", "none", "LibreOffice"),
        ("password.xls", "xls", "protected", "weak", "LibreOffice with a password"),
        ("built-in-password.xls", "xls", "open", "none", "LibreOffice with Excel's built-in password"),
        ("plain.xlsx", "xlsx", "open", "none", "LibreOffice"),
        ("password.xlsx", "xlsx", "protected", "strong", "msoffcrypto-tool"),
        ("built-in-password.xlsx", "xlsx", "open", "none", "msoffcrypto-tool with Excel's built-in password"),
        ("plain.pptx", "pptx", "open", "none", "LibreOffice"),
        ("libreoffice-password.pdf", "pdf", "protected", "weak", "LibreOffice with a password"),
    ]


MAKERS: tuple[Callable[[Path], Rows], ...] = (zips, books, pdfs, office)


def main() -> None:
    """Make every sample and the manifest."""
    collect(MAKERS, "manifest.tsv")


if __name__ == "__main__":
    main()
