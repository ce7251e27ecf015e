"""`mailcheck declare`: answering the clauses that no mailbox can show."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.model import Declaration, DeclarationReport, Declared, Evidence
    from mailcheck.settings import Settings

CHOICES = {"y": "yes", "n": "no", "s": "skip"}


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--list", "only_list", is_flag=True, help="Show how each answer stands, and ask nothing.")
@click.option("--again", is_flag=True, help="Ask those too that are answered and still hold.")
def declare(config: Path | None, only_list: bool, again: bool) -> int:
    """Answer the questions that no mailbox can answer. Every question can be skipped."""
    from mailcheck.audit.clauses import declarations
    from mailcheck.model import Status
    from mailcheck.settings import load_settings, record_declaration

    settings = load_settings(config)
    standing = declarations(settings.policy, settings.said, date.today(), unseen(settings))
    if only_list:
        click.echo("\n".join(map(stands, standing)))
        return 0
    seen_by_itself = shown(settings)
    asked = {each.id: each for each in settings.policy.declarations}
    waiting = [
        each
        for each in standing
        if (again or each.status in {Status.ATTENTION, Status.NOT_MET})
        and not (each.id in seen_by_itself and each.question == asked[each.id].condition)
    ]
    click.echo(f"{len(waiting)} questions. What you answer is dated, kept on this computer, and asked again in time.")
    for number, each in enumerate(waiting, start=1):
        click.echo(f"\n{number} of {len(waiting)}  {clause_of(settings, asked[each.id])}")
        click.echo(where_to_look(settings, asked[each.id]), nl=False)
        answer = ask(asked[each.id], is_sure=each.question == asked[each.id].question)
        if answer is not None:
            record_declaration(settings.said_path, dated(asked[each.id], answer, settings.member))
    click.echo("\nDone. `mailcheck check` shows where you stand.")
    return 0


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
    """Ask one declaration, its condition first unless it is known to hold; None if it was skipped."""
    if question.condition and not is_sure:
        condition = _choose(question.condition)
        if condition != "yes":
            return None if condition == "skip" else "not-applicable"
    click.echo(f"{question.question}\n  (Yes means: {question.meaning})")
    answer = _choose("Is that so?")
    return None if answer == "skip" else answer


def _choose(text: str) -> str:
    click.echo(text)
    key = click.prompt("  y = yes, n = no, s = skip for now", type=click.Choice(list(CHOICES)), show_choices=False)
    return CHOICES[key]


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


def stands(each: "DeclarationReport") -> str:
    """Return one line: how a declaration stands."""
    until = f", until {each.expires:%d %B %Y}" if each.expires else ""
    answer = each.answer or ("does not apply here" if each.status.value == "not-applicable" else "not answered yet")
    return f"{each.clause:<11} {each.id:<32} {answer}{until}"
