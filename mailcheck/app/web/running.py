"""The check that the page started: at most one at a time, in a thread of its own, watched from any tab."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from mailcheck.dataclass import dataclass
from mailcheck.errors import Cancelled, UserError
from mailcheck.gather.visit import Progress, Step

Job = Callable[[Progress, Callable[[], bool]], None]
"""A check; it tells its progress, and asks whether it is to stop."""


class Phase(Enum):
    """How far it has come."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class View:
    """What can be seen of the check."""

    phase: Phase = Phase.IDLE
    steps: tuple[Step, ...] = ()
    """The latest of each account."""
    begun: datetime | None = None
    problem: str = ""


class Running:
    """Starts, watches and stops the check. Thread-safe."""

    def __init__(self) -> None:
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._view, self._thread = View(), None
        self._steps: dict[str, Step] = {}

    @property
    def view(self) -> View:
        """What can be seen of it now."""
        with self._lock:
            return replace(self._view, steps=tuple(self._steps.values()))

    @property
    def is_at_work(self) -> bool:
        """Whether a check runs."""
        return self.view.phase in {Phase.RUNNING, Phase.STOPPING}

    def start(self, job: Job) -> bool:
        """Start a check; False if one runs already, which is then the one to watch."""
        with self._lock:
            if self._view.phase in {Phase.RUNNING, Phase.STOPPING}:
                return False
            self._stop.clear()
            self._steps = {}
            self._view = View(Phase.RUNNING, begun=datetime.now().astimezone())
        # A daemon: closing the page does not wait for a slow server. What was read so far is kept batch by batch.
        threading.Thread(target=self._run, args=(job,), name="mailcheck-check", daemon=True).start()
        return True

    def stop(self) -> None:
        """Ask the check to stop; it does at its next step."""
        with self._lock:
            if self._view.phase is Phase.RUNNING:
                self._view = replace(self._view, phase=Phase.STOPPING)
                self._stop.set()

    def _run(self, job: Job) -> None:
        phase, problem = Phase.DONE, ""
        try:
            job(self._told, self._stop.is_set)
        except Cancelled:
            phase = Phase.STOPPED
        except UserError as wrong:
            phase, problem = Phase.FAILED, str(wrong)
        except Exception as error:  # noqa: BLE001 - containment: its text might quote a letter
            phase, problem = Phase.FAILED, f"Something went wrong inside mailcheck: {type(error).__name__}."
        with self._lock:
            self._view = replace(self._view, phase=phase, problem=problem)

    def _told(self, step: Step) -> None:
        with self._lock:
            self._steps[step.account] = step
