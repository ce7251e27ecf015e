"""Each clause as a card: how it stands, the evidence in a sentence, and one next step."""

from collections import Counter
from collections.abc import Iterator

from mailcheck.dataclass import dataclass
from mailcheck.model import Basis, ClauseVerdict, DeclarationReport, Finding, Report, Status
from mailcheck.model.days import day_in_words
from mailcheck.report.clause_text import sentence
from mailcheck.report.parts import ORDER, counting_for, waits_for_an_answer
from mailcheck.report.words import count

ANSWER = "Answer with `mailcheck declare`."
ANSWER_AGAIN = "When that has changed, answer again with `mailcheck declare`."
_PLACES = {status: place for place, status in enumerate((*ORDER, Status.NOT_APPLICABLE))}


@dataclass(frozen=True, slots=True)
class Card:
    """One clause at a glance."""

    id: str
    title: str
    status: Status
    seen: str
    """The evidence, in a sentence."""
    next: str
    """The one thing to do; empty if there is nothing."""
    counts: str
    """What else serves the clause: `2 measured, 1 declared`."""
    finding: str = ""
    """The finding that the sentence is of, by its name."""
    is_waiting: bool = False
    """True: everything that was measured is in order, and only the member's answer is missing."""


def cards(report: Report) -> tuple[Card, ...]:
    """Return a card for each clause, the worst first; advice colours none."""
    return tuple(sorted((_card(clause, report) for clause in report.clauses), key=lambda card: _PLACES[card.status]))


def _card(clause: ClauseVerdict, report: Report) -> Card:
    findings = counting_for(clause, report)
    serving = {rule.name for rule in clause.rules}
    declared = [each for each in report.declarations if each.clause == clause.id or each.id in serving]
    deciding = [each for each in findings if each.status is clause.status]
    waiting = [each for each in declared if each.status is clause.status]
    seen, step, finding = _of_findings(deciding) if deciding else _of_answers(waiting, clause.status)
    counts = ", ".join(_counts(clause, {each.id for each in declared}))
    is_waiting = waits_for_an_answer(clause, report)
    return Card(clause.id, clause.title, clause.status, seen, step, counts, finding, is_waiting)


def _of_findings(deciding: list[Finding]) -> tuple[str, str, str]:
    """Return what the first of the deciding findings says, together with those of its kind."""
    first = next((each for each in deciding if each.outcome.remedy), deciding[0])
    alike = [each for each in deciding if (each.rule, each.outcome.together) == (first.rule, first.outcome.together)]
    seen = sentence(first)
    if first.outcome.together and len(alike) > 1:
        seen = first.outcome.together.format(count=len(alike))
    needs_something = first.status in {Status.NOT_MET, Status.ATTENTION, Status.COULD_NOT_CHECK}
    return seen, first.outcome.remedy if needs_something else "", first.id


def _of_answers(answers: list[DeclarationReport], status: Status) -> tuple[str, str, str]:
    match status:
        case Status.ATTENTION if answers:
            note = next((each.note for each in answers if each.note), "")
            told = f"{count(len(answers), 'question')} that only you can answer."
            return note or told, ANSWER, ""
        case Status.NOT_MET if answers:
            when = f" on {day_in_words(answers[0].made)}" if answers[0].made else ""
            return f"You answered no{when}: {answers[0].question}", ANSWER_AGAIN, ""
        case Status.DECLARED if answers:
            made = [each.made for each in answers if each.made]
            when = f" on {day_in_words(max(made))}" if made else ""
            return f"You declared it{when}. mailcheck cannot measure this.", "", ""
        case Status.NOT_APPLICABLE:
            return "It does not apply to you, going by what you said and what was seen.", "", ""
    return "Nothing was looked at for this.", "", ""


def _counts(clause: ClauseVerdict, declared: set[str]) -> Iterator[str]:
    judged = [rule for rule in clause.rules if rule.basis is not Basis.ADVICE]
    kinds = Counter(
        "declared" if rule.name in declared or rule.status is Status.DECLARED else "measured"
        for rule in judged
        if _is_in_order(rule.status)
    )
    for kind in ("measured", "declared"):
        if kinds[kind]:
            yield f"{kinds[kind]} {kind}"
    open_ones = sum(_PLACES[rule.status] <= _PLACES[Status.ATTENTION] for rule in judged)
    if open_ones and kinds:
        yield f"{open_ones} open"


def _is_in_order(status: Status) -> bool:
    return status in {Status.MET, Status.DECLARED}
