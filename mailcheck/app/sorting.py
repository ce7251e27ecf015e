"""`mailcheck sort`: which of the documents that anybody can open are confidential? Ten questions at most."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.app.sitting import Kept, Opener
    from mailcheck.audit.run import Keeper
    from mailcheck.settings import Settings
    from mailcheck.state import State


NONE_WAITING = "There is nothing to sort: every open document has its answer."
NONE_ANSWERED = "There is no answer to change yet."
WELCOME = """\
Thank you for taking a few minutes. There are ten questions at most.
You can stop at any time: every answer is kept as soon as you give it."""
WELCOME_AGAIN = """\
These are the documents that have your answer, the latest first. Press s where
the answer is right, q to stop: every answer is kept as soon as you give it."""


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--again", is_flag=True, help="Ask about the documents that have your answer, the latest first.")
def sort(config: Path | None, again: bool) -> int:
    """Say which of your open documents are confidential.

    Shows names, so it needs a terminal. Asks ten questions at most; every answer is kept as soon as it is given.
    """
    from mailcheck.app.checking import asker
    from mailcheck.app.saying import say
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import load_settings
    from mailcheck.state import State

    _needs_a_screen()
    settings = load_settings(config)
    keeper = Secrets.of(settings, ask=asker())
    with State.open(settings.state_path) as state:
        for notice in state.notices:
            say(notice, err=True)
        kept = _answered(settings, state) if again else _waiting(settings, keeper, state)
    if not any(kept.values()):
        say(NONE_ANSWERED if again else f"{NONE_WAITING} {_again(settings)}")
        return 0
    hold_sitting(settings, kept, keeper, opener=_opener(settings, keeper), again=again)
    return 0


def hold_sitting(
    settings: "Settings", kept: "Kept", keeper: "Keeper", *, opener: "Opener", again: bool = False
) -> None:
    """Ask about the documents in `kept`, and write every answer down at once."""
    from mailcheck.app.asking import MOST, ask_all
    from mailcheck.app.names import NOTICE
    from mailcheck.app.saying import command_line, say
    from mailcheck.app.sitting import Reader, book_of, latest_first
    from mailcheck.gather.keys import Keys

    keys = Keys(keeper.installation_key())
    reader = Reader(opener, keys)
    book = book_of(settings, kept, reader, again=again)
    book.command = lambda command: command_line(settings, command)
    try:
        click.echo("Finding the letters …")
        questions, gone, troubles = reader.questions(kept)
        for trouble in troubles:
            say(f"mailcheck: {trouble}", err=True)
        if questions:
            say(f"\n{NOTICE}\n\n{WELCOME_AGAIN if again else WELCOME}\n\n{settings.policy.confidential}")
        if again:
            questions = latest_first(questions, settings.said)
        left = ask_all(questions, book, most=len(questions) if again else MOST)
        if questions:
            _say_left(settings, 0 if again else left)
        _say_gone(settings, gone)
    finally:
        reader.close()


def _say_left(settings: "Settings", left: int) -> None:
    from mailcheck.app.saying import command_line, say
    from mailcheck.report.words import count

    told = "That was all of them."
    if left:
        told = f"{count(left, 'document')} left to sort. That can wait for another day."
    say(f"\nThank you. {told} `{command_line(settings, 'check')}` shows where you stand.")


def _say_gone(settings: "Settings", gone: int) -> None:
    from mailcheck.app.saying import command_line, say
    from mailcheck.report.words import count

    if gone:
        lost = f"{count(gone, 'letter')} could not be found where {'it was' if gone == 1 else 'they were'}."
        closes = f"`{command_line(settings, 'settle')}` closes what was put right."
        say(f"{lost} Deleting a letter does not undo it. {closes}")


def _again(settings: "Settings") -> str:
    from mailcheck.app.saying import command_line

    return f"To change an answer: `{command_line(settings, 'sort --again')}`."


def _answered(settings: "Settings", state: "State") -> "Kept":
    """Return the documents that have an answer, as far as earlier runs saw them."""
    from mailcheck.app.sitting import waiting

    return waiting(settings, state, settings.said, settings.since or date.min, again=True)


def _waiting(settings: "Settings", keeper: "Keeper", state: "State") -> "Kept":
    """Return what earlier runs left open; where that is nothing, of a fresh look."""
    from mailcheck.app.checking import run
    from mailcheck.app.keeping import keep
    from mailcheck.app.sitting import waiting

    kept = waiting(settings, state, settings.said, settings.since or date.min)
    if any(kept.values()):
        return kept
    click.echo("mailcheck looks at your sent letters first.")
    report = run(settings, keeper, state, ())
    keep(settings, state, report)
    return waiting(settings, state, settings.said, report.since)


def _opener(settings: "Settings", keeper: "Keeper") -> "Opener":
    from mailcheck.gather.imap import open_mailbox

    by_name = {each.account.name: each for each in settings.accounts}
    return lambda account: open_mailbox(account, keeper.secret_for(by_name[account.name]))


def _needs_a_screen() -> None:
    from mailcheck.errors import Problem, UserError

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        remedy = "Run `mailcheck sort` in a terminal, without > or |."
        raise UserError(Problem("Names are shown on a screen only, and somebody has to answer.", remedy=remedy))
