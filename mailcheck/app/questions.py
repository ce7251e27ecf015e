"""The questions behind `mailcheck declare`, for every door that asks them: terminal, wizard and page.

Nothing here prints or prompts. A declaration is a few steps, each with its choices; what was answered to them becomes
one dated answer, or nothing if it was skipped.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass
from mailcheck.model import Declaration, Declared, Status
from mailcheck.model.days import months_later

if TYPE_CHECKING:
    from mailcheck.model import DeclarationReport, Evidence
    from mailcheck.settings import Settings

YES, NO, COVERED = "yes", "no", "covered"


class Ask(StrEnum):
    """What a step asks for."""

    CONDITION = "condition"
    """Yes or no; "no" makes the declaration not applicable."""
    QUESTION = "question"
    """Yes or no, or "covered" where the policy offers it."""
    NUMBER = "number"
    """A registration number, as it is typed."""
    DAY = "runs_out"
    """The day on which the registration runs out; may be left empty."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask."""

    ask: Ask
    text: str
    meaning: str = ""
    """What "yes" means."""
    choices: Mapping[str, str] | None = None
    """The answers that can be chosen, with their words; None: something is typed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One declaration that waits for an answer."""

    declaration: Declaration
    clause: str
    """The clause's id and title."""
    standing: "DeclarationReport"
    is_sure: bool
    """True: its condition is known to hold, and is not asked."""
    where_to_look: Mapping[str, Sequence[str]]
    """By provider: where the member looks before answering."""
    own_words: str = ""
    """Where the institute's own words are, if it is about these."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that may have to be asked, in order; `is_decided` says when to stop."""
        return steps(self.declaration, is_sure=self.is_sure)


def steps(declaration: Declaration, *, is_sure: bool = False) -> tuple[Step, ...]:
    """Return the steps of a declaration: its condition first, then the question, then what a "yes" is asked for."""
    either = {YES: "Yes", NO: "No"}
    found = []
    if declaration.condition and not is_sure:
        found.append(Step(Ask.CONDITION, declaration.condition, choices=either))
    choices = {**either, COVERED: declaration.covered} if declaration.covered else either
    found.append(Step(Ask.QUESTION, declaration.question, declaration.meaning, choices))
    if declaration.asks:
        found.append(Step(Ask.NUMBER, "What is the registration number? It stays on this computer."))
        found.append(Step(Ask.DAY, "On which day does the registration run out? The register shows it."))
    return tuple(found)


def is_decided(answers: Mapping[Ask, str]) -> bool:
    """Whether no further step needs to be asked: any answer but "yes" to a condition or question ends it."""
    return any(ask in answers and answers[ask] != YES for ask in (Ask.CONDITION, Ask.QUESTION))


def declared(
    declaration: Declaration, answers: Mapping[Ask, str], *, by: str, today: date, runs_out: date | None = None
) -> Declared | None:
    """Return the dated answer that follows from the steps answered so far; None if it was skipped.

    A registration that runs out before the policy's interval ends the answer on that day.
    """
    answer = _answer(answers)
    if answer is None:
        return None
    expires = months_later(today, declaration.months)
    if answer != YES:
        return Declared(declaration.id, answer, by, today, expires)
    if runs_out is not None:
        expires = min(expires, max(runs_out, today))
    return Declared(declaration.id, answer, by, today, expires, answers.get(Ask.NUMBER, "").strip(), runs_out)


def _answer(answers: Mapping[Ask, str]) -> str | None:
    if answers.get(Ask.CONDITION) == NO or answers.get(Ask.QUESTION) == COVERED:
        return "not-applicable"
    given = answers.get(Ask.QUESTION)
    return given if given in {YES, NO} else None


def standing(settings: "Settings", today: date) -> tuple["DeclarationReport", ...]:
    """Return how every declaration stands, as far as can be told without looking into a mailbox."""
    from mailcheck.audit.declarations import declarations

    return declarations(settings.policy, settings.said, today, _unseen(settings))


def waiting(settings: "Settings", today: date, *, again: bool = False) -> tuple[Asked, ...]:
    """Return the declarations to ask: those unanswered, run out or answered "no"; with `again`, all that apply."""
    from mailcheck.app.own_words import where_own_words_are
    from mailcheck.rules.own_look import steps_for

    by_id = {each.id: each for each in settings.policy.declarations}
    titles = {each.id: each.title for each in settings.policy.clauses}
    last = _last(settings)
    accounts = tuple(each.account for each in settings.accounts)
    found = []
    for stands in standing(settings, today):
        asked = by_id[stands.id]
        by_itself = _sees(asked, last.get(asked.id))
        is_open = again or stands.status in {Status.ATTENTION, Status.NOT_MET} or bool(stands.note)
        is_sure = stands.question == asked.question
        if by_itself is Sees.HOLDS and not is_sure:
            is_open, is_sure = is_open or stands.answer != YES, True
        if not is_open or (by_itself is Sees.NOT_SO and not is_sure):
            continue
        where = steps_for(accounts, only_if=asked.only_if)
        title = f"{asked.clause}  {titles.get(asked.clause, '')}"
        text = where_own_words_are(settings.policy) if asked.own_words else ""
        found.append(Asked(asked, title, stands, is_sure, where, text))
    return tuple(found)


def unanswered(settings: "Settings", today: date) -> int:
    """Return how many questions are open, as the report and the roster count them: a "no" is an answer."""
    answered = {Status.NOT_MET, Status.DECLARED}
    return sum(each.standing.status not in answered for each in waiting(settings, today))


def _unseen(settings: "Settings") -> "Evidence":
    """Return what is known of the accounts without looking: their providers, and what was said."""
    from mailcheck.model import AccountEvidence, Evidence, Missing

    nothing = Missing("It was not looked at.")
    accounts = tuple(AccountEvidence(each.account, nothing) for each in settings.accounts)
    now = datetime.now().astimezone()
    return Evidence(now, now.date(), accounts, said=settings.said, declared=settings.declared)


class Sees(StrEnum):
    """What the last check saw by itself of a declaration's condition."""

    NOT_SO = "not so"
    HOLDS = "holds"
    CANNOT_TELL = "cannot tell"


def _sees(asked: Declaration, told: Mapping[str, str] | None) -> Sees:
    """Return what the last report tells of a condition that mailcheck may be able to see for itself."""
    if told is None or not asked.only_if:
        return Sees.CANNOT_TELL
    if told["status"] == Status.NOT_APPLICABLE and not told["answer"]:
        return Sees.NOT_SO
    is_waiting = told["status"] == Status.ATTENTION and not told["answer"]
    return Sees.HOLDS if is_waiting and told.get("question") == asked.question else Sees.CANNOT_TELL


def _last(settings: "Settings") -> Mapping[str, Mapping[str, str]]:
    """Return how the last report tells each declaration, by its id; nothing before the first."""
    from mailcheck.state import State

    if not settings.state_path.exists():
        return {}
    with State.open(settings.state_path) as state:
        last = state.last()
    return {each["id"]: each for each in json.loads(last).get("declarations", ())} if last else {}
