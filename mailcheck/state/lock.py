"""One run at a time for each member: a lock of the operating system, which ends with the process that holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    from filelock import FileLock, Timeout  # noqa: PLC0415 - brings asyncio, and is needed only for a run

    lock = FileLock(state_path.with_name(f"{state_path.name}.lock"), timeout=0, mode=0o600)
    try:
        state_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        remedy = "Wait until it is finished; the nightly run may just be looking."
        raise AtWork(Problem("Another check of these accounts is at work.", remedy=remedy)) from None
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()
