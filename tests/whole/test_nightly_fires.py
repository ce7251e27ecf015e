"""The nightly run really starts: by the systemd of one user, and by Debian's cron, each in a namespace of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = """\
[nightly]
on_result = ["/bin/sh", "-c", "env | grep ^MAILCHECK_ > HOME/counts"]

[[account]]
name = "practice"
role = "professional"
address = "anna@harbour.example"
host = "127.0.0.1"
port = 1
secret = "file:password"
"""
APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private")


def _may_be_apart():
    if shutil.which("unshare") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    tried = subprocess.run([*APART, "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not _may_be_apart(), reason="needs root, and leave to make a mount namespace"),
]


@pytest.fixture
def member(tmp_path):
    """A member's home with the usual settings; no server listens where they say."""
    folder = tmp_path / ".config" / "mailcheck"
    folder.mkdir(parents=True)
    (folder / "mailcheck.toml").write_text(SETTINGS.replace("HOME", str(tmp_path)))
    (folder / "password").write_text("canary-password\n")
    (folder / "password").chmod(0o600)
    return tmp_path


def fire(home, script, **more):
    """Run a script in a namespace; its home is the member's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "MAILCHECK_"))}
    given = {"HOME": str(home), "PYTHON": sys.executable, "RUNTIME": f"/run/user/{os.getuid()}"}
    subprocess.run(
        [*APART, "sh", str(Path(__file__).with_name(script))],
        env=kept | given | more,
        timeout=110,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def counts(home):
    """Return what the member's own command was told."""
    return dict(line.split("=", 1) for line in (home / "counts").read_text().splitlines())


@pytest.mark.skipif(not Path("/usr/lib/systemd/systemd").exists(), reason="systemd is not installed")
def test_systemd_makes_up_for_a_night_that_was_slept_through(member):
    """Installed by `mailcheck schedule install`, started by the timer, told by the command, and gone once removed."""
    fire(member, "fire_systemd.sh")
    assert "switched on, by a systemd timer of your own" in (member / "installed").read_text()
    assert (member / "result").read_text() == "Result=success\n"
    assert "mailcheck.timer" in (member / "timers").read_text()
    assert "The last run began on" in (member / "status").read_text()
    assert (counts(member)["MAILCHECK_ENDED"], counts(member)["MAILCHECK_UNREACHED"]) == ("ran", "1")
    assert "mailcheck" not in (member / "timers-after").read_text()
    assert list((member / ".config/systemd/user").glob("mailcheck.*er*")) == [
        member / ".config/systemd/user/mailcheck.timer.d"
    ]


@pytest.mark.skipif(not all(map(shutil.which, ("cron", "crontab", "faketime"))), reason="cron or faketime is missing")
def test_cron_starts_the_run(member):
    """The line that mailcheck wrote is one that cron reads."""
    # Cron takes the home from the list of users, so the line itself has to say where the member's files lie.
    fire(member, "fire_cron.sh", XDG_CONFIG_HOME=str(member / ".config"), XDG_DATA_HOME=str(member / ".local/share"))
    assert "--scheduled >/dev/null\n" in (member / "crontab").read_text()
    assert "The last run began on" in (member / "status").read_text()
    assert counts(member)["MAILCHECK_ENDED"] == "ran"
    assert "--scheduled" not in (member / "crontab-after").read_text()
