"""`mailcheck inspect`: whether files and letters are safe to send."""

import io
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem

if TYPE_CHECKING:
    from mailcheck.model import Protection

STANDARD_INPUT = "-"
LARGEST = 64 * 1024 * 1024
"""Octets read from standard input; no mail server takes a letter as large as that."""
NO_FILE = "Name a file, a folder with -r, or - for a message on standard input."


class TooLarge(OSError):
    """More was given than mailcheck holds in memory."""

    def __init__(self) -> None:
        super().__init__(0, "it is larger than mailcheck takes")


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1)
@click.option("-r", "--recursive", is_flag=True, help="Look through folders, and the folders in them.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@click.option("--outgoing", is_flag=True, help="For a mail program: may this message be sent? One line.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="With --outgoing: the settings file.")
def inspect(files: tuple[str, ...], recursive: bool, output_format: str, outgoing: bool, config: Path | None) -> int:
    """Say whether documents need a password to open: files, folders with -r, letters, or - for standard input.

    Exit code: 0 all protected, or a letter without a document; 1 weak; 2 something is open; 3 could not tell.
    With --outgoing: 0 may be sent, 1 ask, 2 may not be sent, 3 could not tell.
    """
    if outgoing:
        return _outgoing(files, config)
    if not files:
        raise click.UsageError(NO_FILE)
    problems: list[Problem] = []
    judged = judge_files(files, problems, recursive=recursive)
    if output_format == "text":
        return _show_text(judged, problems)
    code = _show_json(judged)
    for problem in problems:
        click.echo(f"mailcheck: {problem}", err=True)  # one line each: a program reads them
    return code


def judge_files(
    files: Iterable[str], problems: list[Problem], *, recursive: bool = False
) -> "Iterator[tuple[str, Protection]]":
    """Yield every file with the verdict on it, as they are judged, in the order given.

    What cannot be opened is unreadable, and why is added to `problems`.
    """
    from mailcheck.model import unreadable
    from mailcheck.protection import judge_protection

    for name in files:
        for found in _found(name, recursive=recursive):
            if isinstance(found, Problem):
                problems.append(found)
                yield found.where, unreadable("unknown", found.what.removesuffix("."))
                continue
            try:
                with _opened(found) as file:
                    verdict = judge_protection(file)
            except OSError as error:
                problem = Problem(f"could not be read ({error.strerror or 'no reason given'}).", found)
                problems.append(problem)
                verdict = unreadable("unknown", problem.what.removesuffix("."))
            yield found, verdict


def _found(name: str, *, recursive: bool) -> Iterator[str | Problem]:
    """Yield the files that a name stands for. Links to folders are not followed: they may lead round in a circle."""
    path = Path(name)
    try:
        if name == STANDARD_INPUT or path.is_file():
            yield name
        elif not path.is_dir():
            yield Problem("is not a file." if path.exists() else "there is no such file.", name)
        elif recursive:
            yield from _inside(name)
        else:
            yield Problem("is a folder.", name, "Look through it with -r.")
    except (OSError, ValueError) as error:
        yield Problem(f"could not be read ({getattr(error, 'strerror', None) or 'no reason given'}).", name)


def _inside(folder: str) -> Iterator[str | Problem]:
    """Yield the files of a folder and of those in it, by name; of each folder on the way, the names are held."""
    waiting = [*_listed(folder)]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, Problem):
            yield entry
        elif entry.is_dir(follow_symlinks=False):
            waiting += _listed(entry.path)
        elif entry.is_symlink() and Path(entry.path).is_dir():
            yield Problem("is a link to a folder, and was not followed.", entry.path, "Name that folder itself.")
        else:
            yield from _found(entry.path, recursive=False)


def _listed(folder: str) -> "list[os.DirEntry[str] | Problem]":
    """Return what is in a folder, the first by name at the end."""
    try:
        with os.scandir(folder) as entries:
            return [*sorted(entries, key=lambda entry: entry.name, reverse=True)]
    except OSError as error:
        return [Problem(f"the folder could not be read ({error.strerror or 'no reason given'}).", folder)]


def _opened(name: str) -> "io.BufferedReader | io.BytesIO":
    if name != STANDARD_INPUT:
        return Path(name).open("rb")
    return io.BytesIO(read_standard_input())


def read_standard_input() -> bytes:
    """Return what is piped in, held in memory only. Raises OSError if it is too much."""
    octets = sys.stdin.buffer.read(LARGEST + 1)
    if len(octets) > LARGEST:
        raise TooLarge
    return octets


def _show_json(judged: "Iterator[tuple[str, Protection]]") -> int:
    from mailcheck.report.inspect_v1 import exit_code, inspect_v1, worst_code

    codes: set[int] = set()

    def counted() -> "Iterator[tuple[str, Protection]]":
        for name, verdict in judged:
            codes.add(exit_code(verdict))
            yield name, verdict

    for piece in inspect_v1(counted()):
        click.echo(piece, nl=False)
    return worst_code(codes)


def _show_text(judged: "Iterator[tuple[str, Protection]]", problems: list[Problem]) -> int:
    """Show each file as it is judged; one that could not be had is told once, as a problem, and counted by itself."""
    from rich.console import Console

    from mailcheck.app.saying import say
    from mailcheck.report.inspect_text import show, summary
    from mailcheck.report.inspect_v1 import UNREADABLE, exit_code, worst_code

    console = Console(highlight=False, emoji=False, markup=False)
    tally: Counter[int] = Counter()
    missing = 0
    for name, verdict in judged:
        if len(problems) > missing:
            missing = len(problems)
            say(f"mailcheck: {problems[-1]}", err=True)
            continue
        show(console, name, verdict)
        tally[exit_code(verdict)] += 1
    if closing := summary(tally, missing):
        console.print(f"\n{closing}")
    return worst_code([*tally, UNREADABLE] if missing else tally)


def _outgoing(files: tuple[str, ...], config: Path | None) -> int:
    from mailcheck.app.outgoing import Answer, judge_outgoing, sorting

    if len(files) > 1:
        raise click.UsageError("--outgoing takes one message at a time.")
    name = files[0] if files else STANDARD_INPUT
    try:
        with _opened(name) as file:
            message = file.read(LARGEST + 1)
        if len(message) > LARGEST:
            raise TooLarge
        answer = judge_outgoing(message, sorting(config))
    except OSError as error:
        answer = Answer(3, f"the message could not be read ({error.strerror or 'no reason given'})")
    click.echo(str(answer))
    return answer.code
