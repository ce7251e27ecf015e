"""What a step is: a screen, what its answer leads to, and where one goes who skips it."""

from collections.abc import Callable

from mailcheck.app.steps.plan import Facts, Progress, Screen
from mailcheck.dataclass import dataclass

Show = Callable[[Facts, Progress], Screen]
Take = Callable[[Facts, Progress, str], Progress]
Move = Callable[[Facts, Progress], Progress]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up. All three are pure."""

    show: Show
    take: Take
    """What an answer leads to; raises Unusable. Of a task or a secret: what is next if there is nothing to do."""
    skip: Move


def to(name: str) -> Move:
    """Return the move to a step."""
    return lambda facts, progress: progress.to(name)


def on(name: str) -> Take:
    """Return what takes any answer and goes on to a step."""
    return lambda facts, progress, answer: progress.to(name)
