"""Where mailcheck's own files lie on each system."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import platformdirs

_NAME = "mailcheck"


def default_settings_path() -> Path:
    """Return where the settings file lies unless a person says otherwise."""
    return platformdirs.user_config_path(_NAME, appauthor=False) / "mailcheck.toml"


def usual_settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the settings file that is read where nobody names one: MAILCHECK_CONFIG, else the default.

    Never one in the current folder: a settings file can run commands, so it is not picked up by accident.
    """
    return Path(environ.get("MAILCHECK_CONFIG") or default_settings_path()).expanduser().absolute()


def default_data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for what mailcheck measured and for its installation key; MAILCHECK_DATA moves it."""
    if moved := environ.get("MAILCHECK_DATA"):
        return Path(moved).expanduser().absolute()
    return platformdirs.user_data_path(_NAME, appauthor=False)


def state_path_of(settings_path: Path, data_folder: Path) -> Path:
    """Return where the state that belongs to a settings file lies: one file for each member."""
    if settings_path == default_settings_path():
        return data_folder / "state.sqlite3"
    member = sha256(str(settings_path.resolve()).encode()).hexdigest()[:12]
    return data_folder / f"state-{member}.sqlite3"
