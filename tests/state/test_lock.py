"""One run at a time for each member."""

import sys

import pytest
from filelock import SoftFileLock

from mailcheck.errors import UserError
from mailcheck.state.lock import AtWork, only_run


def test_a_second_run_is_told_at_once(tmp_path):
    """In plain words; another member's run is not in the way."""
    path = tmp_path / "data" / "state.sqlite3"
    with only_run(path):
        with pytest.raises(AtWork, match="Another check of these accounts is at work"), only_run(path):
            pass
        with only_run(tmp_path / "data" / "state-other.sqlite3"):
            pass
    with only_run(path):
        pass
    assert issubclass(AtWork, UserError)


def test_the_lock_is_nobody_elses_to_read(tmp_path):
    """As everything beside the state."""
    with only_run(tmp_path / "state.sqlite3"):
        (lock,) = tmp_path.iterdir()
        assert lock.stat().st_mode & 0o777 == 0o600
        assert lock.read_bytes() == b""


def test_where_no_lock_can_be_had_the_run_goes_on(tmp_path):
    """The state itself keeps two writers apart, and says what is wrong with the folder."""
    (tmp_path / "data").write_text("no folder")
    with only_run(tmp_path / "data" / "state.sqlite3"):
        pass


def test_an_error_inside_lets_go(tmp_path):
    """The next run is not kept out."""
    with pytest.raises(ValueError, match="inside"), only_run(tmp_path / "state.sqlite3"):
        raise ValueError("inside")
    with only_run(tmp_path / "state.sqlite3"):
        pass


def test_where_the_system_has_no_such_lock_the_library_has_one(tmp_path, monkeypatch):
    """As on Windows: the same words, and the same end."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    path = tmp_path / "state.sqlite3"
    monkeypatch.setattr("filelock.FileLock", SoftFileLock)
    with only_run(path), pytest.raises(AtWork), only_run(path):
        pass
    with only_run(path):
        pass
