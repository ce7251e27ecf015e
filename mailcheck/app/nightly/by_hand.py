"""What a check by hand means for the nights that follow."""

from mailcheck.app.nightly.concerns import concerns_of
from mailcheck.app.nightly.memory import keep_refusals, keep_told, refusals_in, told_in
from mailcheck.app.nightly.telling import seen
from mailcheck.model import Report
from mailcheck.state import State


def note_by_hand(state: State, report: Report) -> None:
    """Remember that a person has seen the report, and that accounts that were left alone may be tried again."""
    keep_refusals(state, refusals_in(state).without(account.name for account in report.accounts))
    keep_told(state, seen(told_in(state), concerns_of(report), report.finished.date()))
