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


WELCOME = """\
Thank you for taking a few minutes. There are ten questions at most.
You can stop at any time: every answer is kept as soon as you give it."""


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
def sort(config: Path | None) -> int:
    """Say which of your open documents are confidential.

    Shows names, so it needs a terminal. Asks ten questions at most; every answer is kept as soon as it is given.
    """
    from mailcheck.app.checking import asker
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import load_settings
    from mailcheck.state import State

    _needs_a_screen()
    settings = load_settings(config)
    keeper = Secrets(settings.data_folder, ask=asker())
    with State.open(settings.state_path) as state:
        for notice in state.notices:
            click.echo(notice, err=True)
        kept = _waiting(settings, keeper, state)
    if not any(kept.values()):
        click.echo("There is nothing to sort: every open document has its answer.")
        return 0
    hold_sitting(settings, kept, keeper, opener=_opener(settings, keeper))
    return 0


def hold_sitting(settings: "Settings", kept: "Kept", keeper: "Keeper", *, opener: "Opener") -> None:
    """Ask about the documents in `kept`, and write every answer down at once."""
    from mailcheck.app.asking import ask_all, wrapped
    from mailcheck.app.showing import NOTICE
    from mailcheck.app.sitting import Book, Reader
    from mailcheck.gather.keys import Keys

    keys = Keys(keeper.installation_key())
    reader = Reader(opener, keys)
    accounts = {account.name: account for account in kept}
    said = settings.said
    book = Book(settings.said_path, keys, date.today(), lambda each: reader.content(accounts[each.account], each), said)
    try:
        click.echo("Finding the letters …")
        questions, gone, troubles = reader.questions(kept)
        for trouble in troubles:
            click.echo(f"mailcheck: {trouble}", err=True)
        if questions:
            click.echo(f"\n{NOTICE}\n\n{WELCOME}\n\n{wrapped(settings.policy.confidential)}")
        _say_left(ask_all(questions, book), gone)
    finally:
        reader.close()


def _say_left(left: int, gone: int) -> None:
    from mailcheck.app.asking import wrapped
    from mailcheck.report.words import count

    told = "That was all of them."
    if left:
        told = f"{count(left, 'document')} left to sort. That can wait for another day."
    click.echo(f"\nThank you. {told}")
    if gone:
        lost = f"{count(gone, 'letter')} could not be found where {'it was' if gone == 1 else 'they were'}."
        click.echo(wrapped(f"{lost} Deleting a letter does not undo it. `mailcheck settle` closes what was put right."))
    click.echo("`mailcheck check` shows where you stand.")


def _waiting(settings: "Settings", keeper: "Keeper", state: "State") -> "Kept":
    """Return what earlier runs left open; where that is nothing, of a fresh look."""
    from mailcheck.app.checking import keep, run
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
