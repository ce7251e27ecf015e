"""A real terminal of 80 columns and 24 lines, with somebody at the keyboard: pexpect types, pyte sees."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pexpect
import pyte

COLUMNS, LINES = 80, 24
PATIENCE = 60.0


def interruptible() -> None:
    """Let Ctrl-C reach a programme: tests that were started in the background hand on that it is to be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Terminal:
    """A programme in a terminal. A context manager."""

    command: list[str]
    environment: Mapping[str, str]
    screens: list[str] = field(default_factory=list)
    """Every screen on which something was typed."""
    keystrokes: int = 0
    typed: list[str] = field(default_factory=list)

    def __enter__(self) -> "Terminal":
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.everything = b""
        self._child = pexpect.spawn(
            self.command[0],
            self.command[1:],
            env={**os.environ, **self.environment, "TERM": "xterm", "COLUMNS": "80", "LINES": "24"},
            dimensions=(LINES, COLUMNS),
            timeout=PATIENCE,
            preexec_fn=interruptible,
        )
        self._child.delaybeforesend = None
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    @property
    def shown(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).strip("\n")

    def wait_for(self, text: str) -> str:
        """Wait until a text is on the screen, and return the screen."""
        end = time.monotonic() + PATIENCE
        while text not in " ".join(self.shown.split()) and text not in self.shown:
            if not self._read() or time.monotonic() > end:
                raise AssertionError(f"{text!r} never came up:\n{self.shown}")
        return self.shown

    def question(self, text: str) -> str:
        """Wait for a text and for the cursor to wait behind a colon; return the screen."""
        self.wait_for(text)
        end = time.monotonic() + PATIENCE
        while not (self.shown.endswith(":") and text in " ".join(self.shown.split())):
            if not self._read() or time.monotonic() > end:
                raise AssertionError(f"no question came up:\n{self.shown}")
        return self.shown

    def answer(self, text: str, typed: str) -> str:
        """Wait for a question whose screen holds `text`, answer it, and return the screen as it was."""
        seen = self.question(text)
        self.screens.append(seen)
        self.typed.append(typed)
        self.keystrokes += len(typed) + 1
        self._child.send(f"{typed}\r")
        self._until_gone(seen)
        return seen

    def waits_behind(self, text: str) -> bool:
        """Whether the cursor stands behind a text, and not only somewhere below it."""
        cursor = self.screen.cursor
        return self.screen.display[cursor.y][: cursor.x].rstrip().endswith(text)

    def read_on(self) -> None:
        """Wait for more to be written."""
        self._read()

    def press(self, key: str) -> None:
        """Press a key such as Ctrl-C."""
        self._child.send(key)

    def end(self) -> int:
        """Wait until the programme is over, and return its code."""
        while self._read():
            pass
        self._child.close()
        return self._child.exitstatus

    def processes(self) -> str:
        """Return the command lines of every process here, as `ps` would show them."""
        lines = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                lines.append(path.read_bytes())
        return b"\n".join(lines).decode("utf-8", "replace")

    def _until_gone(self, seen: str) -> None:
        end = time.monotonic() + PATIENCE
        while self.shown == seen and time.monotonic() < end:
            if not self._read():
                return

    def _read(self) -> bool:
        try:
            octets = self._child.read_nonblocking(65536, timeout=PATIENCE)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.everything += octets
        self._stream.feed(octets)
        return True


def python(*arguments: str) -> list[str]:
    """Return the command that runs this Python."""
    return [sys.executable, *arguments]
