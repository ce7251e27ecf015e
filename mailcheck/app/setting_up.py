"""`mailcheck setup`: the steps of the set-up on a terminal, one screen for each."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailcheck.app.steps import Progress, Screen
    from mailcheck.app.steps.work import Walk

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
KEYS = "s skip   b back   q stop (nothing is lost)"
HIDDEN = "Enter alone skips   Ctrl-C stops (nothing is lost)"
MARGIN = 2
WELCOME_BACK = "You stopped here last time. To begin again from the first step: `mailcheck setup --again`"


@click.command()
@CONFIG
@click.option("--again", is_flag=True, help="Begin from the first step; what is set up stays.")
def setup(config: Path | None, again: bool) -> int:
    """Set mailcheck up, step by step. Run it again whenever you like."""
    from mailcheck.app.steps.work import Walk

    needs_a_terminal()
    walk_through(Walk(config.expanduser().absolute() if config else None, tell=teller), again=again)
    return 0


def walk_through(walk: "Walk", *, again: bool = False) -> None:
    """Show one screen after another until the set-up is over, or somebody stops."""
    progress = walk.afresh() if again else walk.begin()
    note = "" if again or progress.at == "door" else WELCOME_BACK
    try:
        _show(walk, walk_while(walk, progress, lambda at: at.at != "done", note))
    except (KeyboardInterrupt, click.Abort):
        teller("\nStopped. Nothing is lost: `mailcheck setup` goes on from here.")


def walk_while(walk: "Walk", progress: "Progress", goes_on: "Callable[[Progress], bool]", note: str = "") -> "Progress":
    """Take one step after another while it goes on, and return where it ended. Raises Abort if somebody stops."""
    while goes_on(progress):
        progress, note = _step(walk, progress, note)
    return progress


def _step(walk: "Walk", progress: "Progress", note: str) -> tuple["Progress", str]:
    """Show one screen and take its answer; returns the next progress, and what is said above it. Raises Abort."""
    from mailcheck.app.steps import Kind, Unusable
    from mailcheck.errors import UserError

    shown = _show(walk, progress)
    if note:
        teller(note)
    try:
        match shown.kind:
            case Kind.TASK:
                return walk.take(progress), ""
            case Kind.SECRET:
                typed = _hidden(shown)
                return (walk.take(progress, typed) if typed else walk.skip(progress)), ""
        return _moved(walk, progress, shown, _typed(shown)), ""
    except Unusable as wrong:
        return progress, str(wrong)
    except UserError as wrong:
        if shown.kind is Kind.TASK:  # it would be taken again at once, without end
            raise
        return progress, str(wrong)


def _moved(walk: "Walk", progress: "Progress", shown: "Screen", typed: str) -> "Progress":
    """Go where the answer leads: on, back, past this step, or out."""
    match typed.strip().lower():
        case "q":
            raise click.Abort
        case "b":
            return walk.back(progress)
        case "s" if shown.can_skip:
            return walk.skip(progress)
    return walk.take(progress, typed)


def _show(walk: "Walk", progress: "Progress") -> "Screen":
    """Clear the terminal and put one screen on it."""
    from mailcheck.app.saying import say
    from mailcheck.app.steps import screen

    shown = screen(walk.facts, progress)
    click.clear()
    _heading(shown)
    click.echo()
    say(shown.text)
    if shown.options:
        click.echo()
    for option in shown.options:
        say(f"{option.key}  {option.words}", indent=MARGIN)
    click.echo()
    return shown


def _heading(shown: "Screen") -> None:
    """Print where one is, and the title."""
    from rich.console import Console
    from rich.text import Text

    from mailcheck.app.steps import STAGES
    from mailcheck.report.words import harmless

    console = Console(highlight=False, emoji=False, markup=False, width=80)
    line = Text()
    for at, stage in enumerate(STAGES):
        line.append(" > " if at else "", style="dim")
        line.append(stage, style="bold" if at == shown.stage else "dim")
    console.print(line)
    console.print(Text(harmless(shown.title), style="bold"))


def _typed(shown: "Screen") -> str:
    """Ask for one line."""
    from mailcheck.app.steps import Kind

    click.secho(KEYS if shown.can_skip else "q stop", dim=True)
    if shown.kind is Kind.NOTE:
        return str(click.prompt("Enter goes on", default="", show_default=False, prompt_suffix=": "))
    label = shown.label or "Your answer"
    usual = f" (Enter: {shown.default})" if shown.default else ""
    return str(click.prompt(f"{label}{usual}", default="", show_default=False, prompt_suffix=": "))


def _hidden(shown: "Screen") -> str:
    """Ask for one line that is not shown."""
    click.secho(HIDDEN, dim=True)
    return str(click.prompt(shown.label, default="", show_default=False, hide_input=True, prompt_suffix=": "))


def teller(text: str) -> None:
    """Print a sentence."""
    from mailcheck.app.saying import say

    say(text)


def needs_a_terminal() -> None:
    """Raise UserError where nobody could answer."""
    from mailcheck.errors import Problem, UserError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        remedy = "Run `mailcheck setup` in a terminal, or write the settings by hand: `mailcheck settings --create`."
        raise UserError(Problem("The set-up asks questions, and nobody is there to answer.", remedy=remedy))
