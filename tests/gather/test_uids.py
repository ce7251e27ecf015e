"""Long rows of numbers, and what is met for the first time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.gather.uids import Once, Spans, Uids

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda each: (each[0], each[0] + each[1])))


@given(SPANS, st.integers(-80, 80), st.integers(-80, 80), st.integers(1, 5))
def test_uids_are_a_sequence_of_different_numbers(spans, first, last, step):
    """Ascending, whatever order the spans come in, and wherever they overlap."""
    uids = Uids(spans)
    expected = sorted({uid for low, high in spans for uid in range(low, high + 1)})
    assert list(uids) == expected
    assert (len(uids), bool(uids), uids) == (len(expected), bool(expected), tuple(expected))
    assert uids[first:last:step] == tuple(expected[first:last:step])
    assert [uids[place] for place in range(-len(expected), len(expected))] == expected * 2
    assert hash(uids) == hash(Uids((uid, uid) for uid in expected))


def test_there_is_nothing_beyond_the_end():
    """As with any sequence."""
    with pytest.raises(IndexError):
        Uids([(1, 3)])[3]


def test_a_large_folder_is_a_few_numbers():
    """However many letters it holds."""
    uids = Uids([(1, 40_000), (40_002, 2_000_000)])
    assert repr(uids) == "Uids(1:40000,40002:2000000)"
    assert (len(uids), uids[40_000]) == (1_999_999, 40_002)


@given(st.lists(st.integers(0, 12)))
def test_numbers_that_come_in_any_order_are_told_once(numbers):
    """Whatever came before, and however often."""
    spans = Spans()
    for number in numbers:
        spans.add(number)
    assert list(spans.uids()) == sorted(set(numbers))


def test_numbers_that_follow_each_other_take_two():
    """However many they are."""
    spans = Spans()
    for number in (*range(1, 9000), *range(9500, 10_000)):
        spans.add(number)
    assert len(spans._ends) == 4


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3))))
def test_each_thing_is_new_once(things):
    """And never again, whatever came between."""
    once, met = Once(), set()
    for thing in things:
        assert once.is_first(*thing) == (thing not in met)
        met.add(thing)
