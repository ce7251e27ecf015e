"""Real mail servers for the tests, each started once; without them the tests fail, unless told that there are none.

With MAILCHECK_SERVERS=none the tests marked `server` are deselected, and named at the end of the run.
"""

import os
import time
from collections.abc import Generator, Iterator

import hypothesis
import pytest

from tests.patience import LAST_MINUTE, left_of_the_day
from tests.servers.certificates import Authority
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.pymap import Pymap
from tests.servers.starting import started

DESELECTED = pytest.StashKey[list[str]]()

# Before keyring is asked for the first time in this process: it would take a store that some test defines.
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
# No test asserts seconds: this computer may be busy.
# Every run tries the same examples: what is red is so for everybody, and by the change that made it so.
# `--hypothesis-profile=search` tries others, and finds what those did not.
hypothesis.settings.register_profile("mailcheck", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile("mailcheck")


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


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no test begin in the last minute of a day: for each of them, today is one day.

    First of all, so that the wait is not taken from the time that the test may take.
    """
    while (left := left_of_the_day()) < LAST_MINUTE:
        time.sleep(left + 0.1)
    return (yield)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that every test server's certificate is from."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """A Dovecot that holds the letters."""
    with started(lambda folder: Dovecot(folder, authority)) as running:
        yield running


@pytest.fixture(scope="session")
def cyrus(authority: Authority) -> Iterator[Cyrus]:
    """A Cyrus that holds the letters."""
    with started(lambda folder: Cyrus(folder, authority)) as running:
        yield running


@pytest.fixture(scope="session")
def courier(authority: Authority) -> Iterator[Courier]:
    """A Courier that holds the letters."""
    with started(lambda folder: Courier(folder, authority)) as running:
        yield running


@pytest.fixture(scope="session")
def pymap(authority: Authority) -> Iterator[Pymap]:
    """A pymap that holds the letters."""
    with started(lambda folder: Pymap(authority)) as running:
        yield running
