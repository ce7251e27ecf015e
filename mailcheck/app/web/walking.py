"""The set-up, as the page holds it: one walk, whichever tab it is in; what takes a moment runs in the background."""

import threading
from collections.abc import Callable
from dataclasses import field
from threading import Lock

from mailcheck.app.steps import Kind, Progress, Screen, Unusable, screen
from mailcheck.app.steps.work import Walk
from mailcheck.dataclass import dataclass
from mailcheck.errors import UserError

BACK, SKIP, ON = "back", "skip", "on"


@dataclass(slots=True)
class Walking:
    """One walk through the set-up."""

    walk: Walk
    progress: Progress
    note: str = ""
    """What is said above the screen: why an answer could not be taken."""
    told: list[str] = field(default_factory=list)
    """Lines for the member while something is being done, such as a code to type."""
    is_at_work: bool = False
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls, make: "Callable[[Callable[[str], object]], Walk]", *, again: bool = False) -> "Walking":
        """Begin where somebody stopped last time, or at the first step."""
        told: list[str] = []
        walk = make(told.append)
        return cls(walk, walk.afresh() if again else walk.begin(), told=told)

    @property
    def screen(self) -> Screen:
        """Return what is on the screen now."""
        return screen(self.walk.facts, self.progress)

    @property
    def mark(self) -> str:
        """Tells one screen from another, so that an answer is never taken for another question's."""
        return f"{self.progress.at} {self.progress.role.value} {len(self.progress.asked)}"

    def take(self, mark: str, way: str, typed: str) -> None:
        """Take an answer to the screen of that mark; one to another screen came from another tab, and is left out."""
        with self._lock:
            if mark != self.mark or self.is_at_work:
                return
            self.note = ""
            try:
                self.progress = self._moved(way, typed)
            except (Unusable, UserError) as wrong:
                self.note = str(wrong)
            if way != BACK:
                self._begin_task()

    def _moved(self, way: str, typed: str) -> Progress:
        match way:
            case "back":
                return self.walk.back(self.progress)
            case "skip":
                return self.walk.skip(self.progress)
        return self.progress if self.screen.kind is Kind.TASK else self.walk.take(self.progress, typed)

    def _begin_task(self) -> None:
        """Begin what the screen announces, in the background; one after the other, if there are several."""
        if self.screen.kind is Kind.TASK:
            self.is_at_work = True
            self.told.clear()
            threading.Thread(target=self._work, name="mailcheck-setup", daemon=True).start()

    def _work(self) -> None:
        try:
            while self.screen.kind is Kind.TASK:
                self.progress = self.walk.take(self.progress)
        except UserError as wrong:
            self.note = str(wrong)
        except Exception as error:  # noqa: BLE001 - containment: its text might hold what was typed
            self.note = f"Something went wrong inside mailcheck: {type(error).__name__}."
        finally:
            self.told.clear()
            self.is_at_work = False

    def close(self) -> None:
        """Forget what was typed in."""
        self.walk.held.clear()
