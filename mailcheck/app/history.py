"""`mailcheck history` and `mailcheck forget`: what earlier runs left behind."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.settings import Settings
    from mailcheck.state import Run

SHOWN = 30
"""Runs shown unless all are asked for."""
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
LOST = (
    "The next check measures again what it can. It cannot find a letter again that you have deleted from the Sent "
    "folder, nor the day a question was first asked."
)


@click.command()
@click.option("--all", "whole", is_flag=True, help=f"Show every run, not only the last {SHOWN}.")
@CONFIG
def history(whole: bool, config: Path | None) -> int:
    """Show the runs so far, one line each, the newest first."""
    from mailcheck.app.saying import command_line, say
    from mailcheck.settings import load_settings
    from mailcheck.state import State

    settings = load_settings(config)
    with State.open(settings.state_path) as state:
        runs = state.history()
    if not runs:
        say(f"There was no run yet. `{command_line(settings, 'check')}` makes the first.")
    for run in runs if whole else runs[:SHOWN]:
        click.echo(line(run))
    if len(runs) > SHOWN and not whole:
        say(f"… and {len(runs) - SHOWN:,} before that: `{command_line(settings, 'history --all')}`")
    return 0


def line(run: "Run") -> str:
    """Return one run in one line of an ordinary terminal: when, how it ended, and what it found."""
    from mailcheck.model import Status
    from mailcheck.report.words import STATUS, count
    from mailcheck.state import tally

    told = tally(run.report)
    status = STATUS[Status(told.status)] if told.status in set(Status) else "?"
    # Of a run from before clauses were counted, findings are told.
    unmet = count(told.clauses, "clause") if told.clauses else str(told.not_met or "")
    counts = [f"{unmet} not met"] if unmet else []
    counts += [
        f"{number} {words}"
        for number, words in (
            (told.could_not_check, "not checked"),
            (told.attention, "to look at"),
            (told.settled, "closed"),
        )
        if number
    ]
    return f"{run.finished:%d %b %Y %H:%M}  {status:<15}  {', '.join(counts)}".rstrip()


@click.command()
@click.option("--before", default="", metavar="YYYY-MM-DD", help="Only the runs before this day.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@CONFIG
def forget(before: str, yes: bool, config: Path | None) -> int:
    """Erase what earlier runs left on this computer. What you said yourself is kept."""
    from mailcheck.app.saying import say
    from mailcheck.model.days import day_in_words
    from mailcheck.settings import load_settings

    last_kept = _day(before) if before else None
    settings = load_settings(config)
    if last_kept and not _is_any_before(settings, last_kept):
        say(f"There is no run before {day_in_words(last_kept)}, so there is nothing to erase.")
        return 0
    what = f"the runs before {day_in_words(last_kept)}" if last_kept else "everything that earlier runs found"
    say(f"This erases {what}: {settings.state_path}")
    if not last_kept:
        say(LOST)
    say(kept(settings))
    if not yes:
        _ask()
    say(_forget_runs(settings, last_kept) if last_kept else _forget_all(settings.state_path))
    return 0


def _day(text: str) -> date:
    """Return a day as it is typed. Raises UserError."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        problem = Problem(f"{text!r} is no day.", "--before", f"Write a day such as {date.today()}.")
        raise UserError(problem) from None


def _is_any_before(settings: "Settings", day: date) -> bool:
    from mailcheck.state import State

    with State.open(settings.state_path) as state:
        return any(run.finished.date() < day for run in state.history())


def kept(settings: "Settings") -> str:
    """Return what stays, and where it is."""
    rows = (
        ("What you told mailcheck", settings.said_path),
        ("Your settings", settings.path),
        ("Attestations you wrote, and their key", f"{settings.data_folder}, or the system's password store"),
        ("mailcheck's own key", f"{settings.data_folder}, or the system's password store"),
        ("Passwords", "where your settings say; mailcheck has no copy"),
        ("Reports you saved", "where you saved them"),
    )
    return "It keeps:\n" + "\n".join(f"  - {what}: {where}" for what, where in rows)


def _ask() -> None:
    """Ask on a terminal; where nobody can answer, `--yes` has to say so. Raises UserError, or Abort on a no."""
    if not sys.stdin.isatty():
        raise UserError(Problem("Nobody is there to ask. Nothing was erased.", remedy="Say so with --yes."))
    click.confirm("Erase it?", abort=True)


def _forget_runs(settings: "Settings", before: date) -> str:
    from mailcheck.report.words import count
    from mailcheck.state import State

    with State.open(settings.state_path) as state:
        gone = state.forget_before(before)
    return f"Erased: {count(gone, 'run')}. What is still open stays known."


def _forget_all(path: Path) -> str:
    from mailcheck.state import erase
    from mailcheck.state.lock import only_run

    with only_run(path):  # a run that is at work would write down again what is being erased
        pass
    try:
        names = erase(path)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"could not be erased ({why}).", str(path), "Is another check running?")) from None
    found = [name for name in names if not name.endswith(".lock")]
    return "Erased: what earlier checks found." if found else "There was nothing to erase."
