"""Holds one thing in memory for a while, and forgets it."""

import time
from collections.abc import Callable
from dataclasses import field
from threading import Lock
from typing import Any

from mailcheck.dataclass import dataclass

KEPT = 15 * 60.0
"""Seconds after which what was laid down is taken away: a file, a passphrase, a sitting."""


@dataclass(slots=True)
class Tray:
    """Holds one thing for a while, and forgets it."""

    clock: Callable[[], float] = time.monotonic
    _holds: Any = field(default=None, repr=False)
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def lay(self, thing: object) -> None:
        """Lay something down; what lay there before is forgotten."""
        with self._lock:
            old, self._holds, self._until = self._holds, thing, self.clock() + KEPT
        _let_go(old)

    def take(self) -> Any:  # noqa: ANN401 - whatever was laid down
        """Return what lies there, for a while longer; None if there is nothing any more."""
        self.tidy()
        with self._lock:
            if self._holds is not None:
                self._until = self.clock() + KEPT
            return self._holds

    def take_away(self) -> Any:  # noqa: ANN401 - whatever was laid down
        """Return what lies there, and forget it."""
        with self._lock:
            holds, self._holds = self._holds, None
            return holds

    def tidy(self) -> None:
        """Forget what has lain there for too long."""
        if self._holds is not None and self.clock() > self._until:
            self.clear()

    def clear(self) -> None:
        """Forget what lies there."""
        with self._lock:
            old, self._holds = self._holds, None
        _let_go(old)


def _let_go(thing: object) -> None:
    close = getattr(thing, "close", None)
    if close is not None:
        close()
