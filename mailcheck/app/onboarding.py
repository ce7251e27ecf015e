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
"""
SHEET_NAME = "practice-sheet.txt"


@click.command()
@click.argument("code", default="")
@click.option("--devices", type=click.IntRange(1, 20), metavar="N", help="On how many devices you write this mail.")
@click.option("--practice-sheet", is_flag=True, help=f"Write {SHEET_NAME} here: a document that names nobody.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
def onboarding(code: str, devices: int | None, practice_sheet: bool, config: Path | None) -> int:
    """Follow your supervisor's invitation: note its CODE once, then see how far you are and what comes next."""
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings

    if practice_sheet:
        return _write_sheet()
    settings = load_settings(config)
    now = datetime.now().astimezone().replace(microsecond=0)
    if code:
        note_invitation(settings, code, now)
    settings = load_settings(config)
    note_letter(settings, now)
    if devices and invited_accounts(settings):
        note_devices(settings, devices, now)
    look(load_settings(config), now)
    ways = way(load_settings(config), now)
    for line in lines(ways):
        say(line)
    return 0


def note_invitation(settings: "Settings", code: str, now: datetime) -> None:
    """Write an invitation down. Raises UserError."""
    from mailcheck.model.invitation import Invitation
    from mailcheck.settings import record_invitation

    wanted = code.strip().upper()
    if not re.fullmatch(r"MC[2-9A-HJ-NP-Z]{8}", wanted):
        remedy = "It begins with MC and has ten letters and digits. It is the subject of your supervisor's letter."
        raise UserError(Problem("This is no code of an invitation.", remedy=remedy))
    if any(each.code == wanted for each in settings.said.invitations):
        return
    record_invitation(settings.said_path, Invitation(wanted, now))


def note_letter(settings: "Settings", now: datetime) -> None:
    """Write down the letter that carries the invitation's code, once there is a mailbox in which it can be looked for.

    Where the professional account is declared there is none, until it is connected after all.
    """
    from mailcheck.attestation.onboarding import invited_letter
    from mailcheck.model.letter import Letter
    from mailcheck.settings import record_letter

    invitation = settings.said.invitation
    accounts = invited_accounts(settings) if invitation else None
    if invitation and accounts and not invited_letter(settings.said):
        record_letter(settings.said_path, Letter(invitation.code, *accounts, now))


def invited_accounts(settings: "Settings") -> tuple[str, str] | None:
    """Return the names of the account that is invited and of the one in which the code must not appear.

    None where the professional account is declared.
    """
    from mailcheck.model import Role

    accounts = [each.account for each in settings.accounts]
    work = [each.name for each in accounts if each.role is Role.PROFESSIONAL]
    home = [each.name for each in accounts if each.role is Role.PERSONAL]
    return (work[0], home[0] if home else "") if work else None


def note_devices(settings: "Settings", count: int, now: datetime) -> None:
    """Write down a code for each device that has none yet; fewer than before are never taken back."""
    from mailcheck.gather.letter import new_code
    from mailcheck.model.invitation import DeviceLetter
    from mailcheck.settings import record_device

    for number in range(len(settings.said.devices) + 1, count + 1):
        record_device(settings.said_path, DeviceLetter(new_code(), number, now))


def look(settings: "Settings", now: datetime) -> None:
    """Look for the letters that are still waited for, and write down what was seen. Signs in only if there is one."""
    from mailcheck.app.letter import answered, keeper_for, opened
    from mailcheck.attestation.onboarding import invited_letter
    from mailcheck.gather.devices import look_for_devices
    from mailcheck.gather.keys import Keys, Purpose
    from mailcheck.gather.letter import look_for_letters
    from mailcheck.parse.recognise import recognisers
    from mailcheck.settings import record_device, record_letter

    letter = invited_letter(settings.said)
    sought = [letter] if letter and letter.is_sought(now) else []
    waiting = [each for each in settings.said.devices if each.seen is None]
    accounts = invited_accounts(settings)
    if accounts is None or not (sought or waiting):
        return
    work, home = accounts
    names = {work, home} if sought else {work}
    keys = Keys.random()
    whose = recognisers((each.account for each in settings.accounts), lambda text: keys.digest(Purpose.ADDRESS, text))
    mailboxes = dict(opened((each for each in settings.accounts if each.account.name in names), keeper_for(settings)))
    try:
        letters = look_for_letters(sought, mailboxes, whose, now)
        found = look_for_devices(waiting, mailboxes[work], whose[work], now.date()) if work in mailboxes else ()
    finally:
        for mailbox in mailboxes.values():
            mailbox.close()
    for each in letters:
        record_letter(settings.said_path, answered(each, now))
    for device in found:
        record_device(settings.said_path, device)


def way(settings: "Settings", now: datetime) -> "tuple[Way, ...]":
    """Return how far the member has come, by what is known without signing in."""
    from mailcheck.app.questions import waiting
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
        questions=len(waiting(settings, now.date())),
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


def _write_sheet() -> int:
    from mailcheck.app.saying import say

    path = Path(SHEET_NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SHEET)
    except FileExistsError:
        say(f"{SHEET_NAME} is here already. It was left as it is.")
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"The practice sheet could not be written ({why}).", str(path.absolute()))) from None
    say(f"Protect it: `mailcheck protect {SHEET_NAME}`. Then send the copy to yourself.")
    return 0
