"""Things that are done in threads of their own, until somebody needs what comes of them.

Daemon threads: a keyboard interrupt leaves at once instead of waiting for a slow server.
"""

from collections.abc import Callable, Iterable
from threading import Lock, Thread
from types import TracebackType
from typing import Generic, TypeVar, cast

T = TypeVar("T")

loading = Lock()
"""Held by a thread while it loads more of the program beside: several at the same time hold each other up, since each
file that is opened lets another thread go on."""


class Meanwhile(Generic[T]):
    """One thing being done."""

    def __init__(self, do: Callable[[], T]) -> None:
        """Begin with it."""
        self._found: T | None = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, args=(do,), daemon=True)
        self._thread.start()

    def _run(self, do: Callable[[], T]) -> None:
        try:
            self._found = do()
        except BaseException as error:  # noqa: BLE001 - handed to whoever needs what would have come of it
            self._error = error

    def wait(self) -> None:
        """Wait until it is done, or has failed."""
        self._thread.join()

    def result(self) -> T:
        """Wait, and return what came of it; raises what it raised."""
        self.wait()
        if self._error is not None:
            raise self._error
        return cast(T, self._found)


class Behind:
    """Things done behind everything else and waited for in the end, such as a farewell; none of them fails a run."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._begun: list[Meanwhile[None]] = []

    def __call__(self, do: Callable[[], None]) -> None:
        """Begin with one thing more."""
        self._begun.append(Meanwhile(do))

    def __enter__(self) -> "Behind":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._begun:
            each.wait()


def load_beside(load: Callable[[], None]) -> None:
    """Load more of the program in a thread; whoever needs it before that is over waits for the rest, or loads it."""

    def in_turn() -> None:
        with loading:
            load()

    Meanwhile(in_turn)


def at_once(do: Callable[[], None]) -> None:
    """Do a thing now, where nobody has a place behind everything else."""
    do()


def side_by_side(tasks: Iterable[Callable[[], None]]) -> None:
    """Run tasks at the same time, and raise what the first of them raised once all are over: Cancelled, or a bug."""
    begun = [Meanwhile(task) for task in tasks]
    for each in begun:
        each.wait()
    for each in begun:
        each.result()
