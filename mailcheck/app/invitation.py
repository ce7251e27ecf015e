"""A supervisor's invitation: what is written down of it, and the letters that are looked for since."""

import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.gather.keys import Keys
    from mailcheck.gather.mailbox import Mailbox
    from mailcheck.parse.recognise import Recogniser
    from mailcheck.settings import Settings


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


def note_letter(settings: "Settings", now: datetime, named: str = "") -> None:
    """Write down the letter that carries the invitation's code, once there is a mailbox in which it can be looked for.

    Where the professional account is declared there is none, until it is connected after all. `named`: the account that
    the invitation went to, where there are several. Raises UserError if that is none that is looked into.
    """
    from mailcheck.attestation.onboarding import invited_letter
    from mailcheck.model.letter import Letter
    from mailcheck.settings import record_letter

    invitation, known = settings.said.invitation, invited_letter(settings.said)
    accounts = invited_accounts(settings, named) if invitation else None
    if named and (accounts is None or accounts[0] != named):
        remedy = "Name one that is connected and professional. A declared account cannot be looked into: ask your "
        remedy += "supervisor to write to the address of a connected one."
        raise UserError(Problem("is no account in which the letter can be looked for.", named[:60], remedy))
    if invitation and accounts and (known is None or known.to != accounts[0]):
        record_letter(settings.said_path, Letter(invitation.code, *accounts, now))


def invited_accounts(settings: "Settings", named: str = "") -> tuple[str, str] | None:
    """Return the names of the account that is invited and of the one in which the code must not appear.

    The one that is named, else the one that was, else the first. None where the professional account is declared.
    """
    from mailcheck.attestation.onboarding import invited_letter
    from mailcheck.model import Role

    accounts = [each.account for each in settings.accounts]
    work = [each.name for each in accounts if each.role is Role.PROFESSIONAL]
    home = [each.name for each in accounts if each.role is Role.PERSONAL]
    letter = invited_letter(settings.said)
    wanted = named or (letter.to if letter else "")
    chosen = wanted if wanted in work else next(iter(work), "")
    return (chosen, home[0] if home else "") if chosen else None


def note_devices(settings: "Settings", count: int, now: datetime) -> None:
    """Write down a code for each device that has none yet; fewer than before are never taken back."""
    from mailcheck.gather.letter import new_code
    from mailcheck.model.invitation import DeviceLetter
    from mailcheck.settings import record_device

    for number in range(len(settings.said.devices) + 1, count + 1):
        record_device(settings.said_path, DeviceLetter(new_code(), number, now))


def note_practice(settings: "Settings", now: datetime) -> str:
    """Write down a code for the practice letter, unless one waits already, and return it."""
    from mailcheck.gather.letter import new_code
    from mailcheck.model.invitation import PracticeLetter
    from mailcheck.settings import record_practice

    waiting = [each.code for each in settings.said.practice if each.seen is None]
    if not waiting:
        waiting.append(new_code())
        record_practice(settings.said_path, PracticeLetter(waiting[0], now))
    return waiting[0]


def look(settings: "Settings", now: datetime) -> None:
    """Look for the letters that are still waited for, and write down what was seen. Signs in only if there is one."""
    from mailcheck.app.letter import answered, keeper_for, opened
    from mailcheck.attestation.onboarding import invited_letter
    from mailcheck.gather.keys import Keys, Purpose
    from mailcheck.gather.letter import look_for_letters
    from mailcheck.parse.recognise import recognisers
    from mailcheck.settings import record_letter

    letter = invited_letter(settings.said)
    sought = [letter] if letter and letter.is_sought(now) else []
    said = settings.said
    waiting = any(each.seen is None for each in said.devices) or any(each.seen is None for each in said.practice)
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
        if work in mailboxes:
            _look_in_sent(settings, mailboxes[work], whose[work], keys, now.date())
    finally:
        for mailbox in mailboxes.values():
            mailbox.close()
    for each in letters:
        record_letter(settings.said_path, answered(each, now))


def _look_in_sent(settings: "Settings", mailbox: "Mailbox", recognise: "Recogniser", keys: "Keys", today: date) -> None:
    """Look for the letters from devices and for the practice letter, and write down what was seen."""
    from mailcheck.gather.devices import look_for_devices
    from mailcheck.gather.practice import look_for_practice
    from mailcheck.protection import judge_protection
    from mailcheck.settings import record_device, record_practice

    said, judge = settings.said, partial(judge_protection, plugins=settings.plugins)
    devices = [each for each in said.devices if each.seen is None]
    for device in look_for_devices(devices, mailbox, recognise, today):
        record_device(settings.said_path, device)
    practice = [each for each in said.practice if each.seen is None]
    for letter in look_for_practice(practice, mailbox, recognise, today, keys=keys, judge=judge):
        record_practice(settings.said_path, letter)
