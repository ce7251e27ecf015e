"""`mailcheck onboarding`: from a supervisor's invitation to the first attestation, and how far one has come."""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.attestation.onboarding import Way
    from mailcheck.settings import Settings

SHEET = """\
This is a practice sheet.

It names nobody. It is here to be protected with a password and sent, once,
so that you know how it is done before it matters.

Protect it, and send the copy to yourself with this subject: {code}
"""
SHEET_NAME = "practice-sheet.txt"
OWN_SHEET = re.compile(re.escape(SHEET).replace(r"\{code\}", r"(?P<code>MC[0-9A-Z]+)"))
"""A sheet as it was written, with nothing of the member's in it."""


@click.command()
@click.argument("code", default="")
@click.option("--devices", type=click.IntRange(1, 20), metavar="N", help="On how many devices you write this mail.")
@click.option("--account", "named", default="", metavar="NAME", help="The account invited, if you have several.")
@click.option("--practice-sheet", is_flag=True, help=f"Write {SHEET_NAME} here: a document that names nobody.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
def onboarding(code: str, devices: int | None, named: str, practice_sheet: bool, config: Path | None) -> int:
    """Follow your supervisor's invitation: note its CODE once, then see how far you are and what comes next."""
    from mailcheck.app.invitation import (
        invited_accounts,
        look,
        note_devices,
        note_invitation,
        note_letter,
        note_practice,
    )
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    now = datetime.now().astimezone().replace(microsecond=0)
    if practice_sheet:
        return _write_sheet(note_practice(settings, now))
    if code:
        note_invitation(settings, code, now)
    settings = load_settings(config)
    note_letter(settings, now, named)
    settings = load_settings(config)
    if devices and invited_accounts(settings):
        note_devices(settings, devices, now)
    look(load_settings(config), now)
    ways = way(load_settings(config), now)
    for line in lines(ways):
        say(line)
    return 0


def way(settings: "Settings", now: datetime) -> "tuple[Way, ...]":
    """Return how far the member has come, by what is known without signing in."""
    from mailcheck.app.invitation import invited_accounts
    from mailcheck.app.questions import unanswered
    from mailcheck.app.schedule.status import status
    from mailcheck.attestation.chain import chain_folder, last_of
    from mailcheck.attestation.making import NIGHTS
    from mailcheck.attestation.onboarding import Seen, way_in
    from mailcheck.state import State

    with State.open(settings.state_path) as state:
        runs = state.history()
    told = json.loads(runs[0].report) if runs else {}
    last = last_of(chain_folder(settings))
    accounts = invited_accounts(settings)
    seen = Seen(
        said=settings.said,
        professional=accounts[0] if accounts else "",
        report=told if told.get("clauses") else None,
        questions=unanswered(settings, now.date()),
        last=last.attested if last else None,
        nights=len({each.finished.date() for each in runs if each.finished > now - NIGHTS}),
        has_schedule=status(settings.path).is_well,
        is_due=bool(last and now - last.attested.made > timedelta(days=settings.policy.attesting.every_days)),
    )
    return way_in(seen)


def lines(ways: "Iterable[Way]") -> list[str]:
    """Return the steps in words: what is done in a line, and of the first that is not, what to do."""
    shown, has_told = ["How far you are:"], False
    for each in ways:
        shown.append(f"\n  {'done' if each.is_done else 'open'}  {each.title}. {each.words}")
        if each.next and not has_told:
            shown += [f"        - {line}" for line in each.next]
            has_told = True
    shown.append("\n`mailcheck onboarding` looks again and shows the next step.")
    return shown


def _write_sheet(code: str) -> int:
    from mailcheck.app.saying import say

    path = Path(SHEET_NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SHEET.format(code=code))
    except FileExistsError:
        _tell_of_the_old(path, code)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"The practice sheet could not be written ({why}).", str(path.absolute()))) from None
    say(f"Protect it: `mailcheck protect {SHEET_NAME}`. Then send the copy to yourself, with this subject: {code}")
    say("Then run `mailcheck onboarding`, which looks for that letter in your Sent folder.")
    return 0


def _tell_of_the_old(path: Path, code: str) -> None:
    """Write this program's own sheet anew if it names an earlier code; a file of the member's own is left alone."""
    from mailcheck.app.saying import say

    try:
        old = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        old = ""
    named = OWN_SHEET.fullmatch(old)
    if named is None:
        say(f"{SHEET_NAME} is here already, and is no practice sheet as it was written. It was left as it is.")
    elif named["code"] == code:
        say(f"{SHEET_NAME} is here already. It was left as it is.")
    else:
        path.write_text(SHEET.format(code=code), encoding="utf-8")
        say(f"{SHEET_NAME} named the code of an earlier letter. It was written anew.")
