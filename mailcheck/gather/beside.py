"""Computes in processes of its own what would hold up the reading of letters: the passwords built into Office.

Such a process is told the name of a hash, a digest and a number, and answers with a digest; nothing of a document
reaches it, and nothing is written anywhere. It ends with ours, however that ends: then its input is over.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING

from mailcheck.protection import rounds
from mailcheck.protection.turning import Later, Turns, turned

if TYPE_CHECKING:
    from subprocess import Popen

MOST_PROCESSES = 3
PATIENCE = 0.15
"""Seconds for an answer that a process is at, once there is nothing else to do. They give way to everybody: on a
computer that is never at rest they may get nothing done, and then it is done here."""
PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Of the environment: what an interpreter may need to start; secrets stay here."""

Job = tuple[Turns, "Future[bytes]"]


class Beside:
    """Processes that turn hashes, begun when there is something to turn; thread-safe."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._workers: list[Thread] = []
        self._most = min(MOST_PROCESSES, os.cpu_count() or 1)
        self._is_over = False
        self._future = lru_cache(maxsize=4096)(self._begun)

    def __call__(self, wanted: Sequence[Turns]) -> tuple[bytes, ...]:
        """Return the digests; raises Later until they are there. Asked for none, it gets ready to be asked."""
        self._ready()
        futures = tuple(map(self._future, wanted))
        if all(future.done() for future in futures):
            return tuple(future.result() for future in futures)
        raise Later(lambda: self._wait(wanted, futures), lambda: all(each.done() for each in futures))

    def __enter__(self) -> "Beside":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        for _ in self._workers:
            self._jobs.put(None)

    def _begun(self, turns: Turns) -> "Future[bytes]":
        future: Future[bytes] = Future()
        self._jobs.put((turns, future))
        return future

    def _wait(self, wanted: Sequence[Turns], futures: Sequence["Future[bytes]"]) -> None:
        """Wait until all is there. What no process has begun with, or does not end in time, is computed here."""
        for turns, future in zip(wanted, futures, strict=True):
            while not future.done() and (job := self._not_begun()):
                _answer(job[1], turned(job[0]))
            try:
                future.result(PATIENCE)
            except TimeoutError:
                _answer(future, turned(turns))

    def _not_begun(self) -> Job | None:
        try:
            return self._jobs.get_nowait()
        except Empty:
            return None

    def _ready(self) -> None:
        """Begin the processes: they take a while to start."""
        while len(self._workers) < self._most:
            self._workers.append(Thread(target=self._work, daemon=True))
            self._workers[-1].start()

    def _work(self) -> None:
        """Have a process do one job after the other; what it does not do is done here."""
        process = _process()
        while job := self._jobs.get():
            turns, future = job
            if self._is_over:
                future.cancel()
            elif not future.done():
                _answer(future, _computed(process, turns))
        if process is not None:
            process.kill()
            process.communicate()


def _answer(future: "Future[bytes]", digest: bytes) -> None:
    with suppress(InvalidStateError):  # somebody was faster
        future.set_result(digest)


def _computed(process: "Popen[str] | None", turns: Turns) -> bytes:
    """Return what a process answers; what none does is computed here."""
    try:
        return _asked(process, turns)
    except (OSError, ValueError):
        return turned(turns)


def _process() -> "Popen[str] | None":
    """Return an interpreter at work; None where there is none, as in a program that brings its own."""
    import subprocess

    if not Path(sys.executable or "").name.lower().startswith(("python", "pypy")):
        return None
    with suppress(OSError):
        return subprocess.Popen(  # noqa: S603 - our own interpreter, with a file of ours
            [sys.executable, "-I", "-S", rounds.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    return None


def _asked(process: "Popen[str] | None", turns: Turns) -> bytes:
    """Return what a process answers; raises OSError or ValueError if it does not."""
    if process is None or process.stdin is None or process.stdout is None:
        raise OSError
    process.stdin.write(rounds.as_line(turns.name, turns.digest, turns.rounds))
    process.stdin.flush()
    answer = bytes.fromhex(process.stdout.readline())
    if not answer:
        raise ValueError
    return answer
