"""Roster: for a supervisor, all members at a glance, from the attestations that they sent. Nothing is sent."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.app.supervising import (
    MOST_DEVICES,
    NEW_CODE,
    invited,
    is_confirmed,
    newest,
    taken_in_lines,
    the_one,
    to_compare,
)
from mailcheck.app.web.asked import Answer, Asked, Elsewhere, File, NotInDemo, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.model import Policy
    from mailcheck.roster.people import Person
    from mailcheck.roster.store import Roster
    from mailcheck.roster.view import View

NOT_IN_DEMO = "The demo is a member's, and has no roster. To see yours, open mailcheck without it."
NOTHING = "Please type a folder, or choose files first."
NOT_HEARD = "Nothing was noted. If the words differ, the attestation is not from this member's computer."
HERE = {"here": "/roster"}


def roster(desk: Desk, asked: Asked) -> Answer:
    """Show every member, the most urgent first; before there is a roster, how one is begun."""
    from mailcheck.roster.html import values

    _refuse_in_demo(desk)
    given = {**HERE, "taken": desk.taken.take_away(), "most": MOST_DEVICES}
    if not desk.roster_path.exists():
        return Shown("roster_begin.html", given)
    with _opened(desk) as opened:
        return Shown("roster_members.html", {**given, **values(_seen(opened, desk))})


def take(desk: Desk, asked: Asked) -> Answer:
    """Take in the attestations in a folder whose name was typed, or in files that were chosen."""
    from mailcheck.roster.intake import check_is_there, take_in, take_in_handed

    _refuse_in_demo(desk)
    folder, files = asked.form.one("folder").strip(), asked.form.uploads
    if not folder and not files:
        raise UserError(Problem(NOTHING))
    if folder:
        check_is_there(Path(folder).expanduser())  # before a roster is begun for nothing
    now = datetime.now(UTC)
    with desk.writing, _opened(desk) as opened:
        handed = take_in_handed(opened, ((each.name, each.content) for each in files), now) if files else None
        found = take_in(opened, Path(folder).expanduser(), now) if folder else None
    desk.taken.lay([taken_in_lines(each) for each in (found, handed) if each])
    return Elsewhere("/roster")


def invite(desk: Desk, asked: Asked) -> Answer:
    """Note an invitation, and show its letter."""
    _refuse_in_demo(desk)
    devices = asked.form.one("devices").strip() or "0"
    if not devices.isdecimal() or int(devices) > MOST_DEVICES:
        raise UserError(Problem("Please say on how many devices they have mail, as a number.", devices[:20]))
    address = asked.form.one("address")
    with desk.writing, _opened(desk) as opened:
        if is_confirmed(opened, address) and asked.form.one("again") != "yes":
            given = {"address": address.strip(), "devices": devices, "NEW_CODE": NEW_CODE}
            return Shown("roster_again.html", {**HERE, **given})
        person = invited(opened, address, int(devices))
    return Elsewhere(f"/roster/{person.id}")


def member(desk: Desk, asked: Asked) -> Answer:
    """Show one member: how each clause stands, what comes next, and what there is to do."""
    from mailcheck.roster.inviting import invitation

    _refuse_in_demo(desk)
    with _existing(desk) as opened:
        person = the_one(opened, asked.path["number"])
        seen = _seen(opened, desk)
        keys = [each.fingerprint for each in (newest(opened, person),) if each]
    row = next(each for each in seen.rows if each.number == person.id)
    letter = invitation(person.code, seen.policy, devices=person.devices) if person.code else ""
    given = {"row": row, "person": person, "letter": letter, "titles": seen.titles, "fingerprint": "".join(keys)}
    return Shown("roster_member.html", {**HERE, **given})


def confirm(desk: Desk, asked: Asked) -> Answer:
    """Note that the words of a member's key were compared in a call."""
    _refuse_in_demo(desk)
    with desk.writing, _existing(desk) as opened:
        person = the_one(opened, asked.path["number"])
        signer = to_compare(opened, person)
        # The words that were on the page: another attestation may have come in since.
        if asked.form.one("heard") != signer.fingerprint:
            raise UserError(Problem(NOT_HEARD))
        opened.confirm(person.id, signer.fingerprint, date.today())
    return Elsewhere(f"/roster/{person.id}")


def remove(desk: Desk, asked: Asked) -> Answer:
    """Forget a member, with everything that was taken in of them."""
    _refuse_in_demo(desk)
    with desk.writing, _existing(desk) as opened:
        opened.remove(_sure(asked, the_one(opened, asked.path["number"])).id)
    return Elsewhere("/roster")


def save(desk: Desk, asked: Asked) -> Answer:
    """Hand the roster over as one page that stands alone, or as a table, to be saved where the supervisor likes."""
    from mailcheck.roster.csv_v1 import csv_v1
    from mailcheck.roster.html import html

    _refuse_in_demo(desk)
    with _existing(desk) as opened:
        seen = _seen(opened, desk)
    if asked.path["form"] == "csv":
        return File("roster.csv", csv_v1(seen).encode())
    return File("roster.html", html(seen).encode())


def _sure(asked: Asked, person: "Person") -> "Person":
    if asked.form.one("sure") != "yes":
        raise UserError(Problem("Nothing was changed.", remedy="Tick the box first, if you are sure."))
    return person


def _seen(opened: "Roster", desk: Desk) -> "View":
    from mailcheck.roster.view import view

    return view(opened, _policy(desk), datetime.now(UTC))


def _policy(desk: Desk) -> "Policy":
    from mailcheck.settings import load_policy

    settings = desk.settings_if_any()
    return settings.policy if settings else load_policy()


def _opened(desk: Desk) -> "Roster":
    from mailcheck.roster.store import Roster

    return Roster.open(desk.roster_path)


def _existing(desk: Desk) -> "Roster":
    if not desk.roster_path.exists():
        raise UserError(Problem("There is no roster yet.", remedy="Invite a member, or take attestations in."))
    return _opened(desk)


def _refuse_in_demo(desk: Desk) -> None:
    if desk.is_demo:
        raise NotInDemo(NOT_IN_DEMO)
