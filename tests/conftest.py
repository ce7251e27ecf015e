"""Real mail servers for the tests, each started once; without them the tests fail, unless told that there are none.

With MAILCHECK_SERVERS=none the tests marked `server` are deselected, and named at the end of the run.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import pytest

from tests.servers.certificates import Authority
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.pymap import Pymap
from tests.servers.running import ServerCannotStart

DESELECTED = pytest.StashKey[list[str]]()

T = TypeVar("T")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a real server, if there are none here."""
    if os.environ.get("MAILCHECK_SERVERS") != "none":
        return
    left_out = [item for item in items if item.get_closest_marker("server")]
    items[:] = [item for item in items if not item.get_closest_marker("server")]
    config.hook.pytest_deselected(items=left_out)
    config.stash[DESELECTED] = [item.nodeid for item in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name every test that was left out."""
    if left_out := config.stash.get(DESELECTED, []):
        terminalreporter.section("not run: MAILCHECK_SERVERS=none, so no real mail server")
        for name in left_out:
            terminalreporter.write_line(name)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that every test server's certificate is from."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """A Dovecot that holds the letters."""
    with _server_folder() as folder:
        yield from _started(Dovecot(folder, authority))


@pytest.fixture(scope="session")
def cyrus(authority: Authority) -> Iterator[Cyrus]:
    """A Cyrus that holds the letters."""
    with _server_folder() as folder:
        yield from _started(Cyrus(folder, authority))


@pytest.fixture(scope="session")
def courier(authority: Authority) -> Iterator[Courier]:
    """A Courier that holds the letters."""
    with _server_folder() as folder:
        yield from _started(Courier(folder, authority))


@pytest.fixture(scope="session")
def pymap(authority: Authority) -> Iterator[Pymap]:
    """A pymap that holds the letters."""
    yield from _started(Pymap(authority))


def _started(server: AbstractContextManager[T]) -> Iterator[T]:
    try:
        running = server.__enter__()
    except ServerCannotStart as error:
        pytest.fail(f"{error}\nWithout real mail servers: set MAILCHECK_SERVERS=none.", pytrace=False)
    try:
        yield running
    finally:
        server.__exit__(None, None, None)


class _server_folder:  # noqa: N801 - used as a context manager only
    """A folder outside pytest's own, which is closed to the user that mail processes run as."""

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="mc-"))
        self._folder.chmod(0o755)
        return self._folder

    def __exit__(self, *_: object) -> None:
        for _attempt in range(10):  # a server's children may still be writing
            shutil.rmtree(self._folder, ignore_errors=True)
            if not self._folder.exists():
                return
            time.sleep(0.2)
