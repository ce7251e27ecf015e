"""Things that are done in threads of their own."""

import threading
from contextlib import suppress

import pytest

from mailcheck.gather.meanwhile import Behind, Meanwhile, side_by_side
from tests.patience import PATIENCE


def test_what_comes_of_it_is_there_for_everybody_who_needs_it():
    """It is done once, and in a thread of its own."""
    done: list[threading.Thread] = []
    meanwhile = Meanwhile(lambda: done.append(threading.current_thread()) or 7)
    assert (meanwhile.result(), meanwhile.result(), len(done)) == (7, 7, 1)
    assert done != [threading.current_thread()]


def test_what_it_raised_is_raised_where_it_is_needed():
    """Also what is no ordinary error, such as a run that was stopped."""
    meanwhile = Meanwhile(lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    meanwhile.wait()
    with pytest.raises(KeyboardInterrupt):
        meanwhile.result()


def test_tasks_run_at_the_same_time_and_all_of_them_to_their_end():
    """Each waits for the other, and one that fails does not leave the other alone."""
    met, ended = threading.Barrier(2, timeout=PATIENCE), threading.Event()

    def fails() -> None:
        met.wait()
        raise ValueError("this one")

    def goes_on() -> None:
        met.wait()
        ended.set()

    with pytest.raises(ValueError, match="this one"):
        side_by_side([fails, goes_on])
    assert ended.is_set()


def test_what_is_done_behind_everything_else_is_waited_for_in_the_end():
    """Also where everything else failed; and what goes wrong there is nobody's."""
    begun, go_on, done = threading.Event(), threading.Event(), []

    def farewell() -> None:
        begun.set()
        go_on.wait(PATIENCE)
        done.append(True)

    def fails() -> None:
        raise ValueError("nobody's")

    with suppress(KeyError), Behind() as behind:
        behind(farewell)
        behind(fails)
        assert begun.wait(PATIENCE)
        assert done == []
        go_on.set()
        raise KeyError
    assert done == [True]
