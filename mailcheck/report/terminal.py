"""The report for a terminal: clause by clause, worst first, one remedy each; readable at 80 columns without colour."""

import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailcheck.model import AccountReport, Basis, ClauseVerdict, Finding, NotLooked, Report, Status
from mailcheck.report import report
from mailcheck.report.earlier import earlier_rows
from mailcheck.report.words import CERTAINTY, STATUS, count, day, harmless

ORDER = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)
COLOUR = {
    Status.NOT_MET: "bold red",
    Status.COULD_NOT_CHECK: "bold magenta",
    Status.ATTENTION: "bold yellow",
    Status.DECLARED: "bold cyan",
    Status.MET: "bold green",
    Status.NOT_APPLICABLE: "dim",
}
TALLY = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "could not be checked",
    Status.ATTENTION: "to look at",
    Status.DECLARED: "declared by you",
    Status.MET: "met",
}
GOOD = frozenset({Status.MET, Status.DECLARED, Status.NOT_APPLICABLE})
SHOWN = 4
"""Findings of one kind shown one by one; the rest are counted."""


@report("text")
def text(result: Report) -> str:
    """Return the report as plain text, 80 columns wide."""
    out = io.StringIO()
    Console(file=out, width=80, no_color=True, highlight=False, emoji=False, markup=False).print(page(result))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def page(result: Report) -> RenderableType:
    """Return the report as something a rich console prints at its own width."""
    return Group(
        *_head(result),
        *_problems(result.accounts),
        *(part for clause in _worst_first(result) for part in _clause(clause, result)),
        *_questions(result),
        *_quiet(result),
        *_advice(result),
        *_history(result),
        *_looked(result),
    )


def _head(result: Report) -> Iterator[RenderableType]:
    yield Text(f"{result.policy.title} (policy version {result.policy.version})", style="bold")
    yield Text(
        f"Checked on {day(result.finished)} at {result.finished:%H:%M}, read-only: nothing was changed. "
        f"Letters sent since {day(result.since)} count."
    )
    yield Text()
    states = [clause.status for clause in result.clauses if clause.status is not Status.NOT_APPLICABLE]
    tally = [f"{states.count(status)} {TALLY[status]}" for status in ORDER if status in states]
    yield Text.assemble(
        (STATUS[result.status], COLOUR[result.status]), f"  Of {count(len(states), 'clause')}: {', '.join(tally)}."
    )


def _problems(accounts: Iterable[AccountReport]) -> Iterator[RenderableType]:
    for account in accounts:
        if account.problem:
            yield _bar(f"{account.name}: could not be looked at", Status.COULD_NOT_CHECK)
            rows = [("Seen", account.problem.text)]
            if account.problem.said:
                rows.append(("It said", account.problem.said))
            rows.append(("Key", account.problem.key or "none"))
            yield _rows(rows)


def _worst_first(result: Report) -> list[ClauseVerdict]:
    troubled = [clause for clause in result.clauses if clause.status not in GOOD]
    return sorted(troubled, key=lambda clause: ORDER.index(clause.status))


def _clause(clause: ClauseVerdict, result: Report) -> Iterator[RenderableType]:
    """Yield a clause that needs something; its open questions come later, all together."""
    findings = [each for each in result.findings if each.clause == clause.id and each.basis is not Basis.ADVICE]
    if not findings:
        return
    yield _bar(f"{clause.id}  {clause.title}", clause.status)
    unreached, findings = _unreached(findings, result.accounts)
    if unreached:
        yield _rows([("Not looked", f"{' and '.join(unreached)}: could not be looked at, as said above.")])
    findings.sort(key=lambda each: (_place(each.status), each.rule, each.outcome.remedy))
    for (status, _, _), alike in groupby(findings, key=lambda each: (each.status, each.rule, each.outcome.remedy)):
        yield from _alike(status, list(alike))
    yield _rows(
        ("To answer", declared.question)
        for declared in result.declarations
        if declared.clause == clause.id and declared.status is Status.ATTENTION
    )


def _unreached(findings: list[Finding], accounts: Iterable[AccountReport]) -> tuple[list[str], list[Finding]]:
    """Return the accounts whose own problem is all that some findings say, and the findings that say more."""
    told = {account.problem.text: account.name for account in accounts if account.problem}
    names = [told[each.outcome.title] for each in findings if each.outcome.title in told]
    return list(dict.fromkeys(names)), [each for each in findings if each.outcome.title not in told]


def _place(status: Status) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)


def _alike(status: Status, findings: list[Finding]) -> Iterator[RenderableType]:
    """Yield findings that ask for the same thing, with why and what to do said once."""
    first = findings[0].outcome
    if status in GOOD:
        yield _rows((_closed(finding), _sentence(finding)) for finding in findings)
        return
    rows: list[tuple[str, str | Text]] = []
    if first.together and len(findings) > 1:
        rows.append((_accounts(findings[0]), first.together.format(count=len(findings))))
        rows += [("", _briefly(finding)) for finding in findings[:SHOWN]]
    else:
        rows += [(_accounts(finding), _seen(finding)) for finding in findings[:SHOWN]]
    if len(findings) > SHOWN:
        rows.append(("", f"… and {count(len(findings) - SHOWN, 'more', 'more')} like these."))
    rows.append(("Why", findings[0].why))
    if first.remedy:
        rows.append(("Next", Text(harmless(first.remedy), style="bold")))
    yield _rows(rows)


def _closed(finding: Finding) -> str:
    return "Put right" if finding.settled else STATUS[finding.status].capitalize()


def _accounts(finding: Finding) -> str:
    return " and ".join(finding.outcome.accounts)


def _seen(finding: Finding) -> Text:
    outcome = finding.outcome
    detail = f" {outcome.detail}" if outcome.detail else ""
    return Text.assemble(harmless(outcome.title), harmless(detail), _small(finding))


def _small(finding: Finding) -> tuple[str, str]:
    until = f", exception until {day(finding.exception.until)}" if finding.exception else ""
    return f"  [{finding.id}, {CERTAINTY[finding.outcome.grade]}{until}]", "dim"


def _briefly(finding: Finding) -> Text:
    """Return one of several like it: when, and what tells it from the others."""
    outcome = finding.outcome
    when = day(outcome.items[0].stored) if outcome.items else outcome.title
    return Text.assemble(f"{when}: {harmless(outcome.detail)}", _small(finding))


def _sentence(finding: Finding) -> str:
    return " ".join(part for part in (finding.outcome.title, finding.outcome.detail) if part)


def _questions(result: Report) -> Iterator[RenderableType]:
    open_ones = [declared for declared in result.declarations if declared.status is Status.ATTENTION]
    clauses = list(dict.fromkeys(declared.clause for declared in open_ones))
    if open_ones:
        yield _bar("Questions that only you can answer", Status.ATTENTION)
        yield _rows(
            (
                ("Open", f"{count(len(open_ones), 'question')} that no mailbox can answer ({', '.join(clauses)})."),
                ("Next", Text("Answer them with: mailcheck declare", style="bold")),
            )
        )


def _quiet(result: Report) -> Iterator[RenderableType]:
    good = [clause for clause in result.clauses if clause.status in GOOD and not _is_advice(clause)]
    if not good:
        return
    yield _bar("In order", Status.MET)
    for clause in good:
        rows: list[tuple[str, str]] = [(STATUS[clause.status].capitalize(), f"{clause.id}  {clause.title}")]
        rows += [("", _sentence(each)) for each in result.findings if each.clause == clause.id]
        yield _rows(rows)


def _is_advice(clause: ClauseVerdict) -> bool:
    """Whether a clause is served by advice alone, or by nothing."""
    return all(verdict.basis is Basis.ADVICE for verdict in clause.rules)


def _advice(result: Report) -> Iterator[RenderableType]:
    advice = [each for each in result.findings if each.basis is Basis.ADVICE and each.status not in GOOD]
    if advice:
        yield _bar("Good practice, not part of the verdict", None)
        yield _rows((_accounts(each), f"{_sentence(each)} {each.outcome.remedy}") for each in advice)


def _history(result: Report) -> Iterator[RenderableType]:
    if result.look_back:
        yield _bar(f"Before {day(result.since)}: history, not judged", None)
        yield _rows(earlier_rows(result.look_back))


def _looked(result: Report) -> Iterator[RenderableType]:
    yield _bar("What was looked at, and what was not", None)
    yield _rows((account.name, _coverage(account)) for account in result.accounts)
    yield _rows(("Not looked", _not_looked(each)) for each in result.not_looked)


def _coverage(account: AccountReport) -> str:
    seen = account.coverage
    who = f"{account.role}, {account.provider}" if account.provider else account.role
    looked = [f"{count(seen.messages, 'sent letter')} in {', '.join(seen.folders)}", count(seen.documents, "document")]
    if seen.unreadable:
        looked.append(f"{seen.unreadable} could not be read")
    what = "; ".join(looked) if seen.folders else "the newest letters, their dates and sizes only"
    if account.problem:
        what = "nothing"
    return f"({who}) {what}."


def _not_looked(each: NotLooked) -> str:
    return f"{each.what}: {each.why}."


def _bar(title: str, status: Status | None) -> RenderableType:
    """Return a heading: the state in words first, then what it is about."""
    label = Text.assemble((f"{STATUS[status]}  " if status else "", COLOUR[status] if status else ""))
    return Group(Text(), label.append(harmless(title), style="bold"))


def _rows(rows: Iterable[tuple[str, str | Text]]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=14, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for label, value in rows:
        table.add_row(harmless(label), value if isinstance(value, Text) else Text(harmless(value)))
    return Padding(table, (0, 0, 0, 2))
