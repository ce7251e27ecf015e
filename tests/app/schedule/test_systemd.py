"""The units of systemd, read by systemd itself."""

import os
import shutil
import subprocess
import sys

import pytest

from mailcheck.app.schedule import Kind, plan
from mailcheck.app.schedule.systemd import quoted
from tests.app.schedule.machines import InventedMachine

ANALYZE = shutil.which("systemd-analyze")
DESERVES = pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")


@pytest.fixture
def units(tmp_path):
    """The units of a member whose paths hold everything that systemd might take for its own."""
    on = InventedMachine(tmp_path, python=sys.executable, environ={"MAILCHECK_DATA": "/srv/100% of $HOME"})
    wanted = plan(tmp_path / 'my "own" %h $HOME folder' / "mailcheck.toml", on, Kind.SYSTEMD)
    for piece in wanted.pieces:
        piece.path.parent.mkdir(parents=True, exist_ok=True)
        piece.path.write_text(piece.text)
    return [piece.path for piece in wanted.pieces]


@DESERVES
def test_systemd_finds_no_fault_with_them(units, tmp_path):
    """Every line is known to it, and the program is there."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        [ANALYZE, "verify", "--user", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_RUNTIME_DIR": str(runtime)},
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@DESERVES
def test_the_timer_asks_once_in_every_hour(units):
    """At the same minute."""
    when = next(line.partition("=")[2] for line in units[1].read_text().splitlines() if line.startswith("OnCalendar"))
    done = subprocess.run(
        [ANALYZE, "calendar", "--iterations=3", when], capture_output=True, text=True, check=True
    ).stdout
    times = [line.split()[-2] for line in done.splitlines() if "Next elapse" in line or "Iter. #" in line]
    assert len(times) == 3
    assert len({time[3:] for time in times}) == 1


def test_a_night_that_was_slept_through_is_made_up_for(units):
    """Persistent; and a laptop on battery, or idle, is no reason not to run."""
    text = units[1].read_text()
    assert "Persistent=true" in text
    assert "RandomizedDelaySec=" in text
    assert "ConditionACPower" not in "".join(unit.read_text() for unit in units)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/usr/bin/python", "/usr/bin/python"),
        ("", '""'),
        ("a b", '"a b"'),
        ('say "no"', '"say \\"no\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("100%", "100%%"),
    ],
)
def test_words_are_quoted_as_systemd_reads_them(text, word):
    """systemd.syntax(7)."""
    assert quoted(text) == word
