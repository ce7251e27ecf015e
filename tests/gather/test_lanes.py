"""In what order what waits is sent."""

import pytest

from mailcheck.gather.ends import Turn
from mailcheck.gather.lanes import Lane, Lanes
from mailcheck.gather.mailbox import Wanted


def test_one_lane_leaves_before_the_next():
    """However they came; within a lane, what came first."""
    lanes = Lanes()
    came = [Lane.LAST, Lane.AGAIN, Lane.URGENT, Lane.LAST, Lane.SOON, Lane.LISTING, Lane.FIRST, Lane.LATER, Lane.AGAIN]
    for uid, lane in enumerate(came):
        lanes.add(Wanted(uid, ()), lane)
    assert len(lanes) == len(came)
    first = lanes[0]
    left = [lanes.popleft() for _ in came]
    assert left[0] is first
    assert [each.uid for each in left] == [2, 5, 6, 1, 8, 4, 7, 0, 3]
    assert len(lanes) == 0
    for ask in (lanes.popleft, lambda: lanes[0]):
        with pytest.raises(IndexError):
            ask()


def test_every_turn_has_its_lane():
    """In the same order."""
    assert [Lane.of(turn) for turn in Turn] == sorted(map(Lane.of, Turn))
