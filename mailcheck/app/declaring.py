"""`mailcheck declare`: answering the clauses that no mailbox can show."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.model import Declaration, DeclarationReport, Declared, Evidence
    from mailcheck.settings import Settings

CHOICES = {"y": "yes", "n": "no", "s": "skip", "q": "stop"}
KEYS = "  y = yes, n = no, s = skip for now, q = stop here"
SHORTEST = 60
"""Characters of a question in the list."""
STOPPED = "stop"


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--list", "only_list", is_flag=True, help="Show how each answer stands, and ask nothing.")
@click.option("--again", is_flag=True, help="Ask those too that are answered and still hold.")
def declare(config: Path | None, only_list: bool, again: bool) -> int:
    """Answer the questions that no mailbox can answer. Every question can be skipped."""
    from mailcheck.app.saying import say
    from mailcheck.audit.clauses import declarations
    from mailcheck.model import Status
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    standing = declarations(settings.policy, settings.said, date.today(), unseen(settings))
    asked = {each.id: each for each in settings.policy.declarations}
    if only_list:
        click.echo("\n".join(stands(each, asked[each.id].question) for each in standing))
        return 0
    seen_by_itself = shown(settings)
    waiting = [
        each
        for each in standing
        if (again or each.status in {Status.ATTENTION, Status.NOT_MET})
        and not (each.id in seen_by_itself and each.question == asked[each.id].condition)
    ]
    say(f"{len(waiting)} questions. What you answer is dated, kept on this computer, and asked again in time.")
    ask_all(settings, [(asked[each.id], each.question == asked[each.id].question) for each in waiting])
    return 0


def ask_all(settings: "Settings", questions: "Sequence[tuple[Declaration, bool]]") -> None:
    """Ask declarations, each with whether its condition is known to hold, and write every answer down at once.

    Stopping keeps what was answered, and says so.
    """
    from mailcheck.app.saying import command_line, say
    from mailcheck.settings import record_declaration

    kept, ending = 0, "Done."
    for number, (question, is_sure) in enumerate(questions, start=1):
        say(f"\n{number} of {len(questions)}  {clause_of(settings, question)}")
        click.echo(where_to_look(settings, question), nl=False)
        try:
            answer = ask(question, is_sure=is_sure)
        except (KeyboardInterrupt, click.Abort):
            click.echo()
            answer = STOPPED
        if answer == STOPPED:
            ending = stopped(kept)
            break
        if answer is not None:
            record_declaration(settings.said_path, dated(question, answer, settings.member))
            kept += 1
    say(f"\n{ending} `{command_line(settings, 'check')}` shows where you stand.")
    if kept:
        say(f"To change an answer: `{command_line(settings, 'declare --again')}`.")


def stopped(kept: int) -> str:
    """Return what is said to somebody who stops after some answers."""
    from mailcheck.report.words import count

    if not kept:
        return "Stopped. Nothing was changed."
    return f"Stopped. The {count(kept, 'answer')} you gave {'is' if kept == 1 else 'are'} kept."


def unseen(settings: "Settings") -> "Evidence":
    """Return what is known of the accounts without looking: their providers, and what was said."""
    from mailcheck.model import AccountEvidence, Evidence, Missing

    nothing = Missing("It was not looked at.")
    accounts = tuple(AccountEvidence(each.account, nothing) for each in settings.accounts)
    now = datetime.now().astimezone()
    return Evidence(now, now.date(), accounts, said=settings.said)


def shown(settings: "Settings") -> frozenset[str]:
    """Return the declarations that the last check found not to apply, since mailcheck can see it by itself."""
    from mailcheck.state import State

    if not settings.state_path.exists():
        return frozenset()
    with State.open(settings.state_path) as state:
        last = state.last()
    declared = json.loads(last).get("declarations", ()) if last else ()
    return frozenset(each["id"] for each in declared if each["status"] == "not-applicable" and not each["answer"])


def where_to_look(settings: "Settings", question: "Declaration") -> str:
    """Return where the member looks before answering, for each provider that shows it to nobody else; may be empty."""
    from mailcheck.app.saying import wrapped
    from mailcheck.rules.own_look import steps_for

    found = steps_for((each.account for each in settings.accounts), only_if=question.only_if)
    lines = []
    for name, steps in found.items():
        lines += [f"Where to look at {name}:", *(f"- {step}" for step in steps)]
    if lines:
        lines.append("(Providers move these pages now and then; the names may differ a little.)")
    return wrapped("\n".join(lines)) + "\n" if lines else ""


def ask(question: "Declaration", *, is_sure: bool = False) -> str | None:
    """Ask one declaration, its condition first unless it is known to hold.

    Returns the answer; None if it was skipped, STOPPED if no more is to be asked.
    """
    from mailcheck.app.saying import say

    if question.condition and not is_sure:
        condition = _choose(question.condition)
        if condition != "yes":
            return {"no": "not-applicable", "skip": None}.get(condition, STOPPED)
    say(f"{question.question}\n  (Yes means: {question.meaning})")
    answer = _choose("Is that so?")
    return None if answer == "skip" else answer


def _choose(text: str) -> str:
    from mailcheck.app.choosing import press
    from mailcheck.app.saying import say

    say(f"{text}\n{KEYS}")
    return CHOICES[press("ynsq")]


def dated(question: "Declaration", answer: str, member: str) -> "Declared":
    """Return an answer that holds from today for as long as the policy says."""
    from mailcheck.model import Declared

    today = date.today()
    return Declared(question.id, answer, member, today, months_later(today, question.months))


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def clause_of(settings: "Settings", question: "Declaration") -> str:
    """Return the clause that a question is about, with its title."""
    title = next((each.title for each in settings.policy.clauses if each.id == question.clause), "")
    return f"{question.clause}  {title}"


def stands(each: "DeclarationReport", question: str) -> str:
    """Return how a declaration stands, under its question, which is cut to a line."""
    until = f", until {each.expires:%d %B %Y}" if each.expires else ""
    answer = each.answer or ("does not apply here" if each.status.value == "not-applicable" else "not answered yet")
    return f"{each.clause:<11} {shorten(question, SHORTEST, placeholder=' …')}\n{'':<11} {answer}{until}"
