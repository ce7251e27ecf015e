"""Which form suits which documents, where the copy goes, and everything that stands against it."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.model import Protection, ProtectionState
from mailcheck.protect import office_form, pdf_form
from mailcheck.protect.archive_form import ARCHIVE
from mailcheck.protect.form import Form, OnDisk, Original
from mailcheck.protect.office_form import OFFICE
from mailcheck.protect.pdf_form import PDF
from mailcheck.protection import judge_protection

ARCHIVE_NAME = "protected-documents.zip"
"""Names nobody: an archive hides the names inside it."""

MOST_ARCHIVES = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done."""

    originals: tuple[Path, ...]
    """What goes into the copy; empty if everything is protected already."""
    left: tuple[tuple[Path, Protection], ...]
    """What has a password already and is left as it is."""
    form: Form
    copy: Path
    replaces: bool = False
    """True: a file that is there already may be replaced."""
    lifts_restrictions: bool = False
    """True: the original has a second password against editing or printing, which the copy will not have."""
    why_archive: str = ""
    """Why one document went into an archive, where that was not asked for."""


def make_plan(files: Sequence[Path], *, to: Path | None = None, replaces: bool = False) -> Plan:
    """Judge the files, choose a form and a place. Raises UserError with everything that stands against it."""
    if wrong := list(_problems(files)):
        raise UserError(wrong)
    judged = [(path, _judge(path)) for path in files]
    left = tuple((path, answer) for path, answer in judged if answer.state is ProtectionState.PROTECTED)
    rest = [(path, answer) for path, answer in judged if answer.state is not ProtectionState.PROTECTED]
    form = choose_form([(OnDisk(path), answer) for path, answer in rest], as_archive=_is_archive(to))
    originals = tuple(path for path, _ in rest)
    copy = _place(rest or judged, form, to)
    if to is None and form is ARCHIVE and not replaces:
        copy = _free(copy)
    if originals and (wrong := list(_problems_with(copy, form, files, replaces=replaces))):
        raise UserError(wrong)
    why = "" if _is_archive(to) else why_archive([(OnDisk(path), answer) for path, answer in rest], form)
    lifts = form is PDF and "against editing" in rest[0][1].note
    return Plan(originals, left, form, copy, replaces=replaces, lifts_restrictions=lifts, why_archive=why)


def _problems(files: Sequence[Path]) -> Iterator[Problem]:
    seen: set[Path] = set()
    for path in files:
        if not path.exists():
            yield Problem("there is no such file.", str(path))
        elif path.is_dir():
            yield Problem("is a folder.", str(path), "Name the files in it.")
        elif not path.is_file():
            yield Problem("is not a file.", str(path))
        elif not os.access(path, os.R_OK):
            yield Problem("may not be read by you.", str(path))
        elif path.resolve() in seen:
            yield Problem("is named twice.", str(path))
        else:
            seen.add(path.resolve())


def _judge(path: Path) -> Protection:
    try:
        with path.open("rb") as file:
            return judge_protection(file)
    except OSError as error:
        raise UserError(Problem(f"could not be read ({error.strerror}).", str(path))) from error


def _is_archive(to: Path | None) -> bool:
    return to is not None and to.suffix.lower() == ".zip"


def choose_form(rest: Sequence[tuple[Original, Protection]], *, as_archive: bool = False) -> Form:
    """Choose the form that the reader's own programs open; a signature would not survive a PDF's rewriting."""
    if len(rest) != 1 or as_archive:
        return ARCHIVE
    original, answer = rest[0]
    if answer.state is not ProtectionState.OPEN:
        return ARCHIVE
    if answer.format == "pdf" and "signed" not in answer.note and pdf_form.takes(original):
        return PDF
    if answer.format in office_form.FORMATS and office_form.takes(original):
        return OFFICE
    return ARCHIVE


def why_archive(rest: Sequence[tuple[Original, Protection]], form: Form) -> str:
    """Return why a document that programs open with a password of its own went into an archive; usually empty."""
    if len(rest) != 1 or form is not ARCHIVE:
        return ""
    ending = rest[0][0].suffix.lower().removeprefix(".")
    kind = "PDF" if ending == "pdf" else "Office document" if ending in office_form.FORMATS else ""
    return f"This {kind} could not be given a password as it is, so it went into a ZIP." if kind else ""


def _place(judged: Sequence[tuple[Path, Protection]], form: Form, to: Path | None) -> Path:
    path, answer = judged[0]
    name = name_of_copy(OnDisk(path), answer, form)
    if to is None:
        return path.parent / name
    return to / name if to.is_dir() else to


def name_of_copy(original: Original, answer: Protection, form: Form) -> str:
    """Return what a copy is called: like its original, or as every archive is."""
    if form is ARCHIVE:
        return ARCHIVE_NAME
    suffix = original.suffix if _suits(original.suffix, form) else f".{answer.format}"
    return f"{original.stem}-protected{suffix}"


def _free(copy: Path) -> Path:
    """Return a name that is not taken yet: every archive has the same one, since it names nobody."""
    numbered = (copy.with_stem(f"{copy.stem}-{number}") for number in range(2, MOST_ARCHIVES))
    return next((place for place in (copy, *numbered) if not (place.exists() or place.is_symlink())), copy)


def _suits(ending: str, form: Form) -> bool:
    """Whether a name ends as this form's names do: .docx, .docm, .dotx …, .pdf, .zip."""
    suffix = ending.lower()
    if form is OFFICE:
        return suffix[1:-1] in {"doc", "dot", "xls", "xlt", "ppt", "pps", "pot"} and suffix[-1] in "xmb"
    return suffix == (".pdf" if form is PDF else ".zip")


def _problems_with(copy: Path, form: Form, files: Sequence[Path], *, replaces: bool) -> Iterator[Problem]:
    if any(copy.exists() and copy.samefile(path) for path in files):
        yield Problem("is the original, which is never touched.", str(copy), "Choose another name with --to.")
    elif copy.is_dir():
        yield Problem("is a folder.", str(copy), "Choose another name with --to.")
    elif (copy.exists() or copy.is_symlink()) and not replaces:
        yield Problem("is there already.", str(copy), "Choose another name with --to, or replace it with --force.")
    if not copy.parent.is_dir():
        yield Problem("there is no such folder.", str(copy.parent))
    if not _suits(copy.suffix, form):
        ending = "its own ending" if form is OFFICE else ".pdf or .zip" if form is PDF else ".zip"
        yield Problem(f"would be {form.name}; that name does not say so.", str(copy), f"End the name with {ending}.")
