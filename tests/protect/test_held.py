"""A copy made in memory: what others open, and nothing on disk on the way."""

import io
import os
import subprocess
import tempfile
import zipfile

import pytest
import pyzipper

from mailcheck.errors import UserError
from mailcheck.model import ProtectionState
from mailcheck.protect import Held, copy_held
from mailcheck.protect.plan import ARCHIVE_NAME
from mailcheck.protection import judge_protection
from tests.protect.documents import PASSPHRASE, SAMPLES


def held(name: str, as_name: str = "") -> Held:
    """A sample, in memory."""
    return Held(as_name or name, (SAMPLES / name).read_bytes())


@pytest.fixture
def no_disk(monkeypatch):
    """Whatever opens a file for writing, by a name or for the moment, fails."""
    opened = os.open

    def refused(*_, **__):
        raise AssertionError("something was written to disk")

    def reading_only(path, flags, *rest, **named):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not str(path).startswith("/dev/"):
            refused()
        return opened(path, flags, *rest, **named)

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr(os, "open", reading_only)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("plain.pdf", "plain-protected.pdf"), ("plain.docx", "plain-protected.docx"), ("plain.zip", ARCHIVE_NAME)],
)
def test_a_copy_is_made_without_touching_the_disk(name, expected, no_disk):
    """Protected, under a name that fits, whatever the form."""
    copy = copy_held([held(name)], PASSPHRASE)
    assert copy.name == expected
    assert judge_protection(io.BytesIO(copy.content)).state is ProtectionState.PROTECTED


@pytest.mark.server
def test_other_programs_open_the_copy(tmp_path):
    """Qpdf and 7z, with the passphrase and not without."""
    pdf, archive = (copy_held([held(name)], PASSPHRASE) for name in ("plain.pdf", "plain.zip"))
    (tmp_path / "a.pdf").write_bytes(pdf.content)
    (tmp_path / "a.zip").write_bytes(archive.content)
    password = PASSPHRASE.value
    for command, code in (
        (["qpdf", f"--password={password}", "--check", "a.pdf"], 0),
        (["qpdf", "--check", "a.pdf"], 2),
        (["7z", "x", f"-p{password}", "-oout", "a.zip"], 0),
        (["7z", "x", "-oin", "out/documents.zip"], 0),
    ):
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == code
    assert (tmp_path / "in" / "plain.zip").read_bytes() == (SAMPLES / "plain.zip").read_bytes()


def test_what_has_a_password_is_left_as_it_is():
    """There is nothing to do."""
    copy = copy_held([held("plain.pdf")], PASSPHRASE)
    assert copy_held([Held("x.pdf", copy.content)], PASSPHRASE) is None


def test_several_documents_go_into_one_archive_under_harmless_names():
    """What has a password already is left out; a name of any system is no path, and each has its own."""
    names = ("../../a.txt", "..\\..\\a.txt", "C:\\notes", "", "/")
    locked = held("user-r6.pdf")
    copy = copy_held([*(Held(name, name.encode()) for name in names), locked], PASSPHRASE)
    assert copy.name == ARCHIVE_NAME
    assert inside(copy) == ["a.txt", "a (2).txt", "notes", "document", "document (2)"]
    assert copy_held([locked], PASSPHRASE) is None


def inside(copy):
    """Open an archive with the passphrase, and return the names of what is in it."""
    with pyzipper.AESZipFile(io.BytesIO(copy.content)) as outer:
        outer.setpassword(PASSPHRASE.value.encode())
        with zipfile.ZipFile(io.BytesIO(outer.read(outer.namelist()[0]))) as inner:
            return inner.namelist()


@pytest.mark.parametrize("path", ["../../etc/passwd.pdf", "..\\..\\passwd.pdf"])
def test_a_name_is_a_label_and_never_a_path(path):
    """Whatever a browser calls a file, its copy lies nowhere but in memory."""
    copy = copy_held([held("plain.pdf", path)], PASSPHRASE)
    assert copy.name == "passwd-protected.pdf"
    assert copy.tells_its_name


def test_a_damaged_pdf_goes_into_an_archive_and_says_why():
    """As on disk."""
    copy = copy_held([Held("notes.pdf", b"%PDF-1.4 damaged")], PASSPHRASE)
    assert copy.name == ARCHIVE_NAME
    assert copy.why_archive.startswith("This PDF could not be given a password")


def test_it_tells_no_name_by_accident():
    """Printed, neither the document nor its copy names anybody."""
    original = Held("Jane Roe.txt", b"words of Jane")
    assert "Jane" not in repr(original) + repr(copy_held([original], PASSPHRASE))


def test_a_copy_that_cannot_be_made_is_said(monkeypatch):
    """By a problem that quotes nothing of the document."""
    from mailcheck.protect import held as module
    from mailcheck.protect.form import Form

    def broken(*_):
        raise ValueError("words of Jane")

    monkeypatch.setattr(module, "choose_form", lambda judged: Form("broken", broken, broken))
    with pytest.raises(UserError) as raised:
        copy_held([Held("a.txt", b"x")], PASSPHRASE)
    assert "Jane" not in str(raised.value)
