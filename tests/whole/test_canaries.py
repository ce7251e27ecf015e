"""Markers in everything that is private: after a whole run, none is found anywhere but on the member's own screen."""

import binascii
import io
import json
import logging
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pyzipper

from mailcheck.app.cli import main
from mailcheck.state import State
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server

MARK = "canaryzq"
"""Stands in every private place; nothing else in the world says it."""


def private_letters():
    """Letters whose every private place carries the mark: subject, names, addresses, words, file names, identifiers."""
    for number, payload in enumerate(
        [b"%PDF-1.4 truncated " + MARK.encode(), MARK.encode() * 100, b"PK\x03\x04" + MARK.encode()]
    ):
        made = letter(
            f"{MARK} {number}", sender=f"Anna {MARK} <anna@practice.example>", to=f"{MARK}{number}@{MARK}.example"
        )
        made["Cc"] = f'"{MARK} Smith" <{MARK}@other.example>'
        made["X-Note"] = MARK
        made.add_attachment(
            payload, maintype="application", subtype="octet-stream", filename=f"{MARK} notes {number}.pdf"
        )
        yield made


def seed(many_users):
    """Fill two mailboxes with marked letters, and mark a folder's name and a Message-ID too."""
    fill(many_users, "work", letters(f"{MARK} client", 25), private_letters())
    fill(many_users, "home", letters(f"{MARK} friend", 25))
    for folder in (f".{MARK}", f".Sent {MARK}"):
        place = many_users.home("work") / "Maildir" / folder
        for name in ("cur", "new", "tmp"):
            (place / name).mkdir(parents=True)
        (place / "maildirfolder").touch()


def files_with_the_mark(folder: Path) -> list[str]:
    """Return every file below a folder whose name or octets hold the mark, squeezed or not."""
    return [
        str(path)
        for path in folder.rglob("*")
        if MARK in path.name or (path.is_file() and any(MARK.encode() in octets for octets in held_in(path)))
    ]


def held_in(path: Path) -> Iterator[bytes]:
    """Yield what a file holds; of a state, also what is squeezed in it."""
    octets = path.read_bytes()
    yield octets
    if octets.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(path)) as connection:
            for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                for row in connection.execute(f"SELECT * FROM {table}"):
                    yield from (zlib.decompress(value) for value in row if isinstance(value, bytes))


def test_a_mark_that_is_squeezed_into_a_state_is_found(tmp_path):
    """The search above can fail."""
    with State.open(tmp_path / "state.sqlite3") as state:
        state.save(["{", MARK * 9, "}"], datetime.now(UTC))
    assert MARK.encode() * 9 not in (tmp_path / "state.sqlite3").read_bytes()
    assert files_with_the_mark(tmp_path)


@pytest.fixture
def everything_said(capfd, monkeypatch):
    """Collect whatever is logged at any level, beside what goes to standard output and error."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield lambda: heard.getvalue() + "".join(capfd.readouterr())
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_no_mark_in_any_file_log_or_output(many_users, tmp_path, own_home, everything_said, output_format):
    """A whole check, with everything logged: settings, state, said.toml, report, output, error and log are clean."""
    seed(many_users)
    path = settings(tmp_path, many_users, "work", "home")
    report = tmp_path / "report"
    main(["check", "--config", str(path), "--format", output_format])
    main(["check", "--config", str(path), "--format", output_format, "--output", str(report)])
    said = everything_said()
    assert "could not read" in said  # the marked documents were looked at
    assert MARK not in said
    assert files_with_the_mark(tmp_path) == []
    assert report.read_text("utf-8")


def telling_letters():
    """Letters whose words hold a password, a rule, links and a file; and a protected document with a telling name."""
    locked = io.BytesIO()
    with pyzipper.AESZipFile(locked, "w", encryption=pyzipper.WZ_AES) as file:
        file.setpassword(f"{MARK}42".encode())
        file.writestr(f"{MARK}.txt", MARK * 9)
    hidden = "begin 644 x\n" + binascii.b2a_uu(MARK.encode()).decode() + "`\nend\n"
    texts = (
        f"Password: {MARK}42\n",
        f"The password is your date of birth, {MARK}.\n",
        f"https://we.tl/{MARK} https://{MARK}.sharepoint.com/:w:/g/personal/{MARK}\n{hidden}",
    )
    for number, words in enumerate(texts):
        made = letter(f"words {number} {MARK}", sender="anna@practice.example", to=f"{MARK}@else.example")
        made.replace_header("Subject", f"[secure] {MARK}")
        made.set_content(words)
        made.add_attachment(
            locked.getvalue(), maintype="application", subtype="zip", filename=f"John {MARK.title()} assessment.zip"
        )
        yield made


@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_no_word_of_a_letter_comes_out(many_users, tmp_path, everything_said, output_format):
    """With the words of letters read: what they tell is said, and no password, link, name or word of them."""
    fill(many_users, "work", letters("client", 25), telling_letters())
    fill(many_users, "home", letters("friend", 25))
    path = settings(tmp_path, many_users, "work", "home", read_words=True)
    report = tmp_path / "report"
    main(["--verbose", "check", "--config", str(path), "--format", output_format])
    main(["check", "--config", str(path), "--format", output_format, "--output", str(report)])
    said = " ".join(everything_said().split())
    for seen in ("in its words, the password", "can be worked out", "to a stored file", "seem to tell", "[secure]"):
        assert seen in said
    assert MARK not in said.lower()
    assert files_with_the_mark(tmp_path) == []


def test_an_account_that_fails_tells_nothing_either(many_users, tmp_path, everything_said, monkeypatch):
    """A password with the mark that is refused is not shown, nor is its length."""
    path = settings(tmp_path, many_users, "work", "home")
    monkeypatch.setenv("MAILCHECK_TEST_PASSWORD", f"{MARK} wrong password")
    main(["--verbose", "check", "--config", str(path)])
    said = everything_said()
    assert "did not accept" in said
    assert MARK not in said
    assert files_with_the_mark(tmp_path) == []


def test_show_shows_names_on_a_screen_only(many_users, tmp_path, capsys, monkeypatch):
    """The one place for names: refused when the output goes elsewhere, and nothing is kept."""
    seed(many_users)
    path = settings(tmp_path, many_users, "work", "home")
    main(["check", "--config", str(path), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    finding = next(each["id"] for each in findings if each["items"])
    assert main(["show", finding, "--config", str(path)]) == 3
    assert MARK not in "".join(capsys.readouterr())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["show", finding, "--config", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "Names are shown. Do not share this screen." in shown
    assert f"{MARK} notes" in shown
    assert files_with_the_mark(tmp_path) == []
