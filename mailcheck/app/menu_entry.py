"""An entry in the computer's own menu that opens mailcheck. For the user alone; `mailcheck leave` removes it."""

import os
import shlex
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from mailcheck.errors import Problem, UserError

NAME = "Mailcheck"
DESKTOP = """\
[Desktop Entry]
Type=Application
Name=Mailcheck
Comment=Are your professional and personal email kept apart?
Exec={command}
Terminal={terminal}
Categories=Office;Email;
"""
COMMAND = """\
#!/bin/sh
# Opens mailcheck. Written by `mailcheck setup`; `mailcheck leave` removes it.
exec {command}
"""
BATCH = """\
@echo off\r
rem Opens mailcheck. Written by "mailcheck setup"; "mailcheck leave" removes it.\r
{command}\r
pause\r
"""


def entry_path(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path:
    """Return where the entry belongs on this system."""
    home = Path(environ.get("HOME") or Path.home())
    if platform == "win32":
        roaming = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
        return roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / f"{NAME}.cmd"
    if platform == "darwin":
        return home / "Applications" / f"{NAME}.command"
    share = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return share / "applications" / "mailcheck.desktop"


def entry_text(python: str = sys.executable, platform: str = sys.platform, *, opens: str = "") -> str:
    """Return what is written there. `opens` is the command that it starts: the page, or the set-up in a terminal."""
    words = [python, "-m", "mailcheck", opens or command_to_open()]
    if platform == "win32":
        return BATCH.format(command=" ".join(f'"{word}"' if " " in word else word for word in words))
    if platform == "darwin":
        return COMMAND.format(command=shlex.join(words))
    quoted = " ".join(_desktop_quoted(word) for word in words)
    return DESKTOP.format(command=quoted, terminal=str(words[-1] != "open").lower())


def command_to_open() -> str:
    """Return what the entry opens: the page, where this version has one, else the set-up."""
    from mailcheck.app.cli import PLACES

    return "open" if "open" in PLACES else "setup"


def place_entry(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> str:
    """Write the entry and return where it is, in a sentence. Raises UserError."""
    path = entry_path(platform, environ)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(entry_text(platform=platform), encoding="utf-8", newline="")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"The entry could not be written ({why}).", str(path))) from None
    return f"The entry is there: {path}"


def remove_entry(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> bool:
    """Take the entry away; False if there was none."""
    path = entry_path(platform, environ)
    is_there = path.exists()
    path.unlink(missing_ok=True)
    return is_there


def _desktop_quoted(word: str) -> str:
    """Quote a word as the Desktop Entry Specification has it (the key Exec)."""
    escaped = "".join(f"\\\\{letter}" if letter in '"`$\\' else letter for letter in word).replace("%", "%%")
    return f'"{escaped}"' if escaped != word or " " in word else word
