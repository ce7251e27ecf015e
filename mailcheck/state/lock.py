"""One run at a time for each member: a lock of the operating system, which ends with the process that holds it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mailcheck.errors import Problem, UserError


class AtWork(UserError):
    """Another run of the same member is at work."""


@contextmanager
def only_run(state_path: Path) -> Iterator[None]:
    """Hold the lock of a member for as long as the block lasts. Raises AtWork at once if another run holds it.

    A lock of the file (flock, or its like on Windows) and no note in it: a run that is killed, or a computer that loses
    its power, leaves nothing that would have to be cleared away. Where the file system knows no locks, or the folder
    cannot be written, the run goes on without: the state itself keeps two writers apart.
    """
    try:
        state_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        let_go = _held(state_path.with_name(f"{state_path.name}.lock"))
    except BlockingIOError:
        remedy = "Wait until it is finished; the nightly run may just be looking."
        raise AtWork(Problem("Another check of these accounts is at work.", remedy=remedy)) from None
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        let_go()


def _held(lock: Path) -> Callable[[], object]:
    """Take a lock, and return what lets go of it. Raises BlockingIOError if another run has it."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - not on Windows
    except ImportError:
        return _held_by_library(lock)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return partial(os.close, handle)


def _held_by_library(lock: Path) -> Callable[[], object]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - takes longer to load than a short run has to spare

    held = FileLock(lock, timeout=0, mode=0o600)
    try:
        held.acquire()
    except Timeout:
        raise BlockingIOError from None
    return held.release
