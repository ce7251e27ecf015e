"""How far a run has come, on a terminal; nothing at all elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from mailcheck.gather.visit import Progress, Step, silent


@contextmanager
def shown_on_terminal(*, quiet: bool = False) -> Iterator[Progress]:
    """Give a progress function that keeps one line on standard error up to date, if that is a terminal to be used."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, emoji=False, markup=False)
    steps: dict[str, str] = {}
    lock = Lock()
    with console.status("Connecting, read-only …") as status:

        def told(step: Step) -> None:
            with lock:
                far = f" {step.done} of {step.total}" if step.total else ""
                steps[step.account] = f"{step.account}: {step.what}{far}"
                status.update("   ".join(steps.values()))

        yield told
