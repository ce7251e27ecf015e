"""`mailcheck protect`: from a terminal, and away from one."""

import io
import re
import subprocess
import sys
from hashlib import sha256

import msoffcrypto
import pikepdf
import pytest

from mailcheck.app.protecting import TELL
from tests.app.screen import on_a_screen
from tests.protect.documents import contents, copied, run, written

TYPED = "my dog likes long walks"


def shown_passphrase(screen):
    """Return the passphrase that stands on the screen, once."""
    (passphrase,) = re.findall(r"^Passphrase:  (.+)$", screen, re.MULTILINE)
    assert screen.count(passphrase) == 1
    return passphrase


def places_of(secret, folder):
    """Return every file that holds a text, in any of the usual encodings."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(secret.encode(each) in path.read_bytes() for each in ("utf-8", "utf-16-le"))
    ]


def test_a_generated_passphrase_is_shown_once_and_opens_the_copy(tmp_path):
    """The original stays as it was, the passphrase is on no disk, and the screen says how to tell it."""
    original = copied("plain.pdf", tmp_path)
    before = contents(tmp_path)
    seen = on_a_screen("protect", original, home=tmp_path)
    passphrase = shown_passphrase(seen.screen)
    assert seen.code == 0
    assert TELL in " ".join(seen.screen.split())
    told = " ".join(seen.screen.split())
    assert "which opens only with this passphrase:" in told
    assert "Your original is unchanged." in told
    assert "It is a PDF encrypted with AES-256." in told
    after = contents(tmp_path)
    copy = after.pop("plain-protected.pdf")
    assert (after, bool(copy)) == (before, True)
    assert places_of(passphrase, tmp_path) == []
    with pikepdf.open(tmp_path / "plain-protected.pdf", password=passphrase) as document:
        assert len(document.pages) == 1
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "plain-protected.pdf")


def test_a_typed_passphrase_is_not_shown_and_opens_the_copy(tmp_path):
    """Typed twice; a poor one is refused kindly, two that differ are asked for again."""
    original = copied("plain.docx", tmp_path)
    typed = ["short", "short", TYPED, "my dog likes long wlaks", TYPED, TYPED]
    seen = on_a_screen("protect", "--ask", original, "--to", tmp_path / "for-anna.docx", typed=typed, home=tmp_path)
    assert seen.code == 0
    assert "Please take at least 12 characters." in seen.screen
    assert "do not match" in seen.screen
    assert TELL in " ".join(seen.screen.split())
    assert [word for word in ("walks", "wlaks", "short") if word in seen.screen] == []
    assert places_of(TYPED, tmp_path) == []
    opened = io.BytesIO()
    with (tmp_path / "for-anna.docx").open("rb") as file:
        document = msoffcrypto.OfficeFile(file)
        document.load_key(password=TYPED)
        document.decrypt(opened)
    assert sha256(opened.getvalue()).hexdigest() == sha256(original.read_bytes()).hexdigest()


def test_nothing_is_made_without_a_good_passphrase(tmp_path):
    """Three tries, then the way out is said."""
    original = copied("plain.pdf", tmp_path)
    seen = on_a_screen("protect", "--ask", original, typed=["password1234"] * 6, home=tmp_path)
    assert seen.code == 3
    assert "No passphrase was chosen, so no copy was made. Without --ask, mailcheck makes one for you." in " ".join(
        seen.screen.split()
    )
    assert sorted(contents(tmp_path)) == ["plain.pdf"]


def test_several_files_become_an_archive_with_a_plain_warning(tmp_path):
    """What has a password already is said and left; the reader's need for a program is said too."""
    notes, report = written(tmp_path / "notes.txt", b"notes"), copied("plain.doc", tmp_path)
    done = copied("user-r6.pdf", tmp_path)
    seen = on_a_screen("protect", notes, done, report, home=tmp_path)
    assert seen.code == 0
    assert f"{done} has a password already: " in " ".join(seen.screen.split())
    told = " ".join(seen.screen.split())
    assert "holding 2 documents, which opens only with" in told
    assert "Windows cannot open this kind of ZIP by itself" in told
    assert (tmp_path / "protected-documents.zip").is_file()


def test_what_is_protected_already_needs_nothing(tmp_path):
    """No passphrase, no copy; a weak method is said, with what to do."""
    strong, weak = copied("user-r6.pdf", tmp_path), copied("zipcrypto.zip", tmp_path)
    seen = on_a_screen("protect", strong, home=tmp_path)
    assert (seen.code, "Passphrase" in seen.screen) == (0, False)
    seen = on_a_screen("protect", strong, weak, home=tmp_path)
    assert (seen.code, "Passphrase" in seen.screen) == (1, False)
    assert "That method is weak. Save it without a password, and protect that copy." in " ".join(seen.screen.split())
    assert sorted(contents(tmp_path)) == ["user-r6.pdf", "zipcrypto.zip"]


def test_ctrl_c_says_what_became_of_the_copy(tmp_path):
    """There is none, and the original is as it was: mailboxes have nothing to do with it."""
    original = copied("plain.pdf", tmp_path)
    before = contents(tmp_path)
    seen = on_a_screen("protect", "--ask", original, typed=["\x03"], home=tmp_path)
    assert seen.code == 3
    assert "Stopped. No copy was made, and your original is unchanged." in " ".join(seen.screen.split())
    assert "mailboxes" not in seen.screen
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ((), "mailcheck protect: the passphrase is shown on a screen only, never written to a file or a log."),
        (("--generate",), "mailcheck protect: the passphrase is shown on a screen only"),
        (("--ask",), "--ask: a passphrase is typed at a keyboard only."),
    ],
)
def test_away_from_a_terminal_nothing_is_made(tmp_path, way, told):
    """A passphrase must not land in a log: refused before anything is read."""
    original = copied("plain.pdf", tmp_path)
    result = run(sys.executable, "-m", "mailcheck", "protect", *way, original)
    assert (result.returncode, result.stdout) == (3, "")
    assert told in result.stderr
    assert sorted(contents(tmp_path)) == ["plain.pdf"]


def test_every_problem_is_told_at_once(tmp_path):
    """Two names that are wrong, one after the other, and nothing is made."""
    seen = on_a_screen("protect", copied("plain.pdf", tmp_path), tmp_path / "gone", tmp_path, home=tmp_path)
    assert seen.code == 3
    assert f"{tmp_path}/gone: there is no such file." in " ".join(seen.screen.split())
    assert "is a folder. Name the files in it." in " ".join(seen.screen.split())
    assert sorted(contents(tmp_path)) == ["plain.pdf"]


def test_help_needs_no_library():
    """`mailcheck protect --help` and `mailcheck inspect --help` import click alone."""
    code = (
        "import sys; from mailcheck.app.cli import main; main(['protect', '--help']); main(['inspect', '--help']); "
        "heavy = {'rich', 'pikepdf', 'msoffcrypto', 'pyzipper', 'zxcvbn', 'xkcdpass'} & set(sys.modules); "
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
