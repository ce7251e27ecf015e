"""What is remembered of examined letters."""

import sqlite3

from mailcheck.state import Row, State

ONE, TWO = Row(1, "key one", 100, "{}"), Row(2, "key two", 200, "{}")


def test_letters_are_known_by_their_place_and_by_their_key():
    """In the folder as it is numbered now, and wherever a letter was before."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [ONE, TWO])
        assert letters.in_folder("sent", 7) == {1: ONE, 2: TWO}
        assert letters.in_folder("sent", 8) == {}
        assert letters.anywhere() == {("key one", 100): ONE, ("key two", 200): TWO}


def test_one_accounts_letters_are_no_others():
    """Two accounts may have folders and letters alike."""
    with State.in_memory() as state:
        state.letters("work", "basis").keep("sent", 7, [ONE])
        assert state.letters("home", "basis").anywhere() == {}


def test_another_basis_forgets_only_what_was_judged():
    """A letter without documents cannot be judged otherwise."""
    with State.in_memory() as state:
        state.letters("work", "old").keep("sent", 7, [ONE, Row(2, "key two", 200, "{}", is_judged=False)])
        assert list(state.letters("work", "new").in_folder("sent", 7)) == [2]


def test_what_is_gone_is_forgotten():
    """Letters that are no longer listed, and every earlier numbering of the folder."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 6, [ONE])
        letters.keep("sent", 7, [ONE, TWO])
        letters.drop("sent", 7, [1])
        assert (letters.in_folder("sent", 6), letters.in_folder("sent", 7)) == ({}, {2: TWO})


def test_everything_can_be_read_anew():
    """`check --full` begins with nothing known."""
    with State.in_memory() as state:
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [ONE])
        state.forget_looks()
        assert letters.anywhere() == {}


def test_a_file_in_use_by_another_run_stops_nothing(tmp_path):
    """What cannot be remembered is read again by the next run."""
    with State.open(tmp_path / "state.sqlite3", patience=0.05) as state:
        letters = state.letters("work", "basis")
        other = sqlite3.connect(tmp_path / "state.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        letters.keep("sent", 7, [ONE])
        other.execute("ROLLBACK")
        assert letters.anywhere() == {}
        letters.keep("sent", 7, [ONE])
        assert letters.in_folder("sent", 7) == {1: ONE}


def test_a_full_disk_stops_nothing(tmp_path):
    """The run goes on; the file stays sound."""
    with State.open(tmp_path / "state.sqlite3") as state:
        pages = state._connection.execute("PRAGMA page_count").fetchone()[0]
        state._connection.execute(f"PRAGMA max_page_count = {pages}")
        letters = state.letters("work", "basis")
        letters.keep("sent", 7, [Row(number, "k" * 900, 1, "x" * 3000) for number in range(50)])
        assert letters.anywhere() == {}
