"""`mailcheck settle` and `mailcheck except`: closing an incident, and a dated exception."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.app.last_report import Found

WAYS = {
    "sent-again": "It was sent again, with a password.",
    "deleted-by-recipient": "The reader deleted it.",
    "talked-to-supervisor": "You talked about it with your supervisor.",
    "not-confidential": "It was not confidential after all.",
}
LONGEST = 12
"""Months that an exception may hold."""
TROUBLED = frozenset({"not-met", "could-not-check", "attention"})
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
UNDO = click.option("--undo", is_flag=True, help="Take back what was written down by mistake.")
COVERS = (
    "Until then it counts as 'to look at', not as 'not met'. What is found from now on, such as letters you send "
    "later, is not covered."
)


@click.command()
@click.argument("findings", metavar="FINDING...", nargs=-1)
@click.option("--as", "how", metavar="HOW", default="", help=f"One of: {', '.join(WAYS)}.")
@UNDO
@CONFIG
def settle(findings: tuple[str, ...], how: str, undo: bool, config: Path | None) -> int:
    """Close what happened, once it was put right. It is no longer judged, and stays counted."""
    from mailcheck.app.last_report import find, last_findings
    from mailcheck.app.saying import command_line, say
    from mailcheck.app.undoing import undo as take_back
    from mailcheck.model import Settled
    from mailcheck.settings import load_settings, record_settled, take_back_settled

    settings = load_settings(config)
    if undo:
        return take_back(settings, findings, [each.finding for each in settings.said.settled], take_back_settled)
    found, wrong = find(last_findings(settings), findings)
    problems = [*_nothing_named(findings), *wrong, *no_incident(found), *_unknown("--as", how, WAYS)]
    if problems:
        raise UserError(problems)
    for each in found:
        record_settled(settings.said_path, Settled(each["id"], how, date.today()))
        say(f"Written down: {each['title']}\n  {WAYS[how]} It is no longer judged, and stays counted.")
        say(f"  To take it back: `{command_line(settings, 'settle --undo ' + each['id'])}`")
    say(f"`{command_line(settings, 'check')}` shows where you stand.")
    return 0


@click.command("except")
@click.argument("findings", metavar="FINDING...", nargs=-1)
@click.option("--reason", metavar="KEY", default="", help="Why, by a key of the policy; without it they are listed.")
@click.option("--until", metavar="YYYY-MM-DD", default="", help="The last day on which it holds; in a year at most.")
@click.option("--from", "signed", type=click.Path(path_type=Path, dir_okay=False), help="One your institute signed.")
@UNDO
@CONFIG
def make_exception(
    findings: tuple[str, ...], reason: str, until: str, signed: Path | None, undo: bool, config: Path | None
) -> int:
    """Write down a dated exception. What you except yourself still asks for attention."""
    from mailcheck.app.last_report import find, last_findings
    from mailcheck.app.saying import command_line, say
    from mailcheck.app.undoing import undo as take_back
    from mailcheck.model import Excepted
    from mailcheck.model.days import day_in_words
    from mailcheck.settings import load_settings, record_exception, take_back_exception

    settings = load_settings(config)
    if signed is not None:
        from mailcheck.app.granting import take_granted

        return take_granted(settings, signed)
    if undo:
        excepted = [finding for each in settings.said.exceptions for finding in each.findings]
        return take_back(settings, findings, excepted, take_back_exception)
    today, reasons = date.today(), settings.policy.exception_reasons
    found, wrong = find(last_findings(settings), findings)
    problems = [*_nothing_named(findings), *wrong, *no_exception(found), *_unknown("--reason", reason, reasons)]
    last_day = _day(until)
    problems += _wrong_day(last_day, today)
    if problems or last_day is None:
        raise UserError(problems)
    for each in found:
        record_exception(settings.said_path, Excepted((each["id"],), reason, today, last_day))
        say(f"Written down until {day_in_words(last_day)}: {each['title']}\n  {reasons[reason]}")
        say(f"  To take it back: `{command_line(settings, 'except --undo ' + each['id'])}`")
    say(COVERS)
    return 0


def _nothing_named(findings: Sequence[str]) -> Iterator[Problem]:
    if not findings:
        yield Problem("No finding is named.", remedy="The report shows each finding's name in square brackets.")


def no_incident(found: "Sequence[Found]") -> Iterator[Problem]:
    """Yield a problem for each finding that is about how things are, and not about a letter that was sent."""
    for each in found:
        if not each.get("incident"):
            remedy = "Put it right: the next check sees that by itself. If that takes time: mailcheck except."
            yield Problem("is not about single letters that were sent, so it cannot be closed.", each["id"], remedy)


def no_exception(found: "Sequence[Found]") -> Iterator[Problem]:
    """Yield a problem for each finding that needs no exception, or of which one would hide later letters."""
    for each in found:
        if each["status"] not in TROUBLED:
            yield Problem("asks for nothing, so it needs no exception.", each["id"])
        elif each["items"] and not each.get("incident"):
            # Its name stays the same whichever letters it is about: an exception would cover later ones too.
            remedy = "The next check tries again."
            yield Problem(
                "is about letters that mailcheck could not read; later ones would be hidden.", each["id"], remedy
            )


def _unknown(option: str, key: str, known: Mapping[str, str]) -> Iterator[Problem]:
    if key not in known:
        width = max(map(len, known), default=0)
        choices = "".join(f"\n    {name:<{width}}  {words}" for name, words in known.items())
        yield Problem(f"{key!r} is none of the choices." if key else "is missing.", option, f"Choose one:{choices}")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None


def _wrong_day(last_day: date | None, today: date) -> Iterator[Problem]:
    from mailcheck.model.days import months_later

    latest = months_later(today, LONGEST)
    remedy = f"Write a day from {today} to {latest}, such as --until {months_later(today, 3)}."
    if last_day is None:
        yield Problem("is missing, or is no day.", "--until", remedy)
    elif not today <= last_day <= latest:
        yield Problem("is over already." if last_day < today else "is more than a year ahead.", "--until", remedy)
