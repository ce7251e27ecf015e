"""What the nightly run keeps in the state: its journal, what it told, and which accounts refused it."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mailcheck.app.nightly.due import Journal

if TYPE_CHECKING:
    from mailcheck.app.nightly.refused import Refusals
    from mailcheck.app.nightly.told import Told
    from mailcheck.state import State

JOURNAL, TOLD, REFUSED = "nightly", "told", "refused"
T = TypeVar("T")


def read_journal(state_path: Path) -> Journal:
    """Return the journal without opening the state; an empty one, if there is none or it cannot be read."""
    from mailcheck.state import glance

    return _value(Journal, glance(state_path, JOURNAL))


def journal_in(state: "State") -> Journal:
    """Return the journal that an open state holds."""
    return _value(Journal, state.note(JOURNAL))


def keep_journal(state: "State", journal: Journal) -> None:
    """Write the journal down."""
    _keep(state, JOURNAL, journal)


def told_in(state: "State") -> "Told":
    """Return what earlier nights told."""
    from mailcheck.app.nightly.told import Told

    return _value(Told, state.note(TOLD))


def keep_told(state: "State", told: "Told") -> None:
    """Write down what was told."""
    _keep(state, TOLD, told)


def refusals_in(state: "State") -> "Refusals":
    """Return the accounts that are left alone."""
    from mailcheck.app.nightly.refused import Refusals

    return _value(Refusals, state.note(REFUSED))


def keep_refusals(state: "State", refusals: "Refusals") -> None:
    """Write down which accounts are left alone."""
    _keep(state, REFUSED, refusals)


def _keep(state: "State", name: str, value: object) -> None:
    from mailcheck.state.values import to_text

    state.keep_note(name, to_text(value))


def _value(kind: type[T], text: str | None) -> T:
    """Read a note. One that another version wrote is as good as none: a run or a message too many does no harm."""
    from mailcheck.state.values import from_text

    try:
        return kind() if text is None else from_text(kind, text)
    except ValueError:
        return kind()
