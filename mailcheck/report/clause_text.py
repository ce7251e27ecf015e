"""One clause in words: what was seen, why it matters, and the one thing to do next. The same words on every output."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from mailcheck.model import IN_ORDER, AccountReport, ClauseVerdict, DeclarationReport, Finding, Report, Status
from mailcheck.model.days import day_in_words
from mailcheck.report.near_miss import near_miss
from mailcheck.report.parts import ORDER, Part, Row, counting_for, next_step, part, waits_for_an_answer
from mailcheck.report.words import CERTAINTY, STATUS, count

HOW = {
    "sent-again": "sent again with protection",
    "deleted-by-recipient": "the reader deleted it",
    "talked-to-supervisor": "you talked with your supervisor",
    "not-confidential": "you said that it is not confidential",
}
"""How an incident was closed, in words."""
SHOWN = 4
"""Findings of one kind shown one by one; the rest are counted."""
SITTING = 10
"""Questions that `mailcheck sort` asks at most in one sitting."""
SORTS = "mailcheck sort"
MANY = "That looks like a lot, and is not: a sitting has ten questions, and one answer covers every copy of a file."


def clause_parts(clause: ClauseVerdict, result: Report) -> Iterator[Part]:
    """Yield a clause that needs something; its open questions come later, all together."""
    findings = counting_for(clause, result)
    answered = [each for each in result.declarations if each.clause == clause.id and each.status is Status.NOT_MET]
    noted = [each for each in result.declarations if each.clause == clause.id and each.note]
    if findings or answered or noted:
        seen = _seen_of(_once(findings), result.accounts)
        blocks = (*map(_said_no, answered), *seen, _to_answer(clause, result))
        waits = waits_for_an_answer(clause, result)
        yield from part(f"{clause.id}  {clause.title}", blocks, clause.status, is_waiting=waits)


def _once(findings: list[Finding]) -> list[Finding]:
    """Leave out what does not apply for a reason that another rule gave already."""
    kept: dict[object, Finding] = {}
    for each in findings:
        is_same = (each.outcome.title, each.outcome.accounts) if each.status is Status.NOT_APPLICABLE else each.id
        kept.setdefault(is_same, each)
    return list(kept.values())


def _seen_of(findings: list[Finding], accounts: Iterable[AccountReport]) -> Iterator[Iterable[Row]]:
    unreached, findings = _unreached(findings, accounts)
    if unreached:
        yield [Row("Not looked", f"{' and '.join(unreached)}: could not be looked at, as said above.")]
    told: set[str] = set()
    findings.sort(key=lambda each: (_place(each.status), each.rule, each.outcome.remedy, -_newest(each)))
    for (status, _, _), alike in groupby(findings, key=lambda each: (each.status, each.rule, each.outcome.remedy)):
        together = list(alike)
        yield alike_rows(status, together, is_why_told=together[0].why in told)
        told |= {together[0].why} if status not in IN_ORDER else set()


def _to_answer(clause: ClauseVerdict, result: Report) -> Iterator[Row]:
    for declared in result.declarations:
        if declared.clause == clause.id and declared.status is Status.ATTENTION:
            yield Row("To answer", declared.note or declared.question)
    if near := near_miss(clause, result):
        yield Row("", near.words)


def _unreached(findings: list[Finding], accounts: Iterable[AccountReport]) -> tuple[list[str], list[Finding]]:
    """Return the accounts whose own problem is all that some findings say, and the findings that say more."""
    told = {account.name: account.problem.text for account in accounts if account.problem}

    def lost(finding: Finding) -> list[str]:
        return [name for name in finding.outcome.accounts if told.get(name) == finding.outcome.title]

    names = [name for each in findings for name in lost(each)]
    return list(dict.fromkeys(names)), [each for each in findings if not lost(each)]


def _said_no(declared: DeclarationReport) -> tuple[Row, ...]:
    """Return what the member answered, where the answer is that it is not so."""
    when = f"On {day_in_words(declared.made)}: no" if declared.made else "No"
    return (
        Row("You said", f"{when}. ({declared.question})"),
        next_step("When that has changed, answer again: mailcheck declare"),
    )


def _newest(finding: Finding) -> int:
    return max((item.stored.toordinal() for item in finding.outcome.items), default=0)


def _place(status: Status) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)


def alike_rows(status: Status, findings: list[Finding], *, is_why_told: bool = False) -> Iterator[Row]:
    """Yield findings that ask for the same thing, with why and what to do said once.

    `is_why_told`: the reason stands above already, beside something else that the same rule asks for.
    """
    first = findings[0].outcome
    if status in IN_ORDER:
        yield from map(_in_order, findings)
        return
    if first.together and len(findings) > 1:
        yield Row(accounts_of(findings[0]), first.together.format(count=len(findings)))
        yield from (Row("", _briefly(finding), _small(finding)) for finding in findings[:SHOWN])
    else:
        yield from (Row(accounts_of(finding), sentence(finding), _small(finding)) for finding in findings[:SHOWN])
    if len(findings) > SHOWN:
        yield Row("", f"… and {count(len(findings) - SHOWN, 'more', 'more')} like these.")
    if not is_why_told:
        yield Row("Why", findings[0].why)
    if first.remedy:
        yield next_step(f"{first.remedy} {MANY}" if len(findings) > SITTING and SORTS in first.remedy else first.remedy)


def _in_order(finding: Finding) -> Row:
    if finding.settled:
        how = HOW.get(finding.settled.how, finding.settled.how)
        return Row("Closed", f"{day_in_words(finding.settled.made)}, {how}. {_briefly(finding)}", _small(finding))
    label = "Not looked" if is_switched_off(finding) else STATUS[finding.status].capitalize()
    return Row(label, sentence(finding))


def is_switched_off(finding: Finding) -> bool:
    """Whether something was not looked at because the member did not ask for it: the remedy says how to."""
    is_let_be = finding.exception or finding.settled
    return finding.status is Status.NOT_APPLICABLE and bool(finding.outcome.remedy) and not is_let_be


def closed_words(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield what was closed, several of a kind as a count."""
    kinds: dict[str, list[Finding]] = {}
    for each in findings:
        if each.settled:
            kinds.setdefault(each.outcome.together or each.id, []).append(each)
    for together, alike in kinds.items():
        yield together.format(count=len(alike)) if len(alike) > 1 else alike[0].outcome.title


def accounts_of(finding: Finding) -> str:
    """Return the accounts that a finding is about."""
    return " and ".join(finding.outcome.accounts)


def _small(finding: Finding) -> str:
    until = f", exception until {day_in_words(finding.exception.until)}" if finding.exception else ""
    return f"{finding.id}, {CERTAINTY[finding.outcome.grade]}{until}"


def _briefly(finding: Finding) -> str:
    """Return one of several like it: when, and what tells it from the others."""
    outcome = finding.outcome
    when = day_in_words(outcome.items[0].stored) if outcome.items else outcome.title
    return f"{when}: {outcome.detail}" if outcome.detail else when


def sentence(finding: Finding) -> str:
    """Return what was seen, in one line."""
    return " ".join(part for part in (finding.outcome.title, finding.outcome.detail) if part)
