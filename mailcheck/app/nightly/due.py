"""Whether the nightly run is due. Pure: the clock and the journal of earlier nights are handed in.

A *night* lasts from the member's own minute of one day to that of the next, by the clock on the wall. One run belongs
to each, whenever in it the computer is awake. What a clock may do is met here: an hour that comes twice or not at all,
a journey across time zones, a clock that was days ahead and is put right.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from mailcheck.dataclass import dataclass

EARLIEST, LATEST = 60, 300
"""The nightly run is due from a minute between one and five o'clock; which one differs from member to member."""
AGAIN = timedelta(hours=1)
"""After which a run that met no network is tried again."""
MOST_CUT_OFF = 3
"""Runs in one night that may be cut off before it is left for the next: what ends them would end another, too."""
WRONG_CLOCK = timedelta(days=1)
"""A run further in the future than this was noted by a clock that was wrong."""


class Ended(StrEnum):
    """How a nightly run ended."""

    RAN = "ran"
    OFFLINE = "offline"
    """No server was reached: the computer has no network, or one that wants a web page first."""
    FAILED = "failed"
    """It could not be done at all: the settings, for example, cannot be read."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What earlier nightly runs left for the next."""

    started: datetime | None = None
    """The last one."""
    finished: datetime | None = None
    """None if it was cut off, or is at work."""
    ended: Ended | None = None
    cut_off: int = 0
    """Runs that were begun and cut off in this night, one after another."""
    succeeded: datetime | None = None
    """When a run last looked at the accounts."""


def start_minute(settings_path: Path) -> int:
    """Return the minute of the day from which a nightly run is due: always the same one for a settings file."""
    spread = int.from_bytes(sha256(str(settings_path).encode()).digest()[:4])
    return EARLIEST + spread % (LATEST - EARLIEST)


def night_of(moment: datetime, start: int) -> date:
    """Return the night to which a moment belongs; `start` is the minute of the day at which nights begin.

    By the wall's clock: it is `moment` as its own time zone has it that counts.
    """
    return (moment.replace(tzinfo=None) - timedelta(minutes=start)).date()


def is_due(journal: Journal, now: datetime, start: int) -> bool:
    """Whether the nightly run is to be made now."""
    if journal.started is None or journal.started - now > WRONG_CLOCK:
        return True
    # The last run as the clock on the wall stood then: told by today's offset, the hour that comes twice would have
    # a second run.
    if night_of(now, start) > night_of(journal.started, start):
        return True
    if journal.finished is None:
        return journal.cut_off < MOST_CUT_OFF
    return journal.ended is Ended.OFFLINE and now - journal.finished >= AGAIN


def next_due(journal: Journal, now: datetime, start: int, minute: int) -> datetime:
    """Return when the next nightly run will be made, if the computer is awake; `minute` is when it is asked."""
    return next(moment for moment in _asked(now, minute) if is_due(journal, moment, start))


def _asked(now: datetime, minute: int) -> Iterator[datetime]:
    """Yield the moments at which the scheduler asks, from now on; in the end every journal is overtaken."""
    moment = now.replace(minute=minute, second=0, microsecond=0)
    if moment < now:
        moment += AGAIN
    while True:
        yield moment
        moment += AGAIN


def begun(journal: Journal, now: datetime, start: int) -> Journal:
    """Return the journal of a run that begins now. It is kept before anything is done, in case the run is cut off."""
    is_same_night = journal.started is not None and night_of(now, start) == night_of(journal.started, start)
    was_cut_off = is_same_night and journal.finished is None
    return Journal(started=now, cut_off=journal.cut_off + 1 if was_cut_off else 1, succeeded=journal.succeeded)


def finished(journal: Journal, now: datetime, ended: Ended) -> Journal:
    """Return the journal of a run that is over."""
    succeeded = now if ended is Ended.RAN else journal.succeeded
    return Journal(started=journal.started, finished=now, ended=ended, succeeded=succeeded)
