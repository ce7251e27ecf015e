"""What is said of the nightly run."""

from datetime import UTC, datetime, timedelta

import pytest

from mailcheck.app.nightly.due import Ended, Journal, start_minute
from mailcheck.app.nightly.memory import keep_journal
from mailcheck.app.schedule import install, remove, status
from mailcheck.settings.folders import state_path_of
from mailcheck.state import State
from tests.app.schedule.machines import InventedMachine

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


@pytest.fixture
def on(tmp_path):
    """A computer with systemd."""
    return InventedMachine(tmp_path, environ={"MAILCHECK_DATA": str(tmp_path / "data")})


@pytest.fixture
def settings(tmp_path):
    """The path of a settings file."""
    return tmp_path / "mailcheck.toml"


def test_where_it_is_off_it_is_said_how_to_switch_it_on(on, settings, tmp_path):
    """And looking leaves nothing behind."""
    found = status(settings, on, NOW)
    assert found.is_well is False
    assert found.sentences() == (
        "The nightly run is switched off. `mailcheck schedule install` switches it on.",
        "It has not run yet.",
    )
    assert list(tmp_path.iterdir()) == []


def test_before_the_first_run_the_next_one_is_within_the_hour(on, settings):
    """Whoever switches it on sees it work."""
    install(settings, on)
    found = status(settings, on, NOW)
    assert found.is_well
    assert NOW <= found.next <= NOW + timedelta(hours=1)


def test_it_says_when_it_ran_and_when_it_will(on, settings):
    """From the state, without opening it to write."""
    install(settings, on)
    began = NOW - timedelta(hours=4)
    with State.open(state_path_of(settings, tmp := on.home / "data")) as state:
        keep_journal(state, Journal(began, began + timedelta(minutes=1), Ended.RAN))
    found = status(settings, on, NOW)
    assert tmp.is_dir()
    assert (found.last, found.ended) == (began, Ended.RAN)
    start = start_minute(settings)
    assert found.next == datetime(2026, 11, 23, start // 60, start % 60, tzinfo=UTC)
    assert "and looked at your accounts." in found.sentences()[1]
    assert found.sentences()[2].startswith("The next run: 23 November 2026, about 0")


def test_files_that_the_system_does_not_heed_are_no_nightly_run(on, settings):
    """Somebody switched the timer off by hand."""
    install(settings, on)
    on.fails = ("is-active",)
    found = status(settings, on, NOW)
    assert (found.is_well, found.next) == (False, None)
    assert "does not start it" in found.sentences()[0]


def test_a_python_that_has_moved_is_noticed(on, settings):
    """The timer would start a program that is no longer there."""
    install(settings, on)
    on.python = "/opt/newer/bin/python"
    found = status(settings, on, NOW)
    assert (found.is_well, found.is_current) == (False, False)
    assert "brings it up to date" in found.sentences()[0]
    install(settings, on)
    assert status(settings, on, NOW).is_well


def test_once_removed_it_is_off(on, settings):
    """When it last ran is still known."""
    install(settings, on)
    remove(settings, on)
    assert status(settings, on, NOW).kind is None
