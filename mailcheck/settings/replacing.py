"""Replaces a file in one step: whole or not at all, and readable by its owner alone."""

import os
import tempfile
from pathlib import Path

from mailcheck.errors import Problem, SettingsError


def write_privately(path: Path, text: str) -> None:
    """Replace a file, or make it. Raises SettingsError if that is not possible; the old one is then as it was."""
    target = path.resolve()
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is read-only")
        # mkstemp makes the file with mode 0600; replacing puts it there whole or not at all.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        what = f"could not be written ({error.strerror or 'no reason given'})."
        raise SettingsError(Problem(what, str(path), "Look at the folder and at the room on the disk.")) from None
