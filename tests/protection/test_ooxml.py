"""Plain Office packages: their names, and the passwords that do not stop reading."""

import io
import zipfile

import pytest

from tests.protection.looks import OPEN, PARTIAL, judged


def office(*members: tuple[str, str], password: str = "") -> bytes:
    """Return an Office package with these members."""
    import pyzipper

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, text in members:
            file.writestr(name, text)
    if password:
        with pyzipper.AESZipFile(out, "a", encryption=pyzipper.WZ_AES) as file:
            file.setpassword(password.encode())
            file.writestr("secret.txt", b"hidden")
    return out.getvalue()


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsb"),
        ("ppt/presentation.xml", "pptx"),
        ("visio/document.xml", "vsdx"),
        ("FixedDocumentSequence.fdseq", "ooxml"),
    ],
)
def test_the_kind_is_told_by_the_names(member: str, expected: str):
    """The folder of the main part, whatever the file is called."""
    answer = judged(office((member, "<x/>")))
    assert (answer.state, answer.format, answer.note) == (OPEN, expected, "")


@pytest.mark.parametrize(
    ("member", "mark"),
    [
        ("word/settings.xml", "<w:documentProtection/>"),
        ("xl/workbook.xml", "<workbookProtection/>"),
        ("ppt/presentation.xml", "<p:modifyVerifier/>"),
    ],
)
def test_a_password_against_editing_is_noted_and_open(member: str, mark: str):
    """It stops nobody from reading."""
    answer = judged(office((member, mark)))
    assert (answer.state, answer.note) == (OPEN, "protected against editing, not against reading")


def test_a_password_of_the_archive_is_judged_as_an_archive():
    """A package with one encrypted entry is no package that Office opens."""
    answer = judged(office(("word/document.xml", "<x/>"), password="correct horse"))
    assert (answer.state, answer.format) == (PARTIAL, "zip")
