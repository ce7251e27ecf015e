"""One clause on a terminal: what was seen, why it matters, and the one thing to do next."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from mailcheck.model import AccountReport, Basis, ClauseVerdict, DeclarationReport, Finding, Report, Status
from mailcheck.model.days import day_in_words
from mailcheck.report.grid import GOOD, ORDER, heading, rows_of
from mailcheck.report.words import CERTAINTY, STATUS, count, harmless

HOW = {
    "sent-again": "sent again with protection",
    "deleted-by-recipient": "the reader deleted it",
    "talked-to-supervisor": "you talked with your supervisor",
    "not-confidential": "you said that it is not confidential",
}
"""How an incident was closed, in words."""
SHOWN = 4
"""Findings of one kind shown one by one; the rest are counted."""


def clause_parts(clause: ClauseVerdict, result: Report) -> Iterator[RenderableType]:
    """Yield a clause that needs something; its open questions come later, all together."""
    findings = [each for each in result.findings if each.clause == clause.id and each.basis is not Basis.ADVICE]
    answered = [each for each in result.declarations if each.clause == clause.id and each.status is Status.NOT_MET]
    noted = [each for each in result.declarations if each.clause == clause.id and each.note]
    if not findings and not answered and not noted:
        return
    yield heading(f"{clause.id}  {clause.title}", clause.status)
    yield from map(_said_no, answered)
    unreached, findings = _unreached(findings, result.accounts)
    if unreached:
        yield rows_of([("Not looked", f"{' and '.join(unreached)}: could not be looked at, as said above.")])
    findings.sort(key=lambda each: (_place(each.status), each.rule, each.outcome.remedy))
    for (status, _, _), alike in groupby(findings, key=lambda each: (each.status, each.rule, each.outcome.remedy)):
        yield from _alike(status, list(alike))
    yield rows_of(
        ("To answer", declared.note or declared.question)
        for declared in result.declarations
        if declared.clause == clause.id and declared.status is Status.ATTENTION
    )


def _unreached(findings: list[Finding], accounts: Iterable[AccountReport]) -> tuple[list[str], list[Finding]]:
    """Return the accounts whose own problem is all that some findings say, and the findings that say more."""
    told = {account.name: account.problem.text for account in accounts if account.problem}

    def lost(finding: Finding) -> list[str]:
        return [name for name in finding.outcome.accounts if told.get(name) == finding.outcome.title]

    names = [name for each in findings for name in lost(each)]
    return list(dict.fromkeys(names)), [each for each in findings if not lost(each)]


def _said_no(declared: DeclarationReport) -> RenderableType:
    """Return what the member answered, where the answer is that it is not so."""
    when = f"On {day_in_words(declared.made)}: no" if declared.made else "No"
    return rows_of(
        (
            ("You said", f"{when}. ({declared.question})"),
            ("Next", Text("When that has changed, answer again: mailcheck declare", style="bold")),
        )
    )


def _place(status: Status) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)


def _alike(status: Status, findings: list[Finding]) -> Iterator[RenderableType]:
    """Yield findings that ask for the same thing, with why and what to do said once."""
    first = findings[0].outcome
    if status in GOOD:
        yield rows_of(_in_order(finding) for finding in findings)
        return
    rows: list[tuple[str, str | Text]] = []
    if first.together and len(findings) > 1:
        rows.append((accounts_of(findings[0]), first.together.format(count=len(findings))))
        rows += [("", _briefly(finding)) for finding in findings[:SHOWN]]
    else:
        rows += [(accounts_of(finding), _seen(finding)) for finding in findings[:SHOWN]]
    if len(findings) > SHOWN:
        rows.append(("", f"… and {count(len(findings) - SHOWN, 'more', 'more')} like these."))
    rows.append(("Why", findings[0].why))
    if first.remedy:
        rows.append(("Next", Text(harmless(first.remedy), style="bold")))
    yield rows_of(rows)


def _in_order(finding: Finding) -> tuple[str, str | Text]:
    if finding.settled:
        how = HOW.get(finding.settled.how, finding.settled.how)
        return "Closed", Text.assemble(f"{day_in_words(finding.settled.made)}, {how}. ", _briefly(finding))
    return STATUS[finding.status].capitalize(), sentence(finding)


def accounts_of(finding: Finding) -> str:
    """Return the accounts that a finding is about."""
    return " and ".join(finding.outcome.accounts)


def _seen(finding: Finding) -> Text:
    outcome = finding.outcome
    detail = f" {outcome.detail}" if outcome.detail else ""
    return Text.assemble(harmless(outcome.title), harmless(detail), _small(finding))


def _small(finding: Finding) -> tuple[str, str]:
    until = f", exception until {day_in_words(finding.exception.until)}" if finding.exception else ""
    return f"  [{finding.id}, {CERTAINTY[finding.outcome.grade]}{until}]", "dim"


def _briefly(finding: Finding) -> Text:
    """Return one of several like it: when, and what tells it from the others."""
    outcome = finding.outcome
    when = day_in_words(outcome.items[0].stored) if outcome.items else outcome.title
    detail = f": {harmless(outcome.detail)}" if outcome.detail else ""
    return Text.assemble(f"{when}{detail}", _small(finding))


def sentence(finding: Finding) -> str:
    """Return what was seen, in one line."""
    return " ".join(part for part in (finding.outcome.title, finding.outcome.detail) if part)
