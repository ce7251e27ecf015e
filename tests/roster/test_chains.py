"""Gaps, forks, links that do not fit and dates that go backwards."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.roster.chains import Chain, judge_chain
from tests.attestation.factories import NOW, signed
from tests.roster.conftest import Member, weeks


def chain(count):
    """A chain that holds together, as rows."""
    return [(n, bytes([n]), bytes([n - 1]) if n > 1 else None, n * 100) for n in range(1, count + 1)]


def judged(rows, lowest=None, known_before=frozenset(), follows=0):
    """Return what is said of rows."""
    return judge_chain(sorted(rows, key=lambda row: (row[0], row[3])), lowest, known_before, follows)


@given(st.integers(1, 40))
def test_a_whole_chain_is_whole(count):
    """However long."""
    assert judged(chain(count)) == Chain(1)


@given(st.integers(3, 40), st.data())
def test_each_one_that_is_left_out_is_missing(count, data):
    """From the middle; the ends cannot show."""
    gone = data.draw(st.sets(st.integers(2, count - 1), min_size=1))
    assert judged([row for row in chain(count) if row[0] not in gone]).missing == len(gone)


def test_what_was_deleted_in_time_is_not_missing():
    """The oldest ones go first."""
    assert judged(chain(9)[4:], lowest=1) == Chain(1)


def test_a_week_that_was_written_anew_does_not_fit():
    """Somebody replaced number 3 by a better one: number 4 still names the true one."""
    rows = chain(5)
    rows[2] = (3, b"better", bytes([2]), 300)
    assert judged(rows).broken == 1


def test_two_with_one_number_are_told():
    """Two computers, or a copy put back."""
    assert judged([*chain(3), (3, b"other", bytes([2]), 350)]).forked == 1


def test_dates_that_go_backwards_are_told():
    """A clock was wrong."""
    rows = chain(3)
    rows[2] = (3, bytes([3]), bytes([2]), 50)
    assert judged(rows).backwards == 1


def test_a_new_key_goes_on_from_the_old_one():
    """Or leaves some out."""
    rows = [(4, b"4", b"old", 400)]
    assert judged(rows, known_before=frozenset({b"old"}), follows=3) == Chain(4)
    assert judged([(6, b"6", b"gone", 400)], known_before=frozenset({b"old"}), follows=3).missing == 2
    assert judged([(4, b"4", b"gone", 400)], known_before=frozenset({b"old"}), follows=3).broken == 1


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_in_which_files_lie_does_not_matter(desk, anna, order):
    """The newest counts, and what stood in the one before is compared."""
    texts = [anna.attest(made) for made in weeks(4)]
    for at in order:
        desk.put(texts[at])
    row = desk.row()
    assert (row.made, row.notes) == (NOW, ("Not invited here: nothing ties this attestation to an address.",))


def test_a_gap_is_told_and_closes_when_the_letter_turns_up(desk, anna):
    """It may have gone astray."""
    first, second, third = (anna.attest(made) for made in weeks(3))
    desk.put(first)
    desk.put(third)
    assert "1 attestation is missing in the chain. Perhaps a letter went astray: ask for it." in desk.row().notes
    desk.put(second)
    assert not any("missing" in note for note in desk.row().notes)


def test_a_fork_is_told(desk, anna):
    """The same number twice."""
    desk.put(anna.attest(weeks(2)[0]))
    twin = Member(anna.seed, anna.previous, anna.sequence)
    desk.put(anna.attest(NOW))
    desk.put(twin.attest(NOW - timedelta(hours=1)))
    assert any("the same number" in note for note in desk.row().notes)


def test_one_that_names_another_before_it_is_told(desk, anna):
    """Reordered, or put together from pieces."""
    desk.put(anna.attest(weeks(2)[0]))
    desk.put(signed(anna.seed, sequence=2, previous="f" * 64))
    assert "An attestation does not follow from the one before it." in desk.row().notes


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_in_one_second_the_higher_number_is_the_newer(desk, anna, order):
    """Moments are told by the second."""
    texts = [anna.attest(NOW, status="attention"), anna.attest(NOW, status="met")]
    for at in order:
        desk.put(texts[at])
    assert desk.row().status == "met"
