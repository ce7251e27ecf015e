"""Making the copy: whole, verified, in its place; or nothing at all."""

import os
import stat
from dataclasses import replace

import pytest
import pyzipper

from mailcheck.errors import UserError
from mailcheck.protect import make_copy, make_plan
from mailcheck.protect.form import Form, NotTheSame
from tests.protect.documents import PASSPHRASE, contents, copied, written


def form(write=lambda originals, passphrase, copy: None, verify=lambda copy, originals, passphrase: None):
    """Return a form that does what a test wants."""
    return Form("a form", write, verify)


def fails(error):
    """Return something that begins to write, or to read, and then fails."""

    def write(*given):
        for each in given:
            if hasattr(each, "write"):
                each.write(b"half of it")
        raise error

    return write


def weakly(originals, passphrase, copy):
    """Write an archive with a password by an old method's name only: not encrypted at all."""
    with pyzipper.ZipFile(copy, "w") as archive:
        archive.write(originals[0].path, "a")


@pytest.fixture
def plan(tmp_path):
    """A plan for one document."""
    return make_plan([copied("plain.pdf", tmp_path)])


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (form(write=fails(ValueError("Jane Roe"))), "could not be made, so it was not kept [ValueError]"),
        (form(write=fails(MemoryError())), "could not be made, so it was not kept [MemoryError]"),
        (form(write=fails(OSError(28, "No space left on device"))), "could not be written (No space left on device)."),
        (form(verify=fails(NotTheSame())), "did not hold what the original holds"),
        (form(verify=fails(RuntimeError("Jane Roe"))), "could not be opened with its passphrase"),
        (form(), "would not have been safe (it is empty)"),
        (form(write=weakly), "would not have been safe"),
    ],
)
def test_a_failure_leaves_nothing_behind(tmp_path, plan, broken, told):
    """Neither a copy nor a piece of one, and no word of the document in what is told."""
    before = contents(tmp_path)
    with pytest.raises(UserError) as wrong:
        make_copy(replace(plan, form=broken), PASSPHRASE)
    assert told in str(wrong.value)
    assert "Jane" not in str(wrong.value)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("broken", [form(write=fails(KeyboardInterrupt())), form(verify=fails(KeyboardInterrupt()))])
def test_an_interruption_leaves_nothing_behind(tmp_path, plan, broken):
    """Ctrl-C, while writing or while verifying."""
    before = contents(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        make_copy(replace(plan, form=broken), PASSPHRASE)
    assert contents(tmp_path) == before


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path, plan):
    """Planned for an empty place, which is taken by the time the copy is ready."""

    def write(originals, passphrase, copy):
        written(plan.copy, b"somebody else's")
        plan.form.write(originals, passphrase, copy)

    with pytest.raises(UserError, match="is there already"):
        make_copy(replace(plan, form=replace(plan.form, write=write)), PASSPHRASE)
    assert plan.copy.read_bytes() == b"somebody else's"
    assert sorted(contents(tmp_path)) == ["plain-protected.pdf", "plain.pdf"]


def test_a_file_is_replaced_whole_when_asked(tmp_path):
    """Until the new one is ready, the old one stays."""
    there = written(tmp_path / "there.pdf", b"old")
    plan = make_plan([copied("plain.pdf", tmp_path)], to=there, replaces=True)
    with pytest.raises(UserError):
        make_copy(replace(plan, form=form()), PASSPHRASE)
    assert there.read_bytes() == b"old"
    make_copy(plan, PASSPHRASE)
    assert there.read_bytes().startswith(b"%PDF-")


def test_only_its_owner_can_read_an_unfinished_copy(tmp_path, plan):
    """Once finished, it has the rights that any new file has."""
    seen = []

    def write(originals, passphrase, copy):
        (unfinished,) = tmp_path.glob(".mailcheck-*")
        seen.append(stat.S_IMODE(unfinished.stat().st_mode))
        plan.form.write(originals, passphrase, copy)

    mask = os.umask(0o027)
    try:
        make_copy(replace(plan, form=replace(plan.form, write=write)), PASSPHRASE)
    finally:
        os.umask(mask)
    assert (seen, stat.S_IMODE(plan.copy.stat().st_mode)) == ([0o600], 0o640)


def test_an_original_that_changes_meanwhile_is_noticed(tmp_path):
    """The copy would hold neither the one nor the other."""
    original = written(tmp_path / "notes.txt", b"first")
    plan = make_plan([original])

    def write(originals, passphrase, copy):
        plan.form.write(originals, passphrase, copy)
        original.write_bytes(b"second")

    with pytest.raises(UserError, match="did not hold what the original holds"):
        make_copy(replace(plan, form=replace(plan.form, write=write)), PASSPHRASE)


def test_the_passphrase_is_written_nowhere(tmp_path):
    """Not into the copy, not beside it."""
    make_copy(make_plan([written(tmp_path / "notes.txt", b"notes")]), PASSPHRASE)
    octets = PASSPHRASE.value.encode()
    forms = (octets, octets.decode().encode("utf-16-le"), octets.hex().encode())
    assert [path for path in tmp_path.rglob("*") if any(each in path.read_bytes() for each in forms)] == []
