"""One judgement under way: how deep it is, and what it may still spend."""

import time
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.protection.turning import Beside

CHILDREN_KEPT = 200
BETWEEN_CLOCKS = 0.01
"""Seconds between two looks at the clock of computing time: asking it costs a system call, and most judgements are over
before."""


class CannotTell(Exception):
    """A document cannot be judged; the text says why, in plain words that quote nothing of the document."""


class OverLimit(CannotTell):
    """A document asks for more than a judgement may spend."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call of `judge_protection` may spend, whatever the document says of itself."""

    depth: int = 6
    """Containers within containers."""
    entries: int = 20_000
    """Entries of all containers together."""
    unpacked: int = 64 * 1024 * 1024
    """Octets unpacked or decoded, all together."""
    seconds: float = 1.7
    """Computing time, looked at between two steps, so that a call takes two seconds at most; waiting for a slow server
    does not count."""


class Clock:
    """How long something may compute, from the first look at the clock on; shared by all who do it together."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._again_at = time.monotonic() + min(BETWEEN_CLOCKS, seconds)
        self._deadline: float | None = None

    def check(self) -> None:
        """Raise OverLimit if it has taken too long."""
        now = time.monotonic()
        if now < self._again_at:
            return
        self._again_at = now + BETWEEN_CLOCKS
        computed = time.thread_time()  # without waiting
        if self._deadline is None:
            self._deadline = computed + self._seconds
        if computed > self._deadline:
            raise OverLimit("it takes longer to look through than mailcheck allows")


@dataclass(slots=True)
class Look:
    """What a judgement may still spend; handed to every format and shared with everything inside."""

    limits: Limits
    judge: Callable[[BinaryIO, "Look"], Protection]
    clock: Clock
    depth: int = 0
    spent: list[int] = field(default_factory=lambda: [0, 0])
    """Entries and unpacked octets so far; one list for the whole tree."""
    beside: Beside | None = None
    """What computes beside, if anything does."""

    def entry(self, count: int = 1) -> None:
        """Count entries of a container; raises OverLimit past the bound."""
        self.spent[0] += count
        if self.spent[0] > self.limits.entries:
            raise OverLimit("it holds more entries than mailcheck looks through")
        self.check_time()

    def unpack(self, octets: int) -> None:
        """Count octets unpacked; raises OverLimit past the bound. Call it before the memory is taken."""
        self.spent[1] += octets
        if self.spent[1] > self.limits.unpacked:
            raise OverLimit("unpacked it is larger than mailcheck looks through")
        self.check_time()

    @property
    def room(self) -> int:
        """Octets that may still be unpacked."""
        return max(0, self.limits.unpacked - self.spent[1])

    def check_time(self) -> None:
        """Raise OverLimit if the judgement has taken too long."""
        self.clock.check()

    def inside(self, file: BinaryIO) -> Protection:
        """Judge something inside the present document, one level deeper.

        Raises OverLimit if it is too deep, or if a bound was reached inside: what was not looked at to its end
        is judged by nobody. `contain` knows what to make of it.
        """
        if self.depth + 1 > self.limits.depth:
            raise OverLimit("it is nested deeper than mailcheck looks")
        self.check_time()
        inner = replace(self, depth=self.depth + 1)
        return self.judge(file, inner)


def contain(
    format: str,  # noqa: A002 - the field's own name
    children: Iterable[Protection],
    *,
    names_visible: bool = True,
) -> Protection:
    """Return the verdict on a container that itself asks for no secret, from what is inside (ALL semantics).

    Give children for content only: directories and empty files do not count. A child that is `unreadable` counts as
    not protected, because its octets came out of the container without a secret. `children` may be a generator
    that ends in OverLimit: what was confirmed open until then decides; nothing confirmed open raises it again.
    """
    inside = _gathered(children)
    states = {child.state for child in inside}
    strengths = {child.strength for child in inside if child.state in _SHUT}
    if not inside:
        state, reason = ProtectionState.OPEN, "it is empty, and needs no password"
    elif states == {ProtectionState.PROTECTED}:
        state, reason = ProtectionState.PROTECTED, f"everything inside needs a secret: {inside[0].reason}"
    elif states & _SHUT:
        state, reason = ProtectionState.PARTIAL, "some of what is inside opens without a password"
    else:
        state, reason = ProtectionState.OPEN, "opens without a password"
    strength = Strength.NONE
    if strengths:
        strength = Strength.WEAK if Strength.WEAK in strengths else Strength.STRONG
    return Protection(state, format, strength, reason, names_visible, tuple(inside[:CHILDREN_KEPT]))


_SHUT = frozenset({ProtectionState.PROTECTED, ProtectionState.PARTIAL})


def _gathered(children: Iterable[Protection]) -> list[Protection]:
    """Return the children as far as the bounds let one look."""
    inside: list[Protection] = []
    try:
        for child in children:
            inside.append(child)
    except OverLimit:
        if not any(child.state in {ProtectionState.OPEN, ProtectionState.PARTIAL} for child in inside):
            raise
    return inside
