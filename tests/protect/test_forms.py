"""Each form of encrypted copy, opened by programs that are not ours."""

import sys
import zipfile

import pikepdf
import pytest
import pyzipper
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.model import NEUTRAL_NAME, ProtectionState, Strength
from mailcheck.protect import Passphrase, make_copy, make_plan
from mailcheck.protect.archive_form import ARCHIVE
from mailcheck.protect.form import NotTheSame, OnDisk
from mailcheck.protect.office_form import OFFICE, SMALLEST
from mailcheck.protect.pdf_form import PDF
from tests.protect.documents import PASSPHRASE, contents, copied, run, written

OTHER = Passphrase("another-pass-phrase-of-words")


def protected(*files, **options):
    """Make a copy and return its path."""
    plan = make_plan(files, **options)
    answer = make_copy(plan, PASSPHRASE)
    assert (answer.state, answer.strength) == (ProtectionState.PROTECTED, Strength.STRONG)
    return plan.copy


@pytest.mark.parametrize("name", ["plain.pdf", "linearized.pdf", "object-streams.pdf", "owner-r4.pdf", "owner-r6.pdf"])
@pytest.mark.server
def test_a_pdf_stays_a_pdf_that_qpdf_opens(tmp_path, name):
    """It opens with the passphrase and no other way, is encrypted with AES-256, and has the same pages."""
    original = copied(name, tmp_path)
    before = contents(tmp_path)
    copy = protected(original)
    assert contents(tmp_path) == before | {copy.name: contents(tmp_path)[copy.name]}
    shown = run("qpdf", f"--password={PASSPHRASE.value}", "--show-encryption", copy)
    assert shown.returncode == 0
    assert "R = 6" in shown.stdout
    assert "file encryption method: AESv3" in shown.stdout
    assert run("qpdf", f"--password={PASSPHRASE.value}", "--check", copy).returncode == 0
    assert run("qpdf", "--check", copy).returncode == 2
    assert run("qpdf", f"--password={OTHER.value}", "--check", copy).returncode == 2
    pages = run("qpdf", "--show-npages", original).stdout
    assert run("qpdf", f"--password={PASSPHRASE.value}", "--show-npages", copy).stdout == pages


def test_a_pdf_with_another_content_is_noticed(tmp_path):
    """A copy of another document, even with the right passphrase, is not a copy of this one."""
    first = copied("plain.pdf", tmp_path)
    second = tmp_path / "second.pdf"
    with pikepdf.open(first) as document:
        document.pages[0].Contents = document.make_stream(b"BT ET")
        document.save(second)
    with (tmp_path / "copy").open("w+b") as copy:
        PDF.write([OnDisk(second)], PASSPHRASE, copy)
        PDF.verify(copy, [OnDisk(second)], PASSPHRASE)
        with pytest.raises(NotTheSame):
            PDF.verify(copy, [OnDisk(first)], PASSPHRASE)


def test_a_damaged_pdf_goes_into_an_archive(tmp_path):
    """What cannot be written anew without guessing is left octet for octet."""
    original = copied("plain.pdf", tmp_path)
    written(original, original.read_bytes().replace(b"\nxref\n", b"\nxrfe\n"))
    assert make_plan([original]).form is ARCHIVE


def test_a_signed_pdf_goes_into_an_archive(tmp_path):
    """Its signature would not survive being written anew."""
    original = tmp_path / "signed.pdf"
    with pikepdf.open(copied("plain.pdf", tmp_path)) as document:
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
        document.save(original)
    assert make_plan([original]).form is ARCHIVE


@pytest.mark.parametrize("name", ["plain.docx", "plain.xlsx", "plain.pptx"])
def test_an_office_document_stays_one_that_another_program_opens(tmp_path, name):
    """msoffcrypto-tool gives back the original, octet for octet, and takes no other passphrase."""
    original = copied(name, tmp_path)
    before = original.read_bytes()
    copy = protected(original)
    assert copy == tmp_path / f"plain-protected{original.suffix}"
    tool = (sys.executable, "-m", "msoffcrypto")
    opened = tmp_path / "opened"
    assert run(*tool, "-p", PASSPHRASE.value, copy, opened).returncode == 0
    assert (opened.read_bytes(), original.read_bytes()) == (before, before)
    assert run(*tool, "-p", OTHER.value, copy, tmp_path / "never").returncode != 0


def test_an_office_document_with_another_content_is_noticed(tmp_path):
    """Even one octet."""
    first = copied("plain.docx", tmp_path)
    second = written(tmp_path / "second.docx", first.read_bytes()[:-1] + b"\1")
    with (tmp_path / "copy").open("w+b") as copy:
        OFFICE.write([OnDisk(first)], PASSPHRASE, copy)
        with pytest.raises(NotTheSame):
            OFFICE.verify(copy, [OnDisk(second)], PASSPHRASE)


def test_a_tiny_office_document_goes_into_an_archive(tmp_path):
    """The library writes no streams of small sectors, so the result could not be read."""
    tiny = tmp_path / "tiny.docx"
    with zipfile.ZipFile(tiny, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    assert tiny.stat().st_size < SMALLEST
    assert make_plan([tiny]).form is ARCHIVE
    assert protected(tiny).suffix == ".zip"


def test_an_excel_file_with_the_built_in_password_goes_into_an_archive(tmp_path):
    """Everybody has that password; the file is open, but it is no plain package."""
    assert make_plan([copied("built-in-password.xlsx", tmp_path)]).form is ARCHIVE


@pytest.mark.server
def test_several_files_become_an_archive_that_hides_their_names(tmp_path):
    """7z sees one entry without the passphrase, and gets every file back with it."""
    files = [
        copied("plain.doc", tmp_path, as_name="Jane Roe.doc"),
        copied("plain.pdf", tmp_path),
        written(tmp_path / "other" / "plain.pdf", b"another file of the same name"),
        written(tmp_path / "łódź 🙂.txt", b"x" * 100_000),
    ]
    copy = protected(*files)
    listed = run("7z", "l", "-slt", "-p-", copy).stdout
    assert [line for line in listed.splitlines() if line.startswith("Path = ")] == [
        f"Path = {copy}",
        f"Path = {NEUTRAL_NAME}",
    ]
    assert "Method = AES-256" in listed
    assert b"Jane Roe" not in copy.read_bytes()
    out = tmp_path / "out"
    assert run("7z", "x", f"-p{OTHER.value}", f"-o{tmp_path / 'wrong'}", copy).returncode == 2
    assert run("7z", "x", f"-p{PASSPHRASE.value}", f"-o{out}", copy).returncode == 0
    assert run("7z", "x", f"-o{out}", out / NEUTRAL_NAME).returncode == 0
    names = ["Jane Roe.doc", "plain.pdf", "plain (2).pdf", "łódź 🙂.txt"]
    assert [(out / name).read_bytes() for name in names] == [path.read_bytes() for path in files]


def test_an_archive_with_another_content_is_noticed(tmp_path):
    """Another file, another name, another archive."""
    first, second = written(tmp_path / "a.txt", b"one"), written(tmp_path / "b" / "a.txt", b"two")
    renamed = written(tmp_path / "c.txt", b"one")
    with (tmp_path / "copy").open("w+b") as copy:
        ARCHIVE.write([OnDisk(first)], PASSPHRASE, copy)
        ARCHIVE.verify(copy, [OnDisk(first)], PASSPHRASE)
        for others in ([second], [renamed], [first, renamed], []):
            with pytest.raises(NotTheSame):
                ARCHIVE.verify(copy, list(map(OnDisk, others)), PASSPHRASE)
    with (tmp_path / "other").open("w+b") as copy:
        with pyzipper.AESZipFile(copy, "w", encryption=pyzipper.WZ_AES) as outer:
            outer.setpassword(PASSPHRASE.value.encode())
            outer.writestr("a.txt", b"one")
        with pytest.raises(NotTheSame):
            ARCHIVE.verify(copy, [OnDisk(first)], PASSPHRASE)


def test_an_archive_that_was_damaged_is_noticed(tmp_path):
    """The seal is checked before anything in it is believed."""
    original = written(tmp_path / "a.txt", b"one" * 1000)
    path = tmp_path / "copy"
    with path.open("w+b") as copy:
        ARCHIVE.write([OnDisk(original)], PASSPHRASE, copy)
    octets = bytearray(path.read_bytes())
    octets[100] ^= 1
    written(path, bytes(octets))
    with path.open("rb") as copy, pytest.raises(pyzipper.BadZipFile):
        ARCHIVE.verify(copy, [OnDisk(original)], PASSPHRASE)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a.txt", "A.TXT", "a (2).txt", "b", ".c"]), st.binary(max_size=300)), min_size=1
    )
)
def test_whatever_files_go_in_come_out(tmp_path_factory, files):
    """Names that collide get a number; every content is verified."""
    folder = tmp_path_factory.mktemp("files")
    originals = [written(folder / str(number) / name, content) for number, (name, content) in enumerate(files)]
    with (folder / "copy").open("w+b") as copy:
        ARCHIVE.write(list(map(OnDisk, originals)), PASSPHRASE, copy)
        ARCHIVE.verify(copy, list(map(OnDisk, originals)), PASSPHRASE)
        with pyzipper.AESZipFile(copy) as outer:
            outer.setpassword(PASSPHRASE.value.encode())
            with outer.open(NEUTRAL_NAME) as sealed, zipfile.ZipFile(sealed) as inner:
                assert len({name.casefold() for name in inner.namelist()}) == len(files)
                assert [inner.read(name) for name in inner.namelist()] == [content for _, content in files]


def test_the_form_can_be_chosen_by_the_name(tmp_path):
    """A name that ends in .zip asks for an archive."""
    original = copied("plain.pdf", tmp_path)
    assert make_plan([original], to=tmp_path / "for-anna.ZIP").form is ARCHIVE
    assert make_plan([original], to=tmp_path / "for-anna.pdf").form is PDF
