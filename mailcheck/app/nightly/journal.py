"""The journal of nightly runs, as the state keeps it."""

from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.app.nightly.due import Journal

if TYPE_CHECKING:
    from mailcheck.state import State

NOTE = "nightly"


def read_journal(state_path: Path) -> Journal:
    """Return the journal without opening the state; an empty one, if there is none or it cannot be read."""
    from mailcheck.state import glance

    return _journal(glance(state_path, NOTE))


def journal_in(state: "State") -> Journal:
    """Return the journal that an open state holds."""
    return _journal(state.note(NOTE))


def keep_journal(state: "State", journal: Journal) -> None:
    """Write the journal down."""
    from mailcheck.state.values import to_text

    state.keep_note(NOTE, to_text(journal))


def _journal(text: str | None) -> Journal:
    from mailcheck.state.values import from_text

    try:
        return Journal() if text is None else from_text(Journal, text)
    except ValueError:  # written by another version: one run too many does no harm
        return Journal()
