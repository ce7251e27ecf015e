"""How long tests wait for what must come, and what they call soon. A crowded computer changes neither answer."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

PATIENCE = 60.0
"""Seconds for what must come. Nobody waits them where all is well, however crowded the computer is."""
SOON = 15.0
"""Seconds. Whoever minds the second or less that a test allows ends long before, on a crowded computer too; whoever
waits as the program does where nobody says otherwise (30 seconds), or for a server that goes on for ever, long after.
"""


LAST_MINUTE = 60.0


def left_of_the_day() -> float:
    """Return how many seconds are left until it is another day, here or in UTC."""
    return min(_until_midnight(datetime.now()), _until_midnight(datetime.now(UTC)))


def _until_midnight(now: datetime) -> float:
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - now).total_seconds()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.01)


@contextmanager
def computing(*, at_most: float) -> Iterator[None]:
    """Hold that a block computes no longer than so many seconds: itself, whoever else computes meanwhile.

    Neither other threads count, nor that Python looks through all that other tests have left, which may take a second.
    """
    gc.disable()
    try:
        began = time.thread_time()
        yield
        took = time.thread_time() - began
    finally:
        gc.enable()
    assert took < at_most, f"{took:.2f} seconds"
