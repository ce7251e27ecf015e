"""`mailcheck roster`: a supervisor's view of many members, from the attestations that they sent."""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.institute import show_key, sign_exception, sign_policy
from mailcheck.app.listing import Listed
from mailcheck.app.supervising import (
    MOST_DEVICES,
    NEW_CODE,
    chosen_policy,
    invited,
    is_confirmed,
    open_roster,
    taken_in_lines,
    the_one,
    to_compare,
)
from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.roster.view import View

FORMATS = ("text", "json", "csv", "html")
ROSTER = click.option(
    "--roster", "file", type=click.Path(path_type=Path, dir_okay=False), help="The roster's file, if not the usual."
)
POLICY = click.option(
    "--policy", "policy_file", type=click.Path(path_type=Path, dir_okay=False), help="The institute's policy file."
)
SEND = """\
Send this from your own mailbox to {address}, with the code as its subject and nothing else in the subject line.
Send it to this address and no other: that is what the code shows."""


@click.group(cls=Listed)
def roster() -> None:
    """See how members stand, from the attestations they sent you. For supervisors."""


for command in (show_key, sign_policy, sign_exception):
    roster.add_command(command)


@roster.command()
@click.argument("address")
@click.option(
    "--devices",
    default=0,
    metavar="N",
    type=click.IntRange(0, MOST_DEVICES),
    help="On how many devices they have mail.",
)
@click.option("--yes", is_flag=True, help="Do not ask before a confirmed member gets a new code.")
@ROSTER
@POLICY
def invite(address: str, devices: int, yes: bool, file: Path | None, policy_file: Path | None) -> int:
    """Note a member by their professional ADDRESS, and show the invitation to send there."""
    from mailcheck.app.saying import say
    from mailcheck.roster.inviting import invitation

    policy = chosen_policy(policy_file)
    with open_roster(file) as opened:
        if not yes and is_confirmed(opened, address):
            say(NEW_CODE, err=True)
            if not _agreed("Make a new code?"):
                say("Nothing was changed.", err=True)
                return 1
        person = invited(opened, address, devices)
    say(SEND.format(address=person.address), err=True)
    click.echo(f"\n{invitation(person.code or '', policy, devices=devices)}", nl=False)
    return 0


def _agreed(question: str) -> bool:
    """Ask before something is changed. Raises UserError where nobody can answer."""
    if not sys.stdin.isatty():
        raise UserError(Problem("Nobody is there to ask. Nothing was changed.", remedy="Say so with --yes."))
    return click.confirm(question, err=True)


@roster.command()
@click.argument("folder", type=click.Path(path_type=Path))
@ROSTER
def take(folder: Path, file: Path | None) -> int:
    """Take in the attestations in a FOLDER and the folders in it, in letters (.eml) and ZIP archives too.

    FOLDER may also be one such file. Nothing in it is changed or unpacked, and other files are passed over.
    """
    from mailcheck.app.saying import say
    from mailcheck.roster.intake import take_in

    def told(files: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{files:,} files …", nl=False, err=True)

    with open_roster(file) as opened:
        taken = take_in(opened, folder, datetime.now(UTC), progress=told)
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    say("\n".join((*taken_in_lines(taken), "`mailcheck roster show` shows the members.")))
    return 0


@roster.command()
@click.option("--all", "whole", is_flag=True, help="Show everybody, not only those who need something.")
@click.option("--format", "output_format", default="text", type=click.Choice(FORMATS), help="How to show it.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
@ROSTER
@POLICY
def show(whole: bool, output_format: str, output: Path | None, file: Path | None, policy_file: Path | None) -> int:
    """Show every member: how each clause stands, how far they have come, what changed and what is overdue."""
    from mailcheck.app.writing import write_private_pieces
    from mailcheck.roster.view import view

    with open_roster(file) as opened:
        seen = view(opened, chosen_policy(policy_file), datetime.now(UTC))
    made = _made(seen, output_format, whole=whole)
    if output is None:
        for piece in made:
            click.echo(piece, nl=False)
    else:
        write_private_pieces(output, made)
    return 0


def _made(seen: "View", output_format: str, *, whole: bool) -> "Iterable[str]":
    """Return the roster in a form, in pieces."""
    match output_format:
        case "json":
            from mailcheck.roster.json_v1 import pieces

            return pieces(seen)
        case "csv":
            from mailcheck.roster.csv_v1 import csv_v1

            return (csv_v1(seen),)
        case "html":
            from mailcheck.roster.html import pieces as pieces_of_page

            return pieces_of_page(seen)
    from mailcheck.roster.text import text

    return (text(seen, whole=whole),)


@roster.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask: the words were compared.")
@ROSTER
def confirm(who: str, yes: bool, file: Path | None) -> int:
    """Note that you and WHO (an address, or a number of the list) compared the six words of their key in a call."""
    from mailcheck.app.saying import say
    from mailcheck.attestation.key import in_words

    with open_roster(file) as opened:
        person = the_one(opened, who)
        signer = to_compare(opened, person)
        say("Ask the member to run `mailcheck attest --words` and to read the words to you. You should hear:")
        click.echo(f"\n    {in_words(signer.fingerprint)}\n")
        if not yes:
            if not sys.stdin.isatty():
                raise UserError(Problem("Nobody is there to ask. Nothing was noted.", remedy="Say so with --yes."))
            if not click.confirm("Did you hear these words, from a voice that you know?"):
                say("Nothing was noted. If the words differ, the attestation is not from this member's computer.")
                return 1
        opened.confirm(person.id, signer.fingerprint, date.today())
    say("Noted. From now on a new key of this member will show.")
    return 0


@roster.command()
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
@ROSTER
def remove(who: str, yes: bool, file: Path | None) -> int:
    """Forget WHO, with everything that was taken in of them. Files in your folder are left to you."""
    from mailcheck.app.saying import say

    with open_roster(file) as opened:
        person = the_one(opened, who)
        if not yes and not _agreed(f"Forget {person.address or f'member {person.id}'}?"):
            raise click.Abort
        opened.remove(person.id)
    say("Forgotten. Delete the files in your folder too: moved or saved anew, they would be taken in again.")
    return 0
