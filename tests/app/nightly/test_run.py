"""One nightly run, and the next: `mailcheck check --scheduled` but for the real world."""

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from mailcheck.app.nightly.by_hand import note_by_hand
from mailcheck.app.nightly.due import Ended
from mailcheck.app.nightly.memory import read_journal
from mailcheck.app.nightly.run import nightly_run
from mailcheck.attestation.chain import add, chain_folder
from mailcheck.model import Status
from mailcheck.settings import load_settings
from mailcheck.state import State
from mailcheck.state.lock import only_run
from tests.app.nightly.worlds import DOWN, NO_NETWORK, REFUSED, InventedWorld
from tests.attestation.factories import signed
from tests.patience import PATIENCE

EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = {"a letter": Status.ATTENTION}


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A member with two accounts and one open finding."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    return InventedWorld(tmp_path / "mailcheck.toml", EVENING, dict(OPEN))


def run(world, days=0):
    """Let it be asked for, so many days later; returns the exit code."""
    world.clock += days * DAY
    return nightly_run(world.path, world)


def state_path(world):
    """Where the member's state lies."""
    return load_settings(world.path).state_path


def test_a_run_looks_keeps_its_report_and_tells(world):
    """Then it is not due until the next night."""
    assert run(world) == 0
    assert world.shown == ["mailcheck: 1 new thing to look at. To see more: mailcheck check"]
    with State.open(state_path(world)) as state:
        assert '"a letter"' in state.last()
    world.clock += HOUR
    assert run(world) == 0
    assert len(world.checks) == 1


def test_the_next_night_it_looks_again_and_says_nothing(world):
    """Only changes are told."""
    run(world)
    assert run(world, days=1) == 0
    assert (len(world.checks), len(world.shown)) == (2, 1)


def test_two_runs_at_once_are_one(world):
    """The second finds the first at work, and that is no failure."""
    with only_run(state_path(world)):
        assert run(world) == 0
    assert world.checks == []
    assert run(world) == 0
    assert len(world.checks) == 1


def _hold(path, held, let_go):
    with only_run(path):
        held.set()
        let_go.wait()


def test_a_run_that_is_killed_leaves_no_lock(world):
    """It was the system's lock, and it ends with the process; what was begun is made again."""
    spawned = multiprocessing.get_context("spawn")
    held, let_go = spawned.Event(), spawned.Event()
    other = spawned.Process(target=_hold, args=(state_path(world), held, let_go), daemon=True)
    other.start()
    assert held.wait(PATIENCE)
    assert run(world) == 0
    assert world.checks == []
    other.kill()
    other.join()
    assert run(world) == 0
    assert len(world.checks) == 1


def test_a_run_that_is_cut_off_is_made_again_within_the_hour(world):
    """A power cut, or a closed lid and an empty battery."""
    world.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        run(world)
    world.fails = None
    world.clock += HOUR
    assert run(world) == 0
    assert (len(world.checks), len(world.shown)) == (2, 1)


def test_without_a_network_it_is_tried_again_within_the_hour_and_nothing_is_kept(world):
    """A laptop that was opened a moment ago; the history is not filled with it."""
    world.trouble = {"practice": NO_NETWORK, "home": NO_NETWORK}
    assert run(world) == 0
    with State.open(state_path(world)) as state:
        assert state.last() is None
    assert read_journal(state_path(world)).ended is Ended.OFFLINE
    world.trouble = {}
    world.clock += 2 * HOUR
    assert run(world) == 0
    assert world.shown == ["mailcheck: 1 new thing to look at. To see more: mailcheck check"]


def test_a_computer_that_slept_in_the_middle_tries_again(world):
    """The connections were dead when it woke; the servers are not to blame."""
    world.trouble, world.takes = {"home": DOWN}, 9 * HOUR
    assert run(world) == 0
    assert read_journal(state_path(world)).ended is Ended.OFFLINE
    world.trouble, world.takes = {}, HOUR / 60
    world.clock += 2 * HOUR
    assert run(world) == 0
    assert len(world.checks) == 2


def test_a_server_that_says_later_is_asked_tomorrow(world):
    """And not every hour."""
    world.trouble = {"home": DOWN}
    run(world)
    world.clock += 3 * HOUR
    run(world)
    assert len(world.checks) == 1
    run(world, days=1)
    assert len(world.checks) == 2


def test_a_refused_password_is_never_tried_again_by_itself(world):
    """So that no account is locked by us; the other account is looked at as ever."""
    world.trouble = {"home": REFUSED}
    run(world)
    world.trouble = {}
    for _ in range(5):
        run(world, days=1)
    assert world.tried.count(("home", "two")) == 1
    assert world.tried.count(("practice", "one")) == 6
    assert world.shown == [
        "mailcheck: 1 new thing to look at. 1 thing could not be looked at. That is no fault of yours. "
        "To see more: mailcheck check"
    ]
    with State.open(state_path(world)) as state:
        kept = state.last()
    assert "On 22 November 2026: The server did not accept the name and password." in kept
    assert "so that the account is not locked" in kept
    assert kept.count("mailcheck does not try again") == 1


def test_another_password_is_tried(world):
    """Whoever changes it need not tell mailcheck."""
    world.trouble = {"home": REFUSED}
    run(world)
    world.trouble, world.passwords = {}, {"practice": "one", "home": "three"}
    run(world, days=1)
    assert world.tried[-1] == ("home", "three")
    assert world.shown[-1].startswith("mailcheck: Everything can be looked at again.")


def test_a_check_by_hand_lets_the_next_night_try_again(world):
    """The member put something right on the provider's side."""
    world.trouble = {"home": REFUSED}
    run(world)
    with State.open(state_path(world)) as state:
        note_by_hand(state, world.report(load_settings(world.path), {}, world.clock))
    world.trouble = {}
    run(world, days=1)
    assert world.tried.count(("home", "two")) == 2


@pytest.mark.parametrize("key", ["tls-name", "tls-self", "no-password-offered"])
def test_a_refusal_before_the_password_was_shown_locks_nothing(world, key):
    """A hotel's network shows its own certificate: that is no reason never to look again."""
    world.trouble = {"home": REFUSED.__class__(key, "never", "No.")}
    run(world)
    run(world, days=1)
    assert world.tried.count(("home", "two")) == 2


def test_what_was_seen_on_the_screen_is_not_told_in_the_night(world):
    """The member has just read the report."""
    with State.open(state_path(world)) as state:
        note_by_hand(state, world.report(load_settings(world.path), {}, world.clock))
    run(world)
    assert world.shown == []


def test_settings_that_cannot_be_read_are_told_after_three_days_in_words_that_give_nothing_away(world):
    """Whether the computer is shared cannot be read either. The exit code is for the scheduler."""
    run(world)
    world.write("this is no settings file")
    assert [run(world, days=1) for _ in range(3)] == [3, 3, 3]
    assert len(world.shown) == 1
    assert run(world, days=1) == 3
    assert world.shown[1:] == ["Reminder: Your list could not be brought up to date."]
    assert "line 1" in world.complaints[-1]
    world.write()
    assert run(world, days=1) == 0
    assert world.shown[2:] == ["mailcheck: Everything can be looked at again. To see more: mailcheck check"]


def test_a_fault_of_our_own_is_contained_and_quotes_nothing(world):
    """The next night tries again."""
    world.fails = ValueError("To: a client")
    assert run(world) == 3
    assert world.complaints == ["Something went wrong inside mailcheck: ValueError."]
    world.fails = None
    assert run(world, days=1) == 0


@pytest.mark.parametrize("damage", [b"no database" * 1000, None])
def test_a_state_that_is_damaged_or_newer_is_kept_aside_and_the_night_goes_on(world, damage):
    """It is said, and what it held is measured again."""
    run(world)
    path = state_path(world)
    if damage is None:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        path.write_bytes(damage)
    assert run(world, days=1) == 0
    assert len(world.checks) == 2
    assert "It was kept as state-" in world.complaints[0]
    assert list(path.parent.glob(f"{path.name}.{'damaged' if damage else 'newer'}*")) != []


def test_where_the_state_cannot_be_opened_nothing_is_done(world):
    """Nothing could be remembered: the same would be told every hour."""
    state_path(world).parent.write_text("a file, and no folder")
    assert run(world) == 3
    assert (world.checks, world.shown) == ([], [])
    assert "The results of earlier runs cannot be opened." in world.complaints[0]


def test_a_command_gets_counts_and_a_ping_gets_nothing_but_its_address(world):
    """After every run, not only when there is something to tell; variables that hold a password are kept from it."""
    world.nightly = 'on_result = ["tell", "me"]\nping = "https://hc.example/u"\nnotify = false'
    world.write()
    run(world)
    assert world.commands == [
        {
            "MAILCHECK_ENDED": "ran",
            "MAILCHECK_TELL": "1",
            "MAILCHECK_NEW": "1",
            "MAILCHECK_TEXT": "1 new thing to look at. To see more: mailcheck check",
            "MAILCHECK_NOT_MET": "0",
            "MAILCHECK_ATTENTION": "1",
            "MAILCHECK_COULD_NOT_CHECK": "0",
            "MAILCHECK_UNREACHED": "0",
            "MAILCHECK_STATUS": "attention",
            "MAILCHECK_EXIT_CODE": "1",
            "COMMAND": "tell me",
            "HIDDEN": "PRACTICE HOME_MAIL",
        }
    ]
    assert world.pings == ["https://hc.example/u/start", "https://hc.example/u"]
    assert world.shown == []
    run(world, days=1)
    assert (world.commands[1]["MAILCHECK_TELL"], world.commands[1]["MAILCHECK_ATTENTION"]) == ("0", "1")


def test_a_ping_says_when_nothing_could_be_reached(world):
    """Whoever watches it hears that the check does not work; of what it found, they hear nothing."""
    world.nightly = 'ping = "https://hc.example/u"'
    world.write()
    world.trouble = {"practice": DOWN, "home": DOWN}
    run(world)
    assert world.pings[-1] == "https://hc.example/u/fail"


@pytest.mark.parametrize("said", ["[nightly]\nneutral = true", "[nightly]\n[computer]\nshared = true"])
def test_on_a_shared_computer_the_words_are_neutral(world, said):
    """As the settings say."""
    world.write(world.path.read_text().replace("[nightly]", said, 1))
    run(world)
    assert world.shown == ["Reminder: 1 new item on your list."]


def test_who_attested_is_reminded_when_the_next_one_is_due(world):
    """From the file that was written last; once, by name of the command and nothing else."""
    settings = load_settings(world.path)
    add(chain_folder(settings), 1, signed(made=EVENING, checked=EVENING))
    world.open.clear()
    every = settings.policy.attesting.every_days
    for _ in range(every):
        run(world, days=1)
    assert world.shown == ["mailcheck: Another attestation for your supervisor is due: mailcheck attest."]
    run(world, days=1)
    assert len(world.shown) == 1


def test_an_attestation_that_cannot_be_read_does_not_stop_the_night(world):
    """It is said where trouble is said."""
    folder = chain_folder(load_settings(world.path))
    add(folder, 1, "damaged")
    assert run(world) == 0
    assert len(world.shown) == 1
    assert "cannot be read" in " ".join(world.complaints)
