"""`mailcheck attest`: shown in full, and written only with a yes."""

import json
import os
import shutil
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest

from mailcheck.app.cli import main
from mailcheck.model import PolicyName
from mailcheck.parse.attested import read_attestation
from mailcheck.report.json_v1 import json_v1
from mailcheck.settings import load_settings
from mailcheck.state import State
from tests.app.screen import on_a_screen
from tests.app.terminal import Terminal
from tests.attestation.test_draft import SETTINGS
from tests.report.sample import REPORT


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Settings with a check of a moment ago, and no password store."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    settings = load_settings(path)
    name = PolicyName(settings.policy.id, settings.policy.version, "", settings.policy.reviewed)
    now = datetime.now().astimezone()
    with State.open(settings.state_path) as state:
        state.save(json_v1(replace(REPORT, policy=name, finished=now)), now)
    return tmp_path


def written(folder):
    """Return every file that was written to be sent."""
    return sorted(folder.glob("mailcheck-*.jws"))


def test_with_a_yes_it_is_written_and_fits_its_schema(home, capsys):
    """Readable by its owner alone."""
    code = main(["attest", "--config", str(home / "mailcheck.toml"), "--last", "--yes", "--to", str(home)])
    assert code == 0
    (file,) = written(home)
    assert file.stat().st_mode & 0o077 == 0
    attested, sealed = read_attestation(file.read_bytes())
    schema = json.loads(Path("docs/schemas/mailcheck.attestation-1.json").read_text("utf-8"))
    jsonschema.validate(json.loads(sealed.payload), schema)
    said = capsys.readouterr().out
    assert "This is all that it says" in said
    assert attested.clauses[0].id in said


def test_a_second_one_of_the_same_day_takes_no_others_place(home):
    """Each has its number; and one that begins at the first again, as its chain was lost, stays beside."""
    command = ["attest", "--config", str(home / "mailcheck.toml"), "--last", "--yes", "--to", str(home)]
    for _ in range(2):
        assert main(command) == 0
    (folder,) = (home / "data").glob("attestations*")
    shutil.rmtree(folder)
    before = {file.name: file.read_bytes() for file in written(home)}
    assert main(command) == 0
    after = {file.name: file.read_bytes() for file in written(home)}
    assert (len(before), len(after)) == (2, 3)
    assert before.items() <= after.items()


def test_where_nobody_looks_nothing_is_written(home, capsys, monkeypatch):
    """A script has to say that it was seen."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["attest", "--config", str(home / "mailcheck.toml"), "--last", "--to", str(home)]) == 3
    assert "Nobody is there to look at it" in capsys.readouterr().err
    assert written(home) == []


@pytest.mark.parametrize(("answer", "count"), [("n", 0), ("y", 1)])
def test_the_member_decides(home, answer, count):
    """After having read it."""
    command = ("attest", "--config", home / "mailcheck.toml", "--last", "--to", home)
    seen = on_a_screen(*command, typed=["", "s", answer], home=home)
    assert seen.code == 0
    assert "How each clause stands" in seen.screen
    assert len(written(home)) == count


def test_the_words_alone(home, capsys):
    """For the call; the same on every occasion, and those of the attestation."""
    for _ in range(2):
        main(["attest", "--config", str(home / "mailcheck.toml"), "--words"])
    first, second = capsys.readouterr().out.split("The words of your key:")[1:]
    assert first.split() == second.split()
    assert len(first.split()) == 6


def test_it_is_read_a_screen_at_a_time_the_short_of_it_first_and_the_question_last(home):
    """Nothing runs off a terminal of 80 columns and 24 lines; every word was on a screen before the question."""
    command = [sys.executable, "-m", "mailcheck", "attest", "--config", str(home / "mailcheck.toml"), "--last"]
    with Terminal([*command, "--to", str(home)], dict(os.environ)) as terminal:
        first = terminal.question("Enter shows more")
        assert first.splitlines()[0] == "In short"
        while not terminal.waits_behind("Write it? [y/N]:"):
            if terminal.waits_behind("skips to the end:"):
                terminal.answer("skips to the end:", "")
            else:  # a screen that is half written
                terminal.read_on()
        terminal.answer("Write it? [y/N]:", "n")
        assert terminal.end() == 0
    read = "\n".join(terminal.screens)
    for heading in ("Who and when", "How each clause stands", "What was looked at", "What was declared"):
        assert heading in read
    assert "This is all that it says." in read
    assert written(home) == []


def test_in_a_pipe_nothing_waits(home, capsys):
    """And nothing asks for a key."""
    main(["attest", "--config", str(home / "mailcheck.toml"), "--last", "--yes", "--to", str(home)])
    assert "Enter shows more" not in capsys.readouterr().out
