"""How each inbox stood at one earlier run is left for later ones."""

import pytest

from mailcheck.audit.baselines import NOTE, keep_baselines, with_baselines
from mailcheck.model import FolderMarks
from mailcheck.model.baseline import Baseline
from mailcheck.state import State
from tests.factories import evidence, home, seen


def inbox(uidnext, uidvalidity=7):
    """How an inbox stands."""
    return (FolderMarks("INBOX", uidvalidity, uidnext, 3),)


def run(state, work, private):
    """One run over two accounts; returns what it knew of the earlier run."""
    known = with_baselines(evidence(seen(marks=work), seen(home(), marks=private)), state)
    keep_baselines(known, state)
    return [each.before for each in known.accounts]


def test_later_runs_know_what_the_first_saw():
    """It stays, so that a question does not vanish because no letter came since."""
    with State.in_memory() as state:
        assert run(state, inbox(5), inbox(5)) == [None, None]
        assert run(state, inbox(9), inbox(9)) == [Baseline(7, 5)] * 2
        assert run(state, inbox(9), inbox(9)) == [Baseline(7, 5)] * 2


def test_numbers_given_anew_begin_it_anew_for_all():
    """Baselines of two runs cannot be compared."""
    with State.in_memory() as state:
        run(state, inbox(5), inbox(5))
        run(state, inbox(6), inbox(6, uidvalidity=8))
        assert run(state, inbox(9), inbox(9, uidvalidity=8)) == [Baseline(7, 6), Baseline(8, 6)]


def test_an_account_that_was_not_reached_keeps_what_is_known():
    """Nothing was learnt of it."""
    with State.in_memory() as state:
        run(state, inbox(5), inbox(5))
        run(state, inbox(6), ())
        assert run(state, inbox(9), inbox(9)) == [Baseline(7, 5)] * 2


@pytest.mark.parametrize("text", ["", "[]", "nonsense", '{"practice": 3}', '{"practice": ["x", 1]}', "3"])
def test_a_note_that_cannot_be_read_is_no_baseline(text):
    """And the next run writes a sound one."""
    with State.in_memory() as state:
        state.keep_note(NOTE, text)
        assert run(state, inbox(5), inbox(5)) == [None, None]
        assert None not in run(state, inbox(6), inbox(6))


def test_servers_that_do_not_say_leave_nothing():
    """There is nothing to compare."""
    with State.in_memory() as state:
        run(state, (), ())
        assert state.note(NOTE) is None
