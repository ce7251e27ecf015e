"""Switching the nightly run on and off, on every kind of computer."""

import plistlib
import subprocess
from pathlib import Path

import pytest

from mailcheck.app.schedule import Kind, ThisMachine, install, plan, remove
from mailcheck.errors import UserError
from tests.app.schedule.machines import InventedMachine

OTHER_LINE = "30 7 * * 1 /usr/bin/backup\n"


@pytest.fixture
def settings(tmp_path):
    """A settings file with a space in its path, and no settings in it: the schedule does not read them."""
    return tmp_path / "a therapist" / "mailcheck.toml"


@pytest.mark.parametrize(
    ("platform", "has", "kind"),
    [
        ("linux", ("systemctl", "crontab"), Kind.SYSTEMD),
        ("linux", ("crontab",), Kind.CRON),
        ("darwin", ("launchctl", "crontab"), Kind.LAUNCHD),
        ("win32", ("schtasks",), Kind.WINDOWS),
    ],
)
def test_each_system_has_its_own_way(tmp_path, settings, platform, has, kind):
    """Switched on with what is there, and switched off without a trace."""
    on = InventedMachine(tmp_path, platform, has=has, environ={"MAILCHECK_DATA": str(tmp_path / "data")})
    done = install(settings, on)
    assert done.kind is kind
    assert all(piece.path.read_text(piece.encoding) == piece.text for piece in done.pieces)
    assert (done.crontab != "") == (kind is Kind.CRON)
    assert list(done.start) == [command for command in on.ran if command in done.start]
    assert remove(settings, on) is True
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert on.crontab == ""
    assert remove(settings, on) is False


def test_nothing_is_asked_of_an_administrator(tmp_path, settings):
    """No sudo, no elevation, no folder outside the user's own."""
    for platform in ("linux", "darwin", "win32"):
        on = InventedMachine(tmp_path, platform, environ={"MAILCHECK_DATA": str(tmp_path / "data")})
        wanted = plan(settings, on, Kind.CRON if platform == "none" else None)
        assert all(piece.path.is_relative_to(tmp_path) for piece in wanted.pieces)
        words = " ".join(word for command in (*wanted.start, *wanted.stop) for word in command)
        assert "sudo" not in words
        assert "HighestAvailable" not in "".join(piece.text for piece in wanted.pieces)


def test_other_lines_of_a_crontab_stay_as_they_are(tmp_path, settings):
    """Installed twice, the run is there once."""
    on = InventedMachine(tmp_path, has=("crontab",), crontab=OTHER_LINE)
    install(settings, on)
    install(settings, on)
    assert on.crontab.startswith(OTHER_LINE)
    assert on.crontab.count("--scheduled") == 1
    remove(settings, on)
    assert on.crontab == OTHER_LINE


def test_two_members_of_one_computer_do_not_disturb_each_other(tmp_path):
    """Each settings file has its own job, at its own minute."""
    on = InventedMachine(tmp_path, has=("crontab",))
    jane, joan = tmp_path / "jane.toml", tmp_path / "joan.toml"
    assert install(jane, on).job.name != install(joan, on).job.name
    assert on.crontab.count("--scheduled") == 2
    remove(jane, on)
    assert f"--config {joan}" in on.crontab
    assert str(jane) not in on.crontab


def test_a_job_changes_its_home_and_is_not_run_twice(tmp_path, settings):
    """Cron first, then systemd: the line in the crontab goes."""
    on = InventedMachine(tmp_path)
    install(settings, on, Kind.CRON)
    install(settings, on)
    assert on.crontab == ""
    assert list((tmp_path / ".config/systemd/user").iterdir()) != []


def test_what_fails_leaves_nothing_behind(tmp_path, settings):
    """A timer that cannot be switched on has no files either."""
    on = InventedMachine(tmp_path, fails=("enable",))
    with pytest.raises(UserError, match=r"enable --now .* failed. Nothing was left behind."):
        install(settings, on)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path, settings):
    """A file stands where the folder should be."""
    (tmp_path / ".config").write_text("")
    with pytest.raises(UserError, match=r"could not be written"):
        install(settings, InventedMachine(tmp_path))


def test_a_computer_with_neither_is_told_what_to_do(tmp_path, settings):
    """Not a dead end."""
    with pytest.raises(UserError, match="start it once an hour in any way you have"):
        install(settings, InventedMachine(tmp_path, has=()))


def test_a_path_that_could_break_a_line_is_refused(tmp_path):
    """A line break in a crontab would begin a command of its own."""
    with pytest.raises(UserError, match="cannot be given to a scheduler"):
        install(tmp_path / "a\n* * * * * rm\n.toml", InventedMachine(tmp_path))


def test_the_run_knows_where_the_files_lie(tmp_path, settings):
    """A scheduler does not read the member's own profile."""
    on = InventedMachine(tmp_path, environ={"MAILCHECK_DATA": "/srv/100% data", "HOME": "/home/jane"})
    (service, _) = plan(settings, on, Kind.SYSTEMD).pieces
    assert 'Environment="MAILCHECK_DATA=/srv/100%% data"\n' in service.text
    assert "/home/jane" not in service.text
    agent = plistlib.loads(plan(settings, on, Kind.LAUNCHD).pieces[0].text.encode())
    assert agent["EnvironmentVariables"] == {"MAILCHECK_DATA": "/srv/100% data"}
    assert r"MAILCHECK_DATA='/srv/100\% data'" in plan(settings, on, Kind.CRON).crontab


def test_the_usual_settings_need_not_be_named(tmp_path):
    """The command stays short where nothing is unusual."""
    usual = Path.home()
    on = InventedMachine(tmp_path, environ={"MAILCHECK_CONFIG": str(usual / "mine.toml")})
    job = plan(usual / "mine.toml", on).job
    assert (job.name, job.command[1:]) == ("mailcheck", ("-P", "-m", "mailcheck", "check", "--scheduled"))


def test_a_real_program_that_hangs_or_is_missing_has_only_failed():
    """The machine that mailcheck runs on answers for every command."""
    real = ThisMachine()
    assert real.run(("there-is-no-such-program",)).code == 127
    assert real.run(("cat",), given="as given").out == "as given"
    assert real.run(("false",)).code == subprocess.run(["false"], check=False).returncode
