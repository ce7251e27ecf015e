"""May names be shown here? Not before it is known that nobody else uses this log-in (the policy's MIP-KB-7)."""

from typing import TYPE_CHECKING

from mailcheck.app.web.desk import Desk

if TYPE_CHECKING:
    from mailcheck.settings import Settings

SHARED = "computers-protected"
"""The declaration whose condition is that somebody else uses the computer."""
NOBODY_ELSE = "not-applicable"


def may_see_names(desk: Desk, settings: "Settings", said: str = "") -> bool:
    """Whether names may be shown; `said` is what the member has just answered to the log-in question, if anything.

    Where the member declared that nobody else uses the computer, there is nothing to ask.
    """
    if said:
        desk.is_own_log_in = said == "yes"
    return desk.is_own_log_in or any(
        each.id == SHARED and each.answer == NOBODY_ELSE for each in settings.said.declarations
    )
