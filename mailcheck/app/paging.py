"""Long text on a terminal, a screen at a time; everywhere else it is printed as it is."""

import sys
from collections.abc import Iterable, Sequence

import click

MORE, REST = "", "s"
ASKED = "  Enter shows more; s, then Enter, skips to the end"


def show_blocks(blocks: Iterable[Sequence[str]], *, pauses: bool = True) -> None:
    """Print blocks of lines, each whole where it fits; on a terminal, wait before a screen is full.

    Raises Abort if somebody ends it with Ctrl-C.
    """
    room = _lines() - 2 if pauses and is_terminal() else 0
    used = 0
    for block in blocks:
        if room and used and used + len(block) > room:
            used = 0
            room = room if click.prompt(ASKED, default=MORE, show_default=False).strip().lower() != REST else 0
        for line in block:
            click.echo(line)
        used += len(block)


def is_terminal() -> bool:
    """Whether somebody reads the output and can answer."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def _lines() -> int:
    import shutil

    return max(10, shutil.get_terminal_size((80, 24)).lines)
