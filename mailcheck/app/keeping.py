"""What is kept of a check by hand once it is over."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.model import Report
    from mailcheck.settings import Settings
    from mailcheck.state import State


def keep(settings: "Settings", state: "State", report: "Report") -> tuple[bytes, ...]:
    """Keep the report of a check by hand: whoever ran it has seen everything, and may have put a sign-in right.

    Returns the report as JSON, squeezed.
    """
    from mailcheck.app.nightly.by_hand import note_by_hand
    from mailcheck.audit.keeping import keep_report, write_down

    write_down(settings, report)
    kept = keep_report(state, report)
    note_by_hand(state, report)
    return kept
