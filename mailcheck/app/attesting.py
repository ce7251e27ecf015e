"""`mailcheck attest`: what a supervisor gets, shown in full before it is written."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.attestation.telling import Section
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import Settings

ALL = "This is all that it says. No client's name, address, subject or file name is in it: it has no place for one."
SEND = (
    "Send this file to your supervisor by e-mail, as an attachment, or put it where you agreed. It is signed, not "
    "secret: whoever gets it can read what you have just read."
)
NOBODY = Problem(
    "Nobody is there to look at it. Nothing was written.",
    remedy="Run it in a terminal; or add --yes, if you have seen what it says and agree.",
)


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="The folder for the file.")
@click.option("--last", is_flag=True, help="Rest on the last check instead of looking again now.")
@click.option("--exact", is_flag=True, help="Show it as it is written, octet by octet, as well.")
@click.option("--yes", is_flag=True, help="Do not ask; for those who have seen it and agree.")
@click.option("--words", is_flag=True, help="Only show the words of your key, for the call with your supervisor.")
@click.option("--new-key", is_flag=True, help="Make a new key, because yours is lost. Your supervisor will see it.")
def attest(
    config: Path | None, folder: Path | None, last: bool, exact: bool, yes: bool, words: bool, new_key: bool
) -> int:
    """Write a signed attestation for your supervisor. You see all of it first; nothing is sent."""
    from mailcheck.app.checking import asker
    from mailcheck.app.policing import refresh
    from mailcheck.app.saying import say
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import load_settings

    if not words and (trouble := refresh(config)):
        say(trouble, err=True)
    settings = load_settings(config)
    keeper = Secrets.of(settings, ask=asker())
    if words:
        say(_words(settings, keeper))
        return 0
    if not last:
        _look(settings, keeper)
        settings = load_settings(config)
    return _attest(settings, keeper, folder or Path.cwd(), exact=exact, yes=yes, new_key=new_key)


def _words(settings: "Settings", keeper: "Secrets") -> str:
    from mailcheck.attestation.key import in_words, member_key, own_fingerprint

    return f"The words of your key:\n\n    {in_words(own_fingerprint(keeper.own_key(member_key(settings))))}\n"


def _look(settings: "Settings", keeper: "Secrets") -> None:
    """Run a check and keep it, so that the attestation rests on today."""
    from mailcheck.app.checking import run
    from mailcheck.app.keeping import keep
    from mailcheck.state import State
    from mailcheck.state.lock import only_run

    with only_run(settings.state_path), State.open(settings.state_path) as state:
        keep(settings, state, run(settings, keeper, state, ()))


def _attest(settings: "Settings", keeper: "Secrets", folder: Path, *, exact: bool, yes: bool, new_key: bool) -> int:
    from mailcheck.app.saying import say
    from mailcheck.app.writing import beside, write_private
    from mailcheck.attestation.draft import file_name, make_draft, sign

    draft = make_draft(settings, keeper, datetime.now(UTC), new_key=new_key)
    show(draft.sections, pauses=not yes)
    if exact:
        click.echo(f"\n{draft.attested.payload().decode()}")
    say(f"\n{ALL}")
    if not yes:
        if not sys.stdin.isatty():
            raise UserError(NOBODY)
        if not click.confirm("Write it?"):
            say("Nothing was written.")
            return 0
    file = beside(folder / file_name(draft))
    write_private(file, sign(settings, keeper, draft))
    say("\nWritten:")
    click.echo(f"  {file}")
    say(SEND)
    return 0


def show(sections: "Sequence[Section]", *, pauses: bool = True) -> None:
    """Print an attestation in words; on a terminal a screen at a time, if `pauses`."""
    from mailcheck.app.paging import show_blocks

    show_blocks((block for section in sections for block in _blocks(section)), pauses=pauses)


def _blocks(section: "Section") -> "Iterator[list[str]]":
    """Yield the rows of a section as lines, the heading with the first."""
    from mailcheck.app.saying import width, wrapped

    begun = ["", section.heading]
    for label, text in section.rows:
        first, *more = wrapped(text, width=max(20, width() - 15)).splitlines() or [""]
        yield [*begun, f"  {label:<12} {first}", *(f"{'':<15}{line}" for line in more)]
        begun = []
