"""What a registration is asked for on a terminal: its number, and the day on which it runs out."""

from datetime import date
from typing import TYPE_CHECKING

import click

from mailcheck.model.days import typed_day
from mailcheck.parse.registration import looks_right, may_be_number, normal

if TYPE_CHECKING:
    from mailcheck.app.questions import Step

SKIP, STOP, NONE = frozenset({"s", "skip"}), frozenset({"q", "quit"}), frozenset({"-", "none"})
"""What is typed to leave an entry as it is, to stop, and to take out what is there."""


NO_NUMBER = "That is no number."
ODD_NUMBER = "That does not have the form of an ICO number, such as Z1234567 or ZA123456."


def is_past(day: date) -> str:
    """Return what is said of a registration that has run out."""
    return f"{_written(day)} is past: the registration has run out, and this question will be asked again."


def ask_number(step: "Step", known: str) -> str:
    """Ask for a number; one of an unusual form is asked about once, and then taken as it is. A word or day never is."""
    from mailcheck.app.saying import say

    say(step.text)
    offered = known if may_be_number(known) else ""
    while (typed := _typed("Number", offered)) is not None:
        number = normal(typed)
        if not number or number == offered or looks_right(number):
            return number
        if not may_be_number(typed):
            say(f"  {NO_NUMBER} Please type the number itself, or - to leave it out.")
            continue
        say(f"  {ODD_NUMBER} Please check.")
        offered = number
    return known if may_be_number(known) else ""


def ask_day(step: "Step", known: date | None, today: date) -> date | None:
    """Ask for the day on which a registration runs out; one that is past is told at once, and may be typed anew."""
    from mailcheck.app.saying import say

    say(step.text)
    offered, told = known, None
    while (typed := _typed("Day, such as 31/12/2027", _written(offered))) is not None:
        if not typed:
            return None
        day = typed_day(typed)
        if day is None:
            say("  Please write a day such as 31/12/2027.")
        elif day >= today or day == told:
            return day
        else:
            say(f"  {is_past(day)}")
            say("  If it was renewed, please type the new day.")
            offered = told = day
    return known


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _typed(what: str, offered: str) -> str | None:
    """Return what was typed: what is offered for Enter, nothing for what takes it out, None for a skip."""
    from mailcheck.app.saying import wrapped

    enter = f"Enter keeps {offered}, - takes it out" if offered else "Enter leaves it out"
    typed = str(click.prompt(wrapped(f"  {what} ({enter}, s skips)"), default=offered, show_default=False)).strip()
    if typed.casefold() in STOP:
        raise click.Abort
    if typed.casefold() in SKIP:
        return None
    return "" if typed.casefold() in NONE else typed
