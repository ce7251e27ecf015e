"""What a person said (said.toml): read it, and add to it without losing a word of it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailcheck.errors import Problem, SettingsError
from mailcheck.model import Declared, Excepted, Said, Settled, Sorted, WhoElse
from mailcheck.model.invitation import DeviceLetter, Invitation, PracticeLetter
from mailcheck.model.letter import Letter
from mailcheck.model.said import Granted
from mailcheck.settings.one_writer import one_writer
from mailcheck.settings.record import record
from mailcheck.settings.replacing import write_privately
from mailcheck.settings.table import Wrong
from mailcheck.settings.text import parse_toml, read_text

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import InlineTable, Table

Entry = Sorted | Declared | Excepted | Settled | WhoElse | Letter | Invitation | DeviceLetter | PracticeLetter | Granted
"""One answer, as it is written down."""

_HEADING = """\
# What you told mailcheck. It is kept apart from what mailcheck measured, and never sent anywhere.
# You may add comments of your own.
"""
_KEPT = "Nothing was changed. Put the file right, or move it away and answer again."


def load_said(path: Path) -> Said:
    """Return what a person said; nothing, if there is no such file yet.

    Raises SettingsError if the file is damaged. It is then left as it is.
    """
    try:
        text = read_text(path)
    except FileNotFoundError:
        return Said()
    return _said(text, path)


def _said(text: str, path: Path) -> Said:
    try:
        said: Said = record(Said)(parse_toml(text, str(path)))
    except SettingsError as error:
        raise SettingsError([*error.problems, _damaged(path)]) from None
    except Wrong as error:
        places = sorted({_place(one.at) for one in error.found})
        damaged = [Problem("is missing or cannot be understood.", f"{path}: {each}") for each in places]
        raise SettingsError([*damaged, _damaged(path)]) from None
    return said


def _damaged(path: Path) -> Problem:
    return Problem("What you told mailcheck cannot be read.", str(path), _KEPT)


def _place(location: tuple[int | str, ...]) -> str:
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in location)


def record_since(path: Path, day: date) -> None:
    """Write down the day from which incidents are judged."""
    with one_writer(path):
        document = open_document(path)
        document["since"] = day
        write_document(path, document)


def record_partners(path: Path, names: tuple[str, ...]) -> None:
    """Write down the names of the member's partner, in the place of those that stood there; none takes them out."""
    with one_writer(path):
        document = open_document(path)
        document.pop("partners", None)
        if names:
            document["partners"] = list(names)
        write_document(path, document)


def record_sorted(path: Path, answer: Sorted) -> None:
    """Write down whether a document, or every copy of it, is confidential; a new answer replaces the old one."""
    _record(path, "sorted", answer, same=("document", "fingerprint", "size"))


def record_declaration(path: Path, declared: Declared) -> None:
    """Write down the answer to a declaration; a new answer replaces the old one."""
    _record(path, "declarations", declared, same=("id",))


def record_exception(path: Path, excepted: Excepted) -> None:
    """Write down an exception for findings that were seen; one for the same findings replaces the old one."""
    _record(path, "exceptions", excepted, same=("findings",))


def record_settled(path: Path, settled: Settled) -> None:
    """Write down how an incident was put right; a new way replaces the old one."""
    _record(path, "settled", settled, same=("finding",))


def record_who_else(path: Path, answer: WhoElse) -> None:
    """Write down who else reads an account's mail; a new answer replaces the old one, and what it was about stays."""
    old = load_said(path).who_else_reads(answer.account)
    known = old.evidence if old else ()
    everything = tuple(dict.fromkeys((*known, *answer.evidence)))
    _record(path, "who_else", replace(answer, evidence=everything), same=("account",))


def record_letter(path: Path, letter: Letter) -> None:
    """Write down a test letter and what was seen of it; the same letter, known by its code, is replaced."""
    _record(path, "letters", letter, same=("code",))


def record_invitation(path: Path, invitation: Invitation) -> None:
    """Write down a supervisor's invitation; the same one, known by its code, is replaced."""
    _record(path, "invitations", invitation, same=("code",))


def record_granted(path: Path, granted: Granted) -> None:
    """Write down an exception that the institute signed; the same one is written once."""
    _record(path, "granted", granted, same=("seal",))


def record_device(path: Path, letter: DeviceLetter) -> None:
    """Write down a letter from one of the member's devices; the same one, known by its code, is replaced."""
    _record(path, "devices", letter, same=("code",))


def record_practice(path: Path, letter: PracticeLetter) -> None:
    """Write down a practice letter; the same one, known by its code, is replaced."""
    _record(path, "practice", letter, same=("code",))


def _record(path: Path, name: str, entry: Entry, *, same: tuple[str, ...]) -> None:
    """Add an entry, or put it in the place of the one that is equal in the keys of `same`."""
    with one_writer(path):
        document = open_document(path)
        _put(document, name, entry, same)
        write_document(path, document)


def _put(document: "TOMLDocument", name: str, entry: Entry, same: tuple[str, ...]) -> None:
    import tomlkit  # noqa: PLC0415 - slow to load, and needed only to write
    from tomlkit.items import Array  # noqa: PLC0415

    table = _table(entry)
    entries: Any = document.setdefault(name, tomlkit.aot())
    for old in entries:
        if all(old.get(key) == table.get(key) for key in same):
            old.update(table)
            for gone in {field.name for field in fields(entry)} - set(table):
                old.pop(gone, None)
            return
    entries.append(_inline(table) if isinstance(entries, Array) else _block(table))


def _block(table: Mapping[str, Any]) -> "Table":
    """Return an entry as a table with an empty line above it."""
    import tomlkit  # noqa: PLC0415 - slow to load, and needed only to write

    block = tomlkit.table()
    block.update(table)
    block.trivia.indent = "\n"
    return block


def _inline(table: Mapping[str, Any]) -> "InlineTable":
    """Return an entry for a list that a person wrote on one line."""
    import tomlkit  # noqa: PLC0415 - slow to load, and needed only to write

    inline = tomlkit.inline_table()
    inline.update(table)
    return inline


def _table(entry: Entry) -> Mapping[str, Any]:
    """Return an entry as TOML writes it, without what is as it would be anyway."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    usual = {field.name: field.default for field in fields(entry)}
    return {key: _plain(value) for key, value in values.items() if value != usual[key]}


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case tuple():
            return [_plain(each) for each in value]
    return value


def open_document(path: Path) -> "TOMLDocument":
    """Return the file as tomlkit holds it, with every comment. Raises SettingsError if it is damaged."""
    import tomlkit  # noqa: PLC0415 - slow to load, and needed only to write

    try:
        text = read_text(path)
    except FileNotFoundError:
        return tomlkit.parse(_HEADING)
    _said(text, path)
    return tomlkit.parse(text)


def write_document(path: Path, document: "TOMLDocument") -> None:
    """Replace the file in one step, readable by the member alone. Raises SettingsError if that is not possible."""
    text = document.as_string()
    _said(text, path)  # what could not be read again is not written
    write_privately(path, text)
