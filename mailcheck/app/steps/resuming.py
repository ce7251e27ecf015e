"""Where somebody stopped: kept beside the settings until the set-up is over, readable by the member alone."""

from pathlib import Path

from mailcheck.app.steps.plan import Progress
from mailcheck.app.steps.walk import STEPS
from mailcheck.errors import SettingsError
from mailcheck.settings.replacing import write_privately
from mailcheck.settings.text import read_text


def path_beside(settings_path: Path) -> Path:
    """Return where it is kept."""
    return settings_path.with_name("setup.json")


def save(settings_path: Path, progress: Progress) -> None:
    """Keep how far somebody has come. Raises SettingsError if the disk does not take it."""
    from pydantic import TypeAdapter

    write_privately(path_beside(settings_path), TypeAdapter(Progress).dump_json(progress).decode())


def load(settings_path: Path) -> Progress | None:
    """Return how far somebody has come; None if nothing is kept, or nothing that can be read."""
    from pydantic import TypeAdapter, ValidationError

    try:
        progress: Progress = TypeAdapter(Progress).validate_json(read_text(path_beside(settings_path)))
    except (FileNotFoundError, SettingsError, ValidationError):
        return None
    return progress if progress.at in STEPS else None


def forget(settings_path: Path) -> None:
    """Take away what was kept."""
    path_beside(settings_path).unlink(missing_ok=True)
