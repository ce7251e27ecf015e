"""What docs/administrators.md tells people to install does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mailcheck.settings import load_members

PAGE = Path("docs/administrators.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)


def blocks(kind):
    """Return the blocks of one kind, in their order."""
    return [text for name, text in BLOCKS if name == kind]


def script(folder, name, text):
    """Put a script into a folder."""
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def computer(tmp_path):
    """A folder of programs: a mail program that writes down what it is given, and mailcheck."""
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin", "mail", f'#!/bin/sh\n{{ printf "%s|" "$@"; cat; }} > "{tmp_path}/mailed"\n')
    script(tmp_path / "bin", "mailcheck", f'#!/bin/sh\nexec "{sys.executable}" -m mailcheck "$@"\n')
    for name in ("jane", "joan"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mailcheck.toml").write_text("broken")
    (tmp_path / "members.toml").write_text(blocks("toml")[0])
    return tmp_path


def run(computer, path, **more):
    """Run a script with an address; return its code, its complaint, and what was mailed."""
    environment = os.environ | {"PATH": f"{computer}/bin:{os.environ['PATH']}", "HOME": str(computer), **more}
    done = subprocess.run([path, "a@b.example"], capture_output=True, text=True, env=environment, check=False)
    mailed = computer / "mailed"
    return done.returncode, done.stderr, mailed.read_text() if mailed.exists() else None


def test_the_list_of_members_is_one(computer):
    """Two members, each with a folder."""
    assert [each.label for each in load_members(computer / "members.toml")] == ["mailbox 1", "mailbox 2"]


def test_the_list_is_mailed_if_something_was_not_reached(computer):
    """With its first line as the subject."""
    path = script(computer, "mailcheck-mail", blocks("sh")[0])
    _, complaint, mailed = run(computer, path, MEMBERS=str(computer / "members.toml"))
    assert complaint == ""
    assert mailed.startswith("-s|mailcheck: 0 new, 0 fine, 2 unreached|a@b.example|0 new, 0 fine, 2 unreached\n\n")
    assert "mailbox 2  COULD NOT CHECK" in mailed


@pytest.mark.parametrize(
    ("first", "is_mailed"),
    [
        ("1 new, 5 fine, 0 unreached", True),
        ("0 new, 6 fine, 0 unreached", False),
        ("0 new, 2 open, 4 fine, 0 unreached", False),
        ("0 new, 5 fine, 1 unreached", True),
        ("10 new, 0 fine, 0 unreached", True),
        ("0 new, 0 fine, 10 unreached", True),
    ],
)
def test_nobody_is_mailed_about_nothing(computer, first, is_mailed):
    """Only what is new, or was not reached."""
    path = script(computer, "mailcheck-mail", blocks("sh")[0])
    script(
        computer / "bin", "mailcheck", f'#!/bin/sh\nwhile [ "$1" != --output ]; do shift; done\necho "{first}" > "$2"\n'
    )
    assert (run(computer, path)[2] is not None) is is_mailed


def test_a_list_that_cannot_be_read_is_complained_about(computer):
    """And nobody gets an empty mail."""
    path = script(computer, "mailcheck-mail", blocks("sh")[0])
    code, complaint, mailed = run(computer, path, MEMBERS=str(computer / "none.toml"))
    assert (code, mailed) == (3, None)
    assert "there is no list of members here" in complaint


def test_what_a_nightly_run_has_to_tell_is_mailed(computer):
    """And nothing, where there is nothing to tell."""
    path = script(computer, "mailcheck-tell", blocks("sh")[1])
    assert run(computer, path, MAILCHECK_TELL="0", MAILCHECK_NEW="0", MAILCHECK_TEXT="") == (0, "", None)
    told = run(computer, path, MAILCHECK_TELL="1", MAILCHECK_NEW="2", MAILCHECK_TEXT="2 new things to look at.")
    assert told == (0, "", "-s|mailcheck: 2 new|a@b.example|2 new things to look at.\n")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_no_fault_with_the_units(computer):
    """Their program is there as far as systemd can tell."""
    paths = []
    for text in blocks("ini"):
        path = computer / re.match(r"# (\S+)", text)[1].rpartition("/")[2]
        path.write_text(text.replace("/usr/local/bin/mailcheck", str(computer / "bin/mailcheck")))
        paths.append(path)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True, check=False
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if str(computer) in line or "mailcheck" in line]
    assert ours == []


def test_every_line_for_cron_has_five_times_and_a_command_that_there_is(computer):
    """Every option that is named exists."""
    lines = [line for line in blocks("crontab")[0].splitlines() if line[:1].isdigit()]
    assert len(lines) == 3
    known = subprocess.run(
        [computer / "bin/mailcheck", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for line in lines:
        assert re.match(r"(\S+ ){4}\S+  \S+", line)
        assert [option for option in re.findall(r"--\w+", line) if option not in known] == []
