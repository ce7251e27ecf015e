"""One writer at a time: the page, a command and the nightly run may all write down what a person said."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Hold a file while it is read, changed and replaced; whoever comes meanwhile waits, for a moment.

    The lock is on the file itself (flock), so that nothing is left lying beside it. The file is replaced, not changed:
    whoever has waited takes the new one. Where there is no file yet, or the system has no such lock (Windows), there is
    nothing to hold, and the file is still never seen half written.
    """
    handle = _held(path)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)  # which lets go of the lock


def _held(path: Path) -> int | None:
    try:
        from fcntl import LOCK_EX, flock  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    while True:
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            return None
        try:
            flock(handle, LOCK_EX)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except OSError:  # a file system that knows no locks
            os.close(handle)
            return None
        os.close(handle)
