"""How each of the policy's declarations stands."""

from dataclasses import replace
from datetime import date

from mailcheck.audit.asked import applies
from mailcheck.audit.registered import REGISTRATION, registered
from mailcheck.model import (
    Declaration,
    DeclarationReport,
    Declared,
    Evidence,
    Policy,
    Said,
    Status,
    worst,
)
from mailcheck.rules.programs import one_program

ONE_PROGRAM = "private-mail-programme"
"""The declaration on which it bears that one program seems to show several accounts."""
_ANSWERED = {"yes": Status.DECLARED, "no": Status.NOT_MET, "not-applicable": Status.NOT_APPLICABLE}


def declarations(
    policy: Policy, said: Said, today: date, evidence: Evidence | None = None
) -> tuple[DeclarationReport, ...]:
    """Return how each of the policy's declarations stands; unanswered or expired is attention, "not reviewed".

    With `evidence`, one that stands in for what a provider hides does not apply where the server shows it.
    """
    answers = {declared.id: declared for declared in sorted(said.declarations, key=lambda each: each.made)}
    found = (
        _declaration(asked, answers.get(asked.id), today, applies=applies(asked, evidence))
        for asked in policy.declarations
    )
    return tuple(_remarked(each, evidence) for each in found)


def _remarked(declared: DeclarationReport, evidence: Evidence | None) -> DeclarationReport:
    """Return a declaration with what was seen that bears on it (U8), unless a "yes" or a "no" has settled it."""
    if declared.id != ONE_PROGRAM or evidence is None or declared.note or declared.answer in {"yes", "no"}:
        return declared
    return replace(declared, note=one_program(evidence))


def _declaration(
    asked: Declaration, answer: Declared | None, today: date, *, applies: bool | None
) -> DeclarationReport:
    first_asked = asked.question if applies else asked.condition or asked.question
    if applies is False:
        return DeclarationReport(asked.id, asked.clause, "", "", None, None, Status.NOT_APPLICABLE, first_asked)
    if answer is None or (applies and asked.condition and answer.answer == "not-applicable"):
        # "Not applicable" came from the condition, and what was seen says that it holds.
        return DeclarationReport(asked.id, asked.clause, "", "", None, None, Status.ATTENTION, first_asked)
    is_current = today <= answer.expires
    status = _ANSWERED.get(answer.answer, Status.ATTENTION) if is_current else Status.ATTENTION
    if status is Status.NOT_MET and asked.is_a_look:
        status = Status.ATTENTION  # not having looked yet is no fault that was found
    note = ""
    if asked.asks == REGISTRATION and answer.answer == "yes":
        found, note = registered(answer, today)
        status = worst((status, found))
    question = asked.question if answer.answer == "no" or note else first_asked
    return DeclarationReport(
        asked.id, asked.clause, answer.answer, answer.by, answer.made, answer.expires, status, question, note
    )
