"""Writing a file that only its owner can read."""

import os
import tempfile
from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from mailcheck.errors import Problem, UserError


def write_private(path: Path, text: str) -> None:
    """Write a file in one step, readable by its owner alone. Raises UserError if that is not possible."""
    write_private_pieces(path, (text,))


def beside(path: Path) -> Path:
    """Return where a file can be written without taking another's place: there, or with a number after its name."""
    places = chain([path], (path.with_stem(f"{path.stem} ({number})") for number in count(2)))
    return next(each for each in places if not os.path.lexists(each))


def write_private_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file in one step, piece by piece, as `write_private` does."""
    try:
        # mkstemp makes the file with mode 0600; replacing puts it there whole or not at all.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mailcheck-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(pieces)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or "no reason given"
        problem = Problem(f"The report could not be written ({why}).", str(path), "Look at the folder and the disk.")
        raise UserError(problem) from None
