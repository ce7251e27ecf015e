"""What is planned before anything is written."""

import os

import pytest

from mailcheck.errors import UserError
from mailcheck.model import Strength
from mailcheck.protect import make_plan
from mailcheck.protect.archive_form import ARCHIVE
from mailcheck.protect.office_form import OFFICE
from mailcheck.protect.pdf_form import PDF
from tests.protect.documents import copied, written


@pytest.mark.parametrize(
    ("sample", "form", "name"),
    [
        ("plain.pdf", PDF, "plain-protected.pdf"),
        ("owner-r3.pdf", PDF, "owner-r3-protected.pdf"),
        ("plain.docx", OFFICE, "plain-protected.docx"),
        ("plain.xlsx", OFFICE, "plain-protected.xlsx"),
        ("plain.pptx", OFFICE, "plain-protected.pptx"),
        ("plain.doc", ARCHIVE, "protected-documents.zip"),
        ("plain.xls", ARCHIVE, "protected-documents.zip"),
        ("mixed.zip", ARCHIVE, "protected-documents.zip"),
        ("attached-protected.pdf", ARCHIVE, "protected-documents.zip"),
        ("plain.epub", ARCHIVE, "protected-documents.zip"),
        ("split.z01", ARCHIVE, "protected-documents.zip"),
    ],
)
def test_the_form_suits_the_document(tmp_path, sample, form, name):
    """A form that the reader's own programs open, else an archive, whose name says nothing."""
    original = copied(sample, tmp_path)
    plan = make_plan([original])
    assert (plan.originals, plan.form, plan.copy) == ((original,), form, tmp_path / name)


@pytest.mark.parametrize(("as_name", "expected"), [("letter", "letter-protected.docx"), ("a.DOTM", "a-protected.DOTM")])
def test_the_content_decides_and_not_the_name(tmp_path, as_name, expected):
    """An ending that fits is kept; one that does not is replaced in the copy."""
    plan = make_plan([copied("plain.docx", tmp_path, as_name=as_name)])
    assert (plan.form, plan.copy.name) == (OFFICE, expected)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [("owner-r3.pdf", True), ("owner-r6.pdf", True), ("plain.pdf", False), ("plain.docx", False)],
)
def test_a_password_against_editing_is_told_to_go(tmp_path, sample, expected):
    """The copy has one password, against reading."""
    assert make_plan([copied(sample, tmp_path)]).lifts_restrictions is expected


def test_what_has_a_password_already_is_left(tmp_path):
    """One file of three goes into the copy."""
    strong, weak = copied("user-r6.pdf", tmp_path), copied("zipcrypto.zip", tmp_path)
    rest = copied("plain.pdf", tmp_path)
    plan = make_plan([strong, rest, weak])
    assert [(path, answer.strength) for path, answer in plan.left] == [(strong, Strength.STRONG), (weak, Strength.WEAK)]
    assert (plan.originals, plan.form) == ((rest,), PDF)
    assert make_plan([strong, weak]).originals == ()


def test_nothing_is_asked_of_the_place_if_nothing_is_to_be_done(tmp_path):
    """A file that is protected already needs no copy, wherever it would go."""
    assert make_plan([copied("user-r6.pdf", tmp_path)], to=tmp_path / "no" / "such.folder").originals == ()


def test_every_problem_is_told_at_once(tmp_path):
    """A missing file, a folder, the same file twice: one message."""
    original = copied("plain.pdf", tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UserError) as wrong:
        make_plan([original, tmp_path / "gone", tmp_path, tmp_path / "." / "plain.pdf", pipe])
    assert [str(problem) for problem in wrong.value.problems] == [
        f"{tmp_path}/gone: there is no such file.",
        f'"{tmp_path}" is a folder. Name the files in it.',
        f'"{tmp_path}/plain.pdf" is named twice.',
        f'"{pipe}" is not a file.',
    ]


@pytest.mark.parametrize("replaces", [False, True])
def test_an_original_is_never_the_place_of_the_copy(tmp_path, replaces):
    """Not by its name, not through a link, not with --force."""
    original = copied("plain.pdf", tmp_path)
    link = tmp_path / "link.pdf"
    link.symlink_to(original)
    for place in (original, link):
        with pytest.raises(UserError, match="is the original, which is never touched"):
            make_plan([original], to=place, replaces=replaces)


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path):
    """A link that leads nowhere counts as something that is there."""
    original = copied("plain.pdf", tmp_path)
    there = written(tmp_path / "there.pdf", b"important")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "nothing")
    for place in (there, tmp_path / "link.pdf"):
        with pytest.raises(UserError, match="is there already"):
            make_plan([original], to=place)
        assert make_plan([original], to=place, replaces=True).copy == place


def test_a_folder_is_where_the_copy_goes(tmp_path):
    """With the name that it would have had anyway."""
    folder = tmp_path / "out"
    folder.mkdir()
    assert make_plan([copied("plain.pdf", tmp_path)], to=folder).copy == folder / "plain-protected.pdf"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("gone/copy.pdf", "there is no such folder"),
        ("copy.docx", r"that name does not say so. End the name with .pdf or .zip."),
        ("copy", r"End the name with .pdf or .zip."),
    ],
)
def test_a_place_that_does_not_do_is_refused(tmp_path, place, told):
    """With what would do."""
    with pytest.raises(UserError, match=told):
        make_plan([copied("plain.pdf", tmp_path)], to=tmp_path / place)


def test_why_a_document_went_into_an_archive_is_told(tmp_path):
    """A broken stub of a Word file; not where an archive was asked for, nor for what has no password of its own."""
    stub = written(tmp_path / "notes.docx", b"PK stub")
    assert make_plan([stub]).why_archive == (
        "This Office document could not be given a password as it is, so it went into a ZIP."
    )
    assert make_plan([stub], to=tmp_path / "a.zip").why_archive == ""
    assert make_plan([written(tmp_path / "notes.txt", b"notes")]).why_archive == ""
    assert make_plan([copied("plain.docx", tmp_path)]).why_archive == ""


def test_a_second_archive_gets_a_number(tmp_path):
    """The name says nothing, so it is soon taken; --force replaces the first."""
    notes = written(tmp_path / "notes.txt", b"notes")
    written(tmp_path / "protected-documents.zip", b"the first")
    assert make_plan([notes]).copy.name == "protected-documents-2.zip"
    assert make_plan([notes], replaces=True).copy.name == "protected-documents.zip"
