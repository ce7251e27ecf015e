"""The nightly run over a real mail server, from the command line: what it tells, and that nothing leaves with it."""

import os
import subprocess
import sys

import pytest

from mailcheck.app.cli import main
from mailcheck.app.schedule import status
from mailcheck.settings import load_settings
from mailcheck.state import State
from mailcheck.state.lock import only_run
from tests.app.schedule.machines import InventedMachine
from tests.whole.mailboxes import settings
from tests.whole.test_canaries import MARK, files_with_the_mark, seed

pytestmark = pytest.mark.server

NIGHTLY = """
[nightly]
notify = false
on_result = ["/bin/sh", "-c", "env | grep ^MAILCHECK_ > {told}"]
"""


@pytest.fixture
def member(many_users, tmp_path, own_home):
    """A member whose letters are full of marks, and whose own command writes down what it is told."""
    seed(many_users)
    told = tmp_path / "told"
    path = settings(tmp_path, many_users, "work", "home", extra=NIGHTLY.format(told=told))

    class Member:
        settings_path, folder = path, tmp_path

        def night(self):
            """Let the nightly run be made in a process of its own, whatever the time."""
            with State.open(load_settings(path).state_path) as state:
                state.keep_note("nightly", "{}")
            told.unlink(missing_ok=True)
            done = subprocess.run(
                [sys.executable, "-P", "-m", "mailcheck", "check", "--scheduled", "--config", str(path)],
                capture_output=True,
                text=True,
                check=False,
            )
            counts = dict(line.split("=", 1) for line in told.read_text().splitlines())
            return done, counts

    return Member()


def test_the_first_night_tells_what_there_is_and_the_second_that_nothing_changed(member):
    """By counts, to the member's own command."""
    done, first = member.night()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (first["MAILCHECK_ENDED"], first["MAILCHECK_TELL"], first["MAILCHECK_UNREACHED"]) == ("ran", "1", "0")
    assert int(first["MAILCHECK_NEW"]) > 0
    assert member.night()[1]["MAILCHECK_TELL"] == "0"
    machine = InventedMachine(member.folder, environ=dict(os.environ))
    assert status(member.settings_path, machine).ended == "ran"


def test_nothing_private_is_told_or_kept(member):
    """No file, no output and no variable holds a mark, nor the password."""
    done, counts = member.night()
    assert MARK not in done.stdout + done.stderr + str(counts)
    assert files_with_the_mark(member.folder) == []
    assert "MAILCHECK_TEST_PASSWORD" not in counts


def test_a_check_by_hand_finds_the_nightly_run_at_work(member, capsys):
    """And says so, instead of mixing the two."""
    with only_run(load_settings(member.settings_path).state_path):
        assert main(["check", "--config", str(member.settings_path)]) == 3
    assert "the nightly run may just be looking" in capsys.readouterr().err
