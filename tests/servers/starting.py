"""Starts a real server for as long as a test needs it, in a folder that mail processes may enter."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from tests.servers.running import ServerCannotStart

T = TypeVar("T")


@contextmanager
def server_folder() -> Iterator[Path]:
    """Give a folder outside pytest's own, which is closed to the user that mail processes run as."""
    folder = Path(tempfile.mkdtemp(prefix="mc-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for _attempt in range(10):  # a server's children may still be writing
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.2)


@contextmanager
def started(make: Callable[[Path], AbstractContextManager[T]]) -> Iterator[T]:
    """Start the server that `make` returns for a folder of its own; without it the test fails, and says what to do."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(make(stack.enter_context(server_folder())))
        except ServerCannotStart as error:
            pytest.fail(f"{error}\nWithout real mail servers: set MAILCHECK_SERVERS=none.", pytrace=False)
        yield running
