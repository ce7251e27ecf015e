"""The entry in the menu, on each system: written for the user alone, started with this Python."""

import configparser
import shlex
import subprocess
import sys

import pytest

from mailcheck.app.menu_entry import command_to_open, entry_path, entry_text, place_entry, remove_entry
from mailcheck.errors import UserError

ODD = "/home/jane o'hara/my $venv/100%/python"


@pytest.mark.parametrize(
    ("platform", "environ", "ending"),
    [
        ("linux", {"HOME": "/home/jane"}, "/home/jane/.local/share/applications/mailcheck.desktop"),
        ("linux", {"HOME": "/home/jane", "XDG_DATA_HOME": "/data"}, "/data/applications/mailcheck.desktop"),
        ("darwin", {"HOME": "/Users/jane"}, "/Users/jane/Applications/Mailcheck.command"),
        ("win32", {"HOME": "/u", "APPDATA": "/u/Roaming"}, "Start Menu/Programs/Mailcheck.cmd"),
    ],
)
def test_it_lies_where_the_system_looks(platform, environ, ending):
    """Never in a folder for everybody."""
    assert entry_path(platform, environ).as_posix().endswith(ending)


def test_it_starts_what_this_version_has():
    """The page where there is one, else the set-up, in a terminal."""
    assert command_to_open() in {"open", "setup"}
    parsed = configparser.RawConfigParser()
    parsed.optionxform = str
    parsed.read_string(entry_text("/usr/bin/python3", "linux", opens="setup"))
    entry = parsed["Desktop Entry"]
    assert (entry["Exec"], entry["Terminal"]) == ("/usr/bin/python3 -m mailcheck setup", "true")
    assert "Terminal=false" in entry_text("/usr/bin/python3", "linux", opens="open")


def test_odd_paths_are_quoted():
    """By each system's own rules."""
    words = shlex.split(entry_text(ODD, "darwin", opens="setup").splitlines()[-1])
    assert words == ["exec", ODD, "-m", "mailcheck", "setup"]
    line = next(line for line in entry_text(ODD, "linux", opens="setup").splitlines() if line.startswith("Exec="))
    assert line == 'Exec="/home/jane o\'hara/my \\\\$venv/100%%/python" -m mailcheck setup'
    batch = entry_text("C:\\Program Files\\python.exe", "win32", opens="setup")
    assert '"C:\\Program Files\\python.exe" -m mailcheck setup\r\n' in batch


def test_it_is_placed_and_removed(tmp_path):
    """Twice is as good as once; and the command in it really runs."""
    environ = {"HOME": str(tmp_path)}
    for _ in range(2):
        assert str(entry_path("darwin", environ)) in place_entry("darwin", environ)
    script = entry_path("darwin", environ)
    script.write_text(script.read_text().replace(f"-m mailcheck {command_to_open()}", "-m mailcheck --version"))
    ran = subprocess.run([str(script)], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("mailcheck")
    assert sys.executable in script.read_text()
    assert remove_entry("darwin", environ)
    assert not remove_entry("darwin", environ)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """In plain words, with the path."""
    (tmp_path / ".local").write_text("a file")
    with pytest.raises(UserError, match="The entry could not be written"):
        place_entry("linux", {"HOME": str(tmp_path)})
