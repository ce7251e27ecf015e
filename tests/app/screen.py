"""A terminal with somebody at the keyboard, for commands that show or ask for a secret."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

START = (
    "import os, signal, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); "
    "signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from mailcheck.app.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""Opening the terminal makes it the one that passwords are asked on. Ctrl-C counts, though tests that were started in
the background hand on that it is to be ignored."""
PATIENCE = 40
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Seen:
    """What somebody saw."""

    code: int
    screen: str
    """Without colours."""


def on_a_screen(*arguments: str | Path, typed: Sequence[str] = (), home: Path) -> Seen:
    """Run mailcheck in a terminal; each of `typed` answers one question: a line that ends in a colon and a space."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOME": str(home), "TERM": "xterm"}
    command = [sys.executable, "-c", START, *map(str, arguments)]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment,
    ) as process:
        os.close(theirs)
        try:
            seen = _watch(ours, list(typed))
            code = process.wait(PATIENCE)
        finally:
            process.kill()
    os.close(ours)
    return Seen(code, STYLE.sub("", seen).replace("\r\n", "\n"))


def _watch(screen: int, typed: list[str]) -> str:
    seen = ""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not select.select([screen], [], [], 1)[0]:
            continue
        try:
            octets = os.read(screen, 65536)
        except OSError:  # nobody is on the other side any more
            return seen
        if not octets:
            return seen
        seen += octets.decode("utf-8", "replace")
        if typed and seen.endswith(": "):
            os.write(screen, typed.pop(0).encode() + b"\n")
    raise TimeoutError(seen)
