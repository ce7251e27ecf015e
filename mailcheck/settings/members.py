"""Several members in one list (members.toml): for whoever looks after mailboxes that others write from.

    [[member]]
    label = "mailbox 1"
    settings = "jane/mailcheck.toml"

The list names each member's own settings file and says by which neutral label a report calls the member. The settings
themselves are not read here: what is wrong with one member's settings is that member's line, and the others still run.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SettingsError
from mailcheck.settings.problems import place, problems
from mailcheck.settings.table import Wrong
from mailcheck.settings.text import read_toml


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the list."""

    label: str
    """By which every list and report calls the member; chosen so that it tells an outsider nothing."""
    settings: Path
    """The member's own settings file."""
    notice: date | None = None
    """The day on which the member was told of the check; only `mailcheck fleet` asks for it."""


def load_members(path: Path | str) -> tuple[Member, ...]:
    """Return the members of a list, in its order. Raises SettingsError with every problem at once."""
    file = Path(path).expanduser().absolute()
    try:
        raw = read_toml(file)
    except FileNotFoundError:
        remedy = 'Write one [[member]] for each, with label = "mailbox 1" and settings = "jane/mailcheck.toml".'
        raise SettingsError(Problem("there is no list of members here.", str(file), remedy)) from None
    wrong = _wrong_shape(raw, file)
    if wrong:
        raise SettingsError(wrong)
    members = tuple(_member(entry, file.parent) for entry in raw["member"])
    wrong = [*_alike(members, raw, file)]
    if wrong:
        raise SettingsError(wrong)
    return members


def _member(entry: dict[str, Any], folder: Path) -> Member:
    settings = (folder / Path(entry["settings"]).expanduser()).absolute()
    return Member(entry["label"].strip(), settings, entry.get("notice"))


def _wrong_shape(raw: dict[str, Any], file: Path) -> list[Problem]:
    from mailcheck.settings.members_table import MembersFile  # noqa: PLC0415 - only where there are members

    try:
        MembersFile.read(raw)
    except Wrong as error:
        return problems(error.found, raw, str(file))
    return []


def _alike(members: Sequence[Member], raw: dict[str, Any], file: Path) -> Iterator[Problem]:
    """Yield what is wrong with the members together: two that nobody could tell apart, or that would be mixed up."""
    labels = Counter(member.label.casefold() for member in members)
    folders = Counter(member.settings.resolve().parent for member in members)
    for number, member in enumerate(members):
        where = place(raw, str(file), ("member", number))
        if labels[member.label.casefold()] > 1:
            yield Problem("has the same label as another.", where, "Give each its own.")
        if folders[member.settings.resolve().parent] > 1:
            # What a member said lies beside the settings: two in one folder would answer for each other.
            remedy = "Give each member's settings a folder of its own: what that member said is kept beside them."
            yield Problem("lies in the same folder as another's settings.", f"{where}: settings", remedy)
