"""A home of one's own for every whole-program test: no setting, key or state of this machine is touched."""

import pytest

from mailcheck.audit import run
from tests.gather.name_servers import Canned
from tests.servers.dovecot import Dovecot
from tests.servers.running import PASSWORD
from tests.servers.starting import started


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """An empty home, without a password store."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("MAILCHECK_TEST_PASSWORD", PASSWORD)
    return home


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    """A name system that knows no name: what a check says does not hang on whether the real one answers today."""
    monkeypatch.setattr(run, "SystemResolver", lambda: Canned({}))


@pytest.fixture
def many_users(authority):
    """A Dovecot with several empty mailboxes."""
    with started(lambda folder: Dovecot(folder, authority, users=("work", "home", "third"))) as server:
        yield server
