"""The one printer for sentences: as wide as the terminal, words whole, nothing in them that steers a terminal."""

import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from mailcheck.parse.harmless import harmless

if TYPE_CHECKING:
    from mailcheck.settings import Settings

WIDEST = 80
"""Longer lines are hard to read, however wide the terminal is."""
LUMP = 65_536
"""Characters printed at a time."""

_NARROWEST = 20
_LINE = re.compile(r"(?P<margin> *)(?P<mark>(?:[-*•]|\d{1,2}\.) +)?(?P<words>.*)")
_COMMAND = re.compile(r"`[^`\n]+`")
_OURS = re.compile(r"`mailcheck ([^`\n]+)`")
_HELD = "\0"
"""Stands for a space that may not become a line's end. No text holds it: harmless() removes it."""


def say(text: str, *, err: bool = False, indent: int = 0) -> None:
    """Print text for a person: each line wrapped with its own margin, `- ` lists hanging, `commands` on one line."""
    click.echo(wrapped(text, width=width(), indent=indent), err=err)


def show_pieces(pieces: Iterable[str]) -> None:
    """Print a text that is made piece by piece, without holding all of it."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > LUMP:
            click.echo("".join(held), nl=False)
            held, size = [], 0
    click.echo("".join(held), nl=False)


def complain(text: str) -> None:
    """Tell what is wrong on standard error: on a terminal as `say` does, elsewhere each line whole, for logs."""
    if sys.stderr is not None and sys.stderr.isatty():  # None: an interpreter without a window
        say(text, err=True)
    else:
        click.echo(harmless(text), err=True)


def width() -> int:
    """Return how many columns a sentence may take: the terminal's, at most WIDEST."""
    import shutil

    return max(_NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))


def wrapped(text: str, *, width: int = WIDEST, indent: int = 0) -> str:
    """Return text with each of its lines wrapped. Empty lines stay; a word too long for a line stays whole."""
    return "\n".join(_wrapped_line(line, width, indent) for line in harmless(text).split("\n"))


def reflowed(text: str) -> str:
    """Return text that was wrapped by hand with each paragraph, and each item of a list, on one line again."""
    lines: list[str] = []
    for line in text.split("\n"):
        found = _LINE.fullmatch(line.rstrip())
        follows = lines and lines[-1] and found and found["words"] and not found["mark"]
        if follows:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)


def command_line(settings: "Settings", command: str) -> str:
    """Return a command to be typed, such as `mailcheck settle …`, with the settings file if it is not the usual one."""
    import shlex
    import subprocess

    from mailcheck.settings import usual_settings_path

    if settings.path == usual_settings_path():
        return f"mailcheck {command}"
    path = str(settings.path)
    quoted = shlex.quote(path) if os.name == "posix" else subprocess.list2cmdline([path])
    return f"mailcheck {command} --config {quoted}"


def say_where_settings_are(settings: "Settings") -> None:
    """Say what to add to the commands that a report names, if they would not find these settings by themselves."""
    ending = command_line(settings, "").removeprefix("mailcheck").strip()
    if ending:
        say(f"\nYour settings are not in the usual place: write `{ending}` after each command that the report names.")


def with_settings(settings: "Settings", text: str) -> str:
    """Return text with each `mailcheck …` in it as it has to be typed with these settings."""
    return _OURS.sub(lambda found: f"`{command_line(settings, found[1])}`", text)


def _wrapped_line(line: str, width: int, indent: int) -> str:
    import textwrap

    found = _LINE.fullmatch(line.rstrip())
    if found is None or not found["words"]:
        return ""
    margin = " " * indent + found["margin"]
    mark = found["mark"] or ""
    held = _COMMAND.sub(lambda command: command[0].replace(" ", _HELD), found["words"])
    filled = textwrap.fill(
        held,
        width,
        initial_indent=margin + mark,
        subsequent_indent=margin + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace(_HELD, " ")
