"""`mailcheck declare`: answering the clauses that no mailbox can show."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.app.questions import Asked, Step
    from mailcheck.model import DeclarationReport, Declared
    from mailcheck.settings import Settings

CHOICES = {"y": "yes", "n": "no", "c": "covered"}
SHORTEST = 60
"""Characters of a question in the list."""


class Skipped(Exception):
    """The member would rather not answer this now."""


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--list", "only_list", is_flag=True, help="Show how each answer stands, and ask nothing.")
@click.option("--again", is_flag=True, help="Ask those too that are answered and still hold.")
def declare(config: Path | None, only_list: bool, again: bool) -> int:
    """Answer the questions that no mailbox can answer. Every question can be skipped."""
    from mailcheck.app.questions import standing, waiting
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    if only_list:
        asked = {each.id: each for each in settings.policy.declarations}
        lines = (stands(each, asked[each.id].question) for each in standing(settings, date.today()))
        click.echo("\n".join(lines))
        return 0
    questions = waiting(settings, date.today(), again=again)
    say(f"{len(questions)} questions. What you answer is dated, kept on this computer, and asked again in time.")
    ask_all(settings, questions)
    return 0


def ask_all(settings: "Settings", questions: "Sequence[Asked]") -> None:
    """Ask declarations, and write every answer down at once. Stopping keeps what was answered, and says so."""
    from mailcheck.app.saying import command_line, say
    from mailcheck.settings import record_declaration

    known = {each.id: each for each in settings.said.declarations}
    kept, ending = 0, "Done."
    for number, question in enumerate(questions, start=1):
        say(f"\n{number} of {len(questions)}  {question.clause}")
        if question.standing.note:
            say(question.standing.note)
        if question.own_words:
            say(question.own_words)
        click.echo(where_to_look(question), nl=False)
        try:
            answer = ask(question, settings.member, known.get(question.declaration.id))
        except (KeyboardInterrupt, click.Abort):
            ending = stopped(kept)
            break
        if answer is not None:
            record_declaration(settings.said_path, answer)
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


def where_to_look(question: "Asked") -> str:
    """Return where the member looks before answering, for each provider that shows it to nobody else; may be empty."""
    from mailcheck.app.saying import wrapped

    lines = []
    for name, steps in question.where_to_look.items():
        lines += [f"Where to look at {name}:", *(f"- {step}" for step in steps)]
    if lines:
        lines.append("(Providers move these pages now and then; the names may differ a little.)")
    return wrapped("\n".join(lines)) + "\n" if lines else ""


def ask(question: "Asked", member: str, known: "Declared | None" = None) -> "Declared | None":
    """Ask the steps of one declaration; None if it was skipped. Raises Abort if no more is to be asked.

    What is `known` of a registration from an earlier answer may be kept.
    """
    from mailcheck.app.questions import Ask, declared, is_decided
    from mailcheck.app.registering import ask_day, ask_number

    answers: dict[Ask, str] = {}
    runs_out = None
    try:
        for step in question.steps:
            if is_decided(answers):
                break
            if step.ask is Ask.DAY:
                runs_out = ask_day(step, known.runs_out if known else None, date.today())
            elif step.ask is Ask.NUMBER:
                answers[step.ask] = ask_number(step, known.number if known else "")
            else:
                answers[step.ask] = _choose(step)
    except Skipped:
        return None
    return declared(question.declaration, answers, by=member, today=date.today(), runs_out=runs_out)


def _choose(step: "Step") -> str:
    from mailcheck.app.choosing import press
    from mailcheck.app.saying import say

    say(f"{step.text}\n  Yes means: {step.meaning}" if step.meaning else step.text)
    covered = (step.choices or {}).get("covered")
    if covered:
        say(f"  c = {covered}")
    keys = "yncsq" if covered else "ynsq"
    no = "no, or not yet" if step.meaning else "no"
    say(f"  y = yes, n = {no}, {'c = as above, ' if covered else ''}s = skip for now, q = stop here")
    key = press(keys)
    if key == "q":
        raise click.Abort
    if key == "s":
        raise Skipped
    return CHOICES[key]


def stands(each: "DeclarationReport", question: str) -> str:
    """Return how a declaration stands, under its question, which is cut to a line."""
    until = f", until {each.expires:%d %B %Y}" if each.expires else ""
    answer = each.answer or ("does not apply here" if each.status.value == "not-applicable" else "not answered yet")
    return f"{each.clause:<11} {shorten(question, SHORTEST, placeholder=' …')}\n{'':<11} {answer}{until}"
