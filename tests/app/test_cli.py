"""The command line: what goes wrong is told in plain lines, with exit code 3."""

import json
import os
import subprocess
import sys
from functools import partial

import click
import pytest

from mailcheck.app import cli
from mailcheck.app.cli import main


@pytest.fixture
def failing(monkeypatch):
    """Let a command raise an error."""

    def fail(error):
        @click.command()
        def stumble():
            raise error

        monkeypatch.setitem(cli.mailcheck.commands, "explain", stumble)

    return fail


def test_an_unexpected_error_is_one_plain_sentence(failing, capsys):
    """Its text may quote a letter, so only its kind is told."""
    failing(ValueError("Subject: about a client"))
    assert main(["explain"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "something went wrong inside mailcheck: ValueError" in " ".join(err.split())
    assert "client" not in err


def test_verbose_shows_where_it_arose(failing, capsys):
    """The places in the program, for the one who asked; its text may quote a letter, and is not shown even then."""
    error = ValueError("Subject: about a client")
    error.__cause__ = KeyError("Jane Doe")
    failing(error)
    assert main(["--verbose", "explain"]) == 3
    err = capsys.readouterr().err
    assert "ValueError because of KeyError\n" in err
    assert "cli.py, line" in err
    assert not any(word in err for word in ("client", "Jane"))


def test_ctrl_c_is_no_error_of_ours(failing, capsys):
    """One line, and the code for "could not check"."""
    failing(KeyboardInterrupt())
    assert main(["explain"]) == 3
    assert capsys.readouterr().err.strip() == "Stopped. Nothing in your mailboxes was changed."


@pytest.mark.parametrize(
    "call", [["no-such-command"], ["check", "--no-such-option"], ["show"], ["explain", "nonsense"]]
)
def test_a_wrong_call_is_three_and_not_clicks_two(call, capsys):
    """Two means "not met" to whatever watches."""
    assert main(call) == 3
    assert "Error" in capsys.readouterr().err


def test_every_problem_of_the_settings_is_told_at_once(tmp_path, capsys):
    """With file, key, what is wrong and what would be right; a password typed in is never repeated."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(
        '[[account]]\nname = "a"\nrole = "profesional"\naddress = "x"\npassword = "hunter2-zq"\nprot = 993\n'
    )
    assert main(["check", "--config", str(path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert all(word in err for word in ("role", "address", "password", "prot"))
    assert "professional" in err
    assert "hunter2" not in err


def test_a_settings_file_that_is_not_there_says_what_to_do(tmp_path, capsys):
    """The demo is the way in."""
    assert main(["check", "--config", str(tmp_path / "none.toml")]) == 3
    assert "mailcheck demo" in capsys.readouterr().err


def test_the_demo_shows_the_report_and_leaves_nothing(tmp_path, monkeypatch, capsys):
    """The same report as `check`, in a home that stays empty."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert main(["demo"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "These are two separate mailboxes" in out
    assert "Is any of them confidential?" in out
    assert list(home.iterdir()) == []
    assert list(tmp_path.iterdir()) == [home]


def test_the_demo_as_json(capsys):
    """For those who want to see the contract."""
    assert main(["demo", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "mailcheck.report/1"


def test_an_unknown_format_names_those_there_are(capsys):
    """Before anything is looked at."""
    assert main(["demo", "--format", "pdf"]) == 3
    told = capsys.readouterr().err
    assert all(name in told for name in ("json", "html", "oscal", "text"))


@pytest.mark.parametrize("topic", ["privacy", "separate-mailboxes", "protected-attachments"])
def test_explain_prints_a_page(topic, capsys):
    """A rule's own docstring, or what happens to one's data."""
    assert main(["explain", topic]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_printed_without_loading_anything(option):
    """As click would print it, and quick: the page is made beforehand, from the program."""
    code = "import sys; sys.argv = ['mailcheck', sys.argv[1]]; from mailcheck.__main__ import main; main(); "
    code += "print([name for name in ('click', 'mailcheck.app') if name in sys.modules])"
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    run = partial(subprocess.run, capture_output=True, text=True, check=True, env=environment)
    *page, loaded = run([sys.executable, "-I", "-c", code, option]).stdout.splitlines()
    by_click = run([sys.executable, "-c", "from mailcheck.app.cli import main; main(['--help'])"]).stdout.splitlines()
    assert (page, loaded) == (by_click, "[]")


def test_help_fits_a_narrow_screen():
    """Where the page that was made beforehand would not fit, click lays it out."""
    done = subprocess.run(
        [sys.executable, "-m", "mailcheck", "--help"], capture_output=True, text=True, check=True,
        env={**os.environ, "COLUMNS": "60"},
    )  # fmt: skip
    assert max(map(len, done.stdout.splitlines())) <= 60


def test_help_of_a_command_imports_click_alone():
    """It is quick because it imports nothing else of weight."""
    code = (
        "import sys; from mailcheck.app.cli import main; main(['--help']);"
        "heavy = ('rich', 'pydantic', 'imapclient', 'dns', 'pikepdf', 'sqlite3', 'ssl', 'mailcheck.model', 'email');"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_only_the_command_that_is_called_is_loaded():
    """The others are named by the help alone, and each of them is there."""
    code = (
        "import sys; from mailcheck.app.cli import main; main(['check', '--help']);"
        "print(sorted(name for name in sys.modules if name.startswith('mailcheck.app.')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(eval(done.stderr))
    assert "mailcheck.app.checking" in loaded
    assert not loaded & {"mailcheck.app.sorting", "mailcheck.app.accounts", "mailcheck.app.rostering"}
    context = click.Context(cli.mailcheck)
    assert [name for name in cli.PLACES if cli.mailcheck.get_command(context, name).name != name] == []
