"""Reads a TOML file that a person wrote, and says in plain words why it cannot be read."""

from pathlib import Path
from typing import Any

import tomli

from mailcheck.errors import Problem, SettingsError

LARGEST = 1024 * 1024

_BACKSLASH = r"a \ stands inside double quotation marks. Write a path in single ones: 'C:\Users\jane\file'."
# Beginnings of tomli's texts, and what they usually mean. The texts themselves can quote the file.
_MEANINGS = (
    ("Unescaped", _BACKSLASH),
    ("Invalid hex value", _BACKSLASH),
    ("Invalid value", "what follows the = is missing, or text stands there without quotation marks."),
    ("Unterminated", "a quotation mark or a bracket is missing."),
    ("Illegal character", "a quotation mark is missing, or there is a character that cannot stand here."),
    ("Expected '='", "a line should read `name = value`."),
    ("Expected ']", "a bracket is missing."),
    ("Unclosed", "a bracket is missing."),
    ("Expected newline or end", "something stands after the end of a value."),
    ("Cannot overwrite", "the same name is given twice."),
    ("Cannot declare", "the same table is begun twice."),
    ("Duplicate", "the same name is given twice."),
)


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file. Raises SettingsError, with line and column; FileNotFoundError passes."""
    return parse_toml(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of a settings file. Raises SettingsError if it cannot be read; FileNotFoundError passes."""
    try:
        with path.open("rb") as file:
            octets = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise SettingsError(Problem("is a folder.", str(path), "Give the settings file in it.")) from None
    except OSError as error:
        remedy = "Look at who may read the file."
        raise SettingsError(
            Problem(f"could not be read ({error.strerror or 'no reason given'}).", str(path), remedy)
        ) from None
    if len(octets) > LARGEST:
        raise SettingsError(Problem("is too large to be a settings file.", str(path), "Give another file."))
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "Save it again with the encoding UTF-8; an editor offers that under Save As."
        raise SettingsError(Problem("is not saved as plain text (UTF-8).", str(path), remedy)) from None


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Return the content of a TOML text. Raises SettingsError with line and column, in plain words."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        meaning = next((words for start, words in _MEANINGS if error.msg.startswith(start)), "this is not TOML.")
        where = f"{file}: line {error.lineno}, column {error.colno}"
        problem = Problem(
            f"cannot be read from here on: {meaning}", where, "Put this line right, or the one before it."
        )
        raise SettingsError(problem) from None
    except RecursionError:
        raise SettingsError(Problem("is nested too deeply.", file, "Write it more simply.")) from None
