"""When the member's next attestation is due, for the nightly run to remind them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mailcheck.errors import UserError

if TYPE_CHECKING:
    from mailcheck.settings import Settings


def attestation_due(settings: "Settings", complain: Callable[[str], None]) -> date | None:
    """Return the day on which the policy asks for another attestation; None if the member has never written one."""
    if not any(settings.data_folder.glob("attestations*")):
        return None  # the usual case, in which no library that reads signatures is loaded
    from mailcheck.attestation.chain import chain_folder, last_of

    try:
        last = last_of(chain_folder(settings))
    except UserError as damaged:
        complain(str(damaged))
        return None
    if last is None:
        return None
    return last.attested.made.astimezone().date() + timedelta(days=settings.policy.attesting.every_days)
