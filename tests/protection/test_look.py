"""What a judgement may spend, and what a container is when its content is known."""

import time
from collections.abc import Iterator

import pytest

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected, unreadable
from mailcheck.protection import Limits, OverLimit, contain
from mailcheck.protection.look import Clock
from tests.protection.looks import look

SHUT, CLEAR, UNKNOWN = protected("a", "locked"), opens("b"), unreadable("c", "damaged")


@pytest.mark.parametrize(
    ("children", "state"),
    [
        ((), ProtectionState.OPEN),
        ((SHUT, SHUT), ProtectionState.PROTECTED),
        ((SHUT, CLEAR), ProtectionState.PARTIAL),
        ((SHUT, UNKNOWN), ProtectionState.PARTIAL),
        ((CLEAR, UNKNOWN), ProtectionState.OPEN),
        ((contain("d", (SHUT, CLEAR)),), ProtectionState.PARTIAL),
    ],
)
def test_all_semantics(children: tuple[Protection, ...], state: ProtectionState):
    """Protected only if every part is; what came out without a secret was not protected."""
    assert contain("zip", children).state is state


def test_the_weakest_child_gives_the_strength():
    """A chain holds as its weakest link; an open one has none."""
    weak = protected("a", "locked", strength=Strength.WEAK)
    assert contain("zip", (SHUT, weak)).strength is Strength.WEAK
    assert contain("zip", (SHUT, SHUT)).strength is Strength.STRONG
    assert contain("zip", (CLEAR,)).strength is Strength.NONE


def ending(*children: Protection) -> Iterator[Protection]:
    """Yield some children, then reach a bound."""
    yield from children
    raise OverLimit("too much")


def test_a_bound_reached_leaves_what_was_confirmed_open():
    """One open child decides; protected ones alone prove nothing of the rest."""
    assert contain("zip", ending(CLEAR)).state is ProtectionState.OPEN
    assert contain("zip", ending(SHUT, CLEAR)).state is ProtectionState.PARTIAL
    with pytest.raises(OverLimit):
        contain("zip", ending(SHUT))


def test_children_are_kept_up_to_a_bound():
    """The state counts them all."""
    answer = contain("zip", [SHUT] * 500 + [CLEAR])
    assert (answer.state, len(answer.children)) == (ProtectionState.PARTIAL, 200)


def test_entries_octets_depth_and_time_are_bounded():
    """Each bound is counted for the whole tree."""
    tree = look(Limits(depth=1, entries=3, unpacked=10))
    tree.entry(3)
    with pytest.raises(OverLimit, match="entries"):
        tree.entry()
    tree.unpack(4)
    assert tree.room == 6
    with pytest.raises(OverLimit, match="larger"):
        tree.unpack(7)
    assert tree.room == 0
    with pytest.raises(OverLimit, match="longer"):
        look(Limits(seconds=-1)).check_time()


def test_computing_is_bounded_and_waiting_is_not():
    """A slow server is nobody's fault; a document that keeps us busy is left. The clock is one for the whole tree."""
    clock = Clock(0.05)
    time.sleep(0.1)
    for _ in range(3):
        clock.check()
        time.sleep(0.02)
    begun = time.thread_time()
    with pytest.raises(OverLimit, match="longer"):
        _go_on(clock)
    assert time.thread_time() - begun < 1


def _go_on(clock: Clock) -> None:
    begun = time.thread_time()
    while time.thread_time() - begun < 5:
        clock.check()
