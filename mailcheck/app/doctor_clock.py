"""Whether this computer's clock can be right, by what is certainly past."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from mailcheck.app.doctor_step import COMPUTER, Step, ill, well
from mailcheck.dataclass import dataclass

BUILT = datetime(2026, 11, 22, tzinfo=UTC)
AWRY = timedelta(hours=1)
"""A server's clock may be a little wrong itself."""


@dataclass(frozen=True, slots=True)
class Past:
    """Something that has happened, so that no clock that is right shows an earlier time."""

    what: str
    when: datetime
    private: str = ""
    """What stands in place of `what` in a text that is sent to somebody; empty: it is fit to be sent."""


MADE = Past("This mailcheck was made", BUILT)


def clock(now: datetime, past: Iterable[Past]) -> Step:
    """Say whether the clock is behind something that has happened. That it is ahead, nothing here could show."""
    latest = max((MADE, *past), key=lambda each: each.when)
    shows = f"Clock: it shows {now:%d %B %Y, %H:%M}"
    if now + AWRY >= latest.when:
        return well(COMPUTER, f"{shows}.")
    when = f"on {latest.when.astimezone(now.tzinfo):%d %B %Y, %H:%M}"
    remedy = "Compare the computer's clock with another: certificates and the days of letters are judged by it."
    behind = f"{shows}, which is too early. {{}} {when}."
    return ill(COMPUTER, behind.format(latest.what), remedy, behind.format(latest.private or latest.what))
