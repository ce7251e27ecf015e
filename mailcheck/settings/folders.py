"""Where mailcheck's own files lie on each system."""

from pathlib import Path

import platformdirs

_NAME = "mailcheck"


def default_settings_path() -> Path:
    """Return where the settings file lies unless a person says otherwise."""
    return platformdirs.user_config_path(_NAME, appauthor=False) / "mailcheck.toml"


def default_data_folder() -> Path:
    """Return the folder for what mailcheck measured and for its installation key."""
    return platformdirs.user_data_path(_NAME, appauthor=False)
