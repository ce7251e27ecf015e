"""Orders that wait to be sent, in lanes: what stands in one lane leaves before what stands in the next."""

from collections import deque
from enum import IntEnum
from itertools import chain, islice
from typing import SupportsIndex

from mailcheck.gather.ends import Turn
from mailcheck.gather.mailbox import Order


class Lane(IntEnum):
    """What an order is for. What takes several turns leaves first, so that in the end nothing waits for it alone."""

    URGENT = 0
    """More of a document that takes long once it is known what it is."""
    LISTING = 1
    FIRST = 2
    AGAIN = 3
    """More of a document that somebody has begun to read: its octets are held meanwhile."""
    SOON = 4
    LATER = 5
    LAST = 6

    @classmethod
    def of(cls, turn: Turn) -> "Lane":
        """Return where to begin with a document."""
        return cls[turn.name]


class Lanes:
    """Orders that wait; `Orders` for whoever sends them."""

    def __init__(self) -> None:
        self._lanes: tuple[deque[Order], ...] = tuple(deque() for _ in Lane)

    def add(self, order: Order, lane: Lane) -> None:
        """Have an order wait behind those of its lane."""
        self._lanes[lane].append(order)

    def __len__(self) -> int:
        """Return how many wait."""
        return sum(map(len, self._lanes))

    def __getitem__(self, index: SupportsIndex, /) -> Order:
        """Return one of them, as they leave. Raises IndexError."""
        for order in islice(chain.from_iterable(self._lanes), index.__index__(), None):
            return order
        raise IndexError("no such order")

    def popleft(self) -> Order:
        """Return the one that leaves first, and forget it. Raises IndexError if there is none."""
        for lane in self._lanes:
            if lane:
                return lane.popleft()
        raise IndexError("nothing waits")
