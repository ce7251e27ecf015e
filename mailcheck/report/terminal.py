"""The report for a terminal: clause by clause, worst first, one remedy each; readable at 80 columns without colour."""

import io
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from mailcheck.model import AccountReport, Basis, ClauseVerdict, NotLooked, Report, Status
from mailcheck.model.days import day_in_words
from mailcheck.report import report
from mailcheck.report.clause_text import accounts_of, clause_parts, sentence
from mailcheck.report.earlier import earlier_rows
from mailcheck.report.grid import COLOUR, GOOD, ORDER, heading, rows_of
from mailcheck.report.words import STATUS, count

TALLY = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "could not be checked",
    Status.ATTENTION: "to look at",
    Status.DECLARED: "declared by you",
    Status.MET: "met",
}


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
        *(part for clause in _worst_first(result) for part in clause_parts(clause, result)),
        *_questions(result),
        *_quiet(result),
        *_advice(result),
        *_history(result),
        *_looked(result),
    )


def _head(result: Report) -> Iterator[RenderableType]:
    yield Text(f"{result.policy.title} (policy version {result.policy.version})", style="bold")
    yield Text(
        f"Checked on {day_in_words(result.finished)} at {result.finished:%H:%M}, read-only: nothing was changed. "
        f"Letters sent since {day_in_words(result.since)} count."
    )
    yield Text()
    yield Text.assemble((STATUS[result.status], COLOUR[result.status]), f"  {_tally(result)}")


def _tally(result: Report) -> str:
    """Return how many clauses stand how; those that wait for nothing but an answer are told apart."""
    judged = [clause for clause in result.clauses if clause.status is not Status.NOT_APPLICABLE]
    waiting = sum(_waits_for_an_answer(clause, result) for clause in judged)
    states = [clause.status for clause in judged]
    counts = {status: states.count(status) for status in ORDER}
    counts[Status.ATTENTION] -= waiting
    told = [f"{counts[status]} {TALLY[status]}" for status in ORDER if counts[status]]
    if waiting:
        told.insert(len(told) - bool(counts[Status.MET]), f"{waiting} waiting for an answer that only you can give")
    return f"Of {count(len(judged), 'clause')}: {', '.join(told)}."


def _waits_for_an_answer(clause: ClauseVerdict, result: Report) -> bool:
    """Whether everything that was measured for a clause is in order, and only questions are open."""
    measured = {each.rule for each in result.findings}
    return clause.status is Status.ATTENTION and all(
        rule.status in GOOD or rule.basis is Basis.ADVICE for rule in clause.rules if rule.name in measured
    )


def _problems(accounts: Iterable[AccountReport]) -> Iterator[RenderableType]:
    for account in accounts:
        if account.problem:
            yield heading(f"{account.name}: could not be looked at", Status.COULD_NOT_CHECK)
            rows = [("Seen", account.problem.text)]
            if account.problem.said:
                rows.append(("It said", account.problem.said))
            rows.append(("For support", account.problem.key or "none"))
            yield rows_of(rows)


def _worst_first(result: Report) -> list[ClauseVerdict]:
    troubled = [clause for clause in result.clauses if clause.status not in GOOD]
    return sorted(troubled, key=lambda clause: ORDER.index(clause.status))


def _questions(result: Report) -> Iterator[RenderableType]:
    open_ones = [declared for declared in result.declarations if declared.status is Status.ATTENTION]
    clauses = list(dict.fromkeys(declared.clause for declared in open_ones))
    if open_ones:
        yield heading("Questions that only you can answer", Status.ATTENTION)
        yield rows_of(
            (
                ("Open", f"{count(len(open_ones), 'question')} that no mailbox can answer ({', '.join(clauses)})."),
                ("Next", Text("Answer them with: mailcheck declare", style="bold")),
            )
        )


def _quiet(result: Report) -> Iterator[RenderableType]:
    good = [clause for clause in result.clauses if clause.status in GOOD and not _is_advice(clause)]
    if not good:
        return
    yield heading("In order", Status.MET)
    for clause in good:
        rows: list[tuple[str, str]] = [(STATUS[clause.status].capitalize(), f"{clause.id}  {clause.title}")]
        rows += [("", sentence(each)) for each in result.findings if each.clause == clause.id]
        rows += [("Remember", each.note) for each in result.declarations if each.clause == clause.id and each.note]
        yield rows_of(rows)


def _is_advice(clause: ClauseVerdict) -> bool:
    """Whether a clause is served by advice alone, or by nothing."""
    return all(verdict.basis is Basis.ADVICE for verdict in clause.rules)


def _advice(result: Report) -> Iterator[RenderableType]:
    advice = [each for each in result.findings if each.basis is Basis.ADVICE and each.status not in GOOD]
    if advice:
        yield heading("Good practice, not part of the verdict")
        yield rows_of((accounts_of(each), f"{sentence(each)} {each.outcome.remedy}") for each in advice)


def _history(result: Report) -> Iterator[RenderableType]:
    if result.look_back:
        yield heading(f"Before {day_in_words(result.since)}: history, not judged")
        yield rows_of(earlier_rows(result.look_back))


def _looked(result: Report) -> Iterator[RenderableType]:
    yield heading("What was looked at, and what was not")
    yield rows_of((account.name, _coverage(account)) for account in result.accounts)
    yield rows_of(("Not looked", _not_looked(each)) for each in result.not_looked)


def _coverage(account: AccountReport) -> str:
    seen = account.coverage
    who = f"{account.role}, {account.provider}" if account.provider else account.role
    looked = [f"{count(seen.messages, 'sent letter')} in {', '.join(seen.folders)}", count(seen.documents, "document")]
    if seen.unreadable:
        looked.append(f"{seen.unreadable} could not be read")
    what = "; ".join(looked) if seen.folders else "the newest letters: dates, sizes and header lines, never their words"
    if account.problem:
        what = "nothing"
    return f"({who}) {what}."


def _not_looked(each: NotLooked) -> str:
    return f"{each.what}: {each.why}."
