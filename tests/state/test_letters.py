"""What is remembered of examined letters."""

import sqlite3

from mailcheck.state import Row, State

ONE, TWO = Row(1, "key one", 100, "{}"), Row(2, "key two", 200, "{}")


def test_letters_are_known_by_their_place_and_by_their_key():
    """In the folder as it is numbered now, and wherever a letter was before."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [ONE, TWO])
        assert letters.among("sent", 7, 1, 9) == {1: ONE, 2: TWO}
        assert letters.among("sent", 8, 1, 9) == {}
        assert letters.among("sent", 7, 2, 9) == {2: TWO}
        assert letters.anywhere("key one", 100) == ONE
        assert letters.anywhere("key one", 200) is None
        assert letters.are_there()


def test_one_accounts_letters_are_no_others():
    """Two accounts may have folders and letters alike."""
    with State.in_memory() as state:
        state.letters("work", "basis").keep("sent", 7, [ONE])
        assert not state.letters("home", "basis").are_there()


def test_another_basis_forgets_only_what_was_judged():
    """A letter without documents cannot be judged otherwise."""
    with State.in_memory() as state:
        state.letters("work", "old").keep("sent", 7, [ONE, Row(2, "key two", 200, "{}", is_judged=False)])
        assert list(state.letters("work", "new").among("sent", 7, 1, 9)) == [2]


def test_what_is_gone_is_forgotten():
    """Letters that are no longer listed, and every earlier numbering of the folder."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 6, [ONE])
        letters.keep("sent", 7, [ONE, TWO])
        letters.drop("sent", 7, [1])
        assert (letters.among("sent", 6, 1, 9), letters.among("sent", 7, 1, 9)) == ({}, {2: TWO})


def test_everything_can_be_read_anew():
    """`check --full` begins with nothing known."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [ONE])
        state.forget_looks()
        assert not letters.are_there()


def test_a_file_in_use_by_another_run_stops_nothing(tmp_path):
    """What cannot be remembered is read again by the next run."""
    with State.open(tmp_path / "state.sqlite3", patience=0.05) as state:
        letters = state.letters("work", "basis")
        other = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        letters.keep("sent", 7, [ONE])
        other.execute("ROLLBACK")
        assert not letters.are_there()
        letters.keep("sent", 7, [ONE])
        assert letters.among("sent", 7, 1, 9) == {1: ONE}


def test_a_full_disk_stops_nothing(tmp_path):
    """The run goes on; the file stays sound."""
    with State.open(tmp_path / "state.sqlite3") as state:
        pages = state._connection.execute("PRAGMA page_count").fetchone()[0]
        state._connection.execute(f"PRAGMA max_page_count = {pages}")
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [Row(number, "k" * 900, 1, "x" * 3000) for number in range(50)])
        assert not letters.are_there()
