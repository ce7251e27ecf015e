"""Changes a settings file so that what a person wrote in it stays: every comment, every line, in its order.

Each change reads the file anew, so that what was edited by hand in the meantime is not lost; what could not be read
again afterwards is not written.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailcheck.errors import SettingsError
from mailcheck.settings.load import check_text
from mailcheck.settings.replacing import write_privately
from mailcheck.settings.text import parse_toml, read_text

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

HEADING = """\
# Settings for mailcheck, written by `mailcheck setup`. You may change them by hand and add comments of your own.
# No password is in here: `secret` says where each is kept.
"""


def put_account(path: Path, values: Mapping[str, Any]) -> None:
    """Add an account, or change the one of the same name: its keys that are not in `values` stay as they are.

    A value of None takes the key out. Raises SettingsError, and then nothing was written.
    """
    _change(path, lambda document: _put(document, values))


def remove_account(path: Path, name: str) -> None:
    """Take an account out. Raises SettingsError, and then nothing was written."""

    def take_out(document: "TOMLDocument") -> None:
        accounts: Any = document.get("account", [])
        for at, table in enumerate(accounts):
            if _is_named(table, name):
                del accounts[at]
                return

    _change(path, take_out)


def put_values(path: Path, table: str, values: Mapping[str, object]) -> None:
    """Set several keys of a table at once, since one alone may not be valid; None takes a key out.

    `table` may be one inside another: `oauth.microsoft`.
    """

    def put(document: "TOMLDocument") -> None:
        import tomlkit

        inside: Any = document
        *outer, last = table.split(".")
        if all(value is None for value in values.values()) and not _has(document, table):
            return
        for name in outer:
            if name not in inside:
                inside.add(name, tomlkit.table(is_super_table=True))
            inside = inside[name]
        if last not in inside:
            inside.add(last, tomlkit.table())
        _fill(inside[last], values)

    _change(path, put)


def _change(path: Path, change: Callable[["TOMLDocument"], None]) -> None:
    """Read, change, hold to the shape, write. What was wrong in the file before is no reason to keep from writing."""
    import tomlkit

    before = _text(path)
    parse_toml(before, str(path))
    document = tomlkit.parse(before)
    change(document)
    after = document.as_string()
    if after == before:
        return
    known = {str(problem) for problem in check_text(before, path)}
    new = [problem for problem in check_text(after, path) if str(problem) not in known]
    if new:
        raise SettingsError(new)
    write_privately(path, after)


def _has(document: Mapping[str, Any], table: str) -> bool:
    inside: Any = document
    for name in table.split("."):
        if name not in inside:
            return False
        inside = inside[name]
    return True


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except FileNotFoundError:
        return HEADING


def _put(document: "TOMLDocument", values: Mapping[str, Any]) -> None:
    import tomlkit

    accounts: Any = document.setdefault("account", tomlkit.aot())
    for table in accounts:
        if _is_named(table, values["name"]):
            _fill(table, values)
            return
    added = tomlkit.table()
    _fill(added, values)
    added.trivia.indent = "\n"
    accounts.append(added)


def _fill(table: Any, values: Mapping[str, Any]) -> None:  # noqa: ANN401 - tomlkit's tables, inline or not
    for key, value in values.items():
        if value is None:
            table.pop(key, None)
        elif table.get(key) != value:
            table[key] = value


def _is_named(table: Mapping[str, Any], name: str) -> bool:
    return str(table.get("name", "")).strip().casefold() == name.strip().casefold()
