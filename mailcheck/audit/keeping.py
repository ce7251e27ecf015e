"""What a finished run leaves: its report in the state, and what belongs to what a person said."""

from datetime import timedelta

from mailcheck.model import Report
from mailcheck.report.json_v1 import pieces
from mailcheck.report.read_v1 import read_v1
from mailcheck.settings import Settings, record_letter, record_since
from mailcheck.state import State

DETAILS = timedelta(days=90)
"""How long the details of a report are kept; its counts stay."""


def keep_report(state: State, report: Report) -> tuple[bytes, ...]:
    """Keep the report in the state, and drop the details of old ones. Returns it as JSON, squeezed."""
    kept = state.save(pieces(report), report.finished)
    state.shorten(report.finished - DETAILS)
    return kept


def write_down(settings: Settings, report: Report) -> None:
    """Note how far the test letters have come, and on the first run the day from which letters count."""
    for letter in report.letters:
        if letter not in settings.said.letters:
            record_letter(settings.said_path, letter)
    if settings.since is None:
        record_since(settings.said_path, report.since)


def last_report(state: State) -> Report | None:
    """Return the report of the last run; None before the first, or if another version of mailcheck wrote it."""
    last = state.last()
    if last is None:
        return None
    try:
        return read_v1(last)
    except ValueError:
        return None
