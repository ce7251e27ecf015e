"""A hash turned many thousand times: computed here, or beside."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from mailcheck.dataclass import dataclass
from mailcheck.protection.rounds import turned_on

AT_ONCE = 10_000
"""Rounds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What is to be turned."""

    name: str
    """Of the hash, lower case."""
    digest: bytes
    """From which to begin."""
    rounds: int


class Later(BaseException):
    """What is asked for is being computed beside; whoever has nothing else to do may `wait`, and asks again.

    Not an Exception: everything between a format and whoever reads documents lets it pass.
    """

    def __init__(self, wait: Callable[[], object], is_done: Callable[[], bool]) -> None:
        """Say how to wait, and how to see whether it is done."""
        super().__init__()
        self.wait, self.is_done = wait, is_done


Beside = Callable[[Sequence[Turns]], Sequence[bytes]]
"""Computes beside; raises Later as long as it is at it. Asked for nothing, it gets ready."""


def turned(turns: Turns, between: Callable[[], None] = lambda: None) -> bytes:
    """Return the hash after all rounds; `between` is called now and then, to look at the clock, and may raise."""
    digest = turns.digest
    for start in range(0, turns.rounds, AT_ONCE):
        between()
        digest = _turned_on(turns.name, digest, start, min(turns.rounds, start + AT_ONCE))
    return digest


_turned_on = lru_cache(maxsize=4096)(turned_on)
"""Remembered, because one file is sent to several people."""
