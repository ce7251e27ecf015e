"""Several things at once, and whatever of them is there in time."""

import queue
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def in_time(
    tasks: Mapping[K, Callable[[], T]], *, seconds: float, is_enough: Callable[[dict[K, T]], bool] = lambda found: False
) -> dict[K, T]:
    """Run tasks side by side and return what they returned within `seconds`; one that fails or dawdles is left out.

    `is_enough` may end the waiting early. Daemon threads: a task that hangs holds nobody up.
    """
    done: queue.SimpleQueue[tuple[K, T] | None] = queue.SimpleQueue()

    def run(key: K, task: Callable[[], T]) -> None:
        try:
            done.put((key, task()))
        except Exception:  # noqa: BLE001 - one that fails is one that found nothing
            done.put(None)

    for key, task in tasks.items():
        threading.Thread(target=run, args=(key, task), daemon=True).start()
    found: dict[K, T] = {}
    end = time.monotonic() + seconds
    for _ in tasks:
        try:
            answer = done.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        if answer is not None:
            found[answer[0]] = answer[1]
        if is_enough(found):
            break
    return found
