"""The report in words: clause by clause, worst first, one remedy each. Every output for people shows these parts."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from mailcheck.model import IN_ORDER, AccountReport, Basis, ClauseVerdict, NotLooked, Report, Status
from mailcheck.model.days import day_in_words
from mailcheck.report.clause_text import accounts_of, clause_parts, closed_words, is_switched_off, sentence
from mailcheck.report.earlier import earlier_rows
from mailcheck.report.parts import ORDER, Part, Row, counting_for, next_step, part, waits_for_an_answer
from mailcheck.report.words import STATUS, count

TALLY = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "could not be checked",
    Status.ATTENTION: "to look at",
    Status.DECLARED: "declared by you",
    Status.MET: "met",
}


def sections(result: Report) -> Iterator[Part]:
    """Yield everything that a report says below its head, in the order in which it is read."""
    yield from _problems(result.accounts)
    yield from chain.from_iterable(clause_parts(clause, result) for clause in _worst_first(result))
    yield from _questions(result)
    yield from _quiet(result)
    yield from _advice(result)
    yield from _history(result)
    yield from _looked(result)


def title(result: Report) -> str:
    """Return which policy the report speaks of."""
    return f"{result.policy.title} (policy version {result.policy.version})"


def checked(result: Report) -> str:
    """Return when it was looked, and since when letters count."""
    return (
        f"Checked on {day_in_words(result.finished)} at {result.finished:%H:%M}, read-only: nothing was changed. "
        f"Letters sent since {day_in_words(result.since)} count."
    )


def tally(result: Report) -> str:
    """Return how many clauses stand how; those that wait for nothing but an answer are told apart."""
    judged = [each for each in result.clauses if each.status is not Status.NOT_APPLICABLE and not _is_advice(each)]
    waiting = sum(waits_for_an_answer(clause, result) for clause in judged)
    states = [clause.status for clause in judged]
    counts = {status: states.count(status) for status in ORDER}
    counts[Status.ATTENTION] -= waiting
    told = [f"{counts[status]} {TALLY[status]}" for status in ORDER if counts[status]]
    if waiting:
        told.insert(len(told) - bool(counts[Status.MET]), f"{waiting} waiting for an answer that only you can give")
    nothing = " Declared, nothing measured." if is_all_declared(result) else ""
    return f"Of {count(len(judged), 'clause')}: {', '.join(told)}.{nothing}"


def is_all_declared(result: Report) -> bool:
    """Whether every account is declared instead of connected: a state of its own, in which nothing was measured."""
    return bool(result.accounts) and not any(account.is_connected for account in result.accounts)


def _problems(accounts: Iterable[AccountReport]) -> Iterator[Part]:
    for account in accounts:
        if account.problem:
            rows = [Row("Seen", account.problem.text)]
            if account.problem.said:
                rows.append(Row("It said", account.problem.said))
            rows.append(Row("For support", account.problem.key or "none"))
            yield from part(f"{account.name}: could not be looked at", [rows], Status.COULD_NOT_CHECK)


def _worst_first(result: Report) -> list[ClauseVerdict]:
    troubled = [clause for clause in result.clauses if clause.status not in IN_ORDER]
    return sorted(troubled, key=lambda clause: ORDER.index(clause.status))


def _questions(result: Report) -> Iterator[Part]:
    open_ones = [declared for declared in result.declarations if declared.status is Status.ATTENTION]
    clauses = list(dict.fromkeys(declared.clause for declared in open_ones))
    if open_ones:
        told = f"{count(len(open_ones), 'question')} that no mailbox can answer ({', '.join(clauses)})."
        rows = (Row("Open", told), next_step("Answer them with: mailcheck declare"))
        yield from part("Questions that only you can answer", [rows], Status.ATTENTION, is_waiting=True)


def _quiet(result: Report) -> Iterator[Part]:
    good = [clause for clause in result.clauses if clause.status in IN_ORDER and not _is_advice(clause)]
    yield from part("In order", (_in_order(clause, result) for clause in good), Status.MET)


def _in_order(clause: ClauseVerdict, result: Report) -> Iterator[Row]:
    yield Row(STATUS[clause.status].capitalize(), f"{clause.id}  {clause.title}")
    counting = counting_for(clause, result)
    unasked = [each for each in counting if is_switched_off(each)]
    seen = (sentence(each) for each in counting if not each.settled and each not in unasked)
    yield from (Row("", text) for text in dict.fromkeys(chain(closed_words(counting), seen)))
    yield from (Row("Not looked", text) for text in dict.fromkeys(map(sentence, unasked)))
    yield from (Row("Remember", each.note) for each in result.declarations if each.clause == clause.id and each.note)


def _is_advice(clause: ClauseVerdict) -> bool:
    """Whether a clause is served by advice alone, or by nothing."""
    return all(verdict.basis is Basis.ADVICE for verdict in clause.rules)


def _advice(result: Report) -> Iterator[Part]:
    advice = result.findings.where(lambda kind: kind.basis is Basis.ADVICE and kind.status not in IN_ORDER)
    rows = (Row(accounts_of(each), f"{sentence(each)} {each.outcome.remedy}") for each in advice)
    return part("Good practice, not part of the verdict", [rows])


def _history(result: Report) -> Iterator[Part]:
    if result.look_back:
        rows = (Row(label, text) for label, text in earlier_rows(result.look_back))
        yield from part(f"Before {day_in_words(result.since)}: history, not judged", [rows])


def _looked(result: Report) -> Iterator[Part]:
    looked = (Row(account.name, _coverage(account)) for account in result.accounts)
    failed = (row for account in result.accounts if not account.problem for row in _failed(account))
    not_looked = (Row("Not looked", _not_looked(each)) for each in result.not_looked)
    yield from part("What was looked at, and what was not", [looked, _looked_earlier(result), failed, not_looked])


def _failed(account: AccountReport) -> Iterator[Row]:
    """Yield what could not be looked at in an account that was reached."""
    for each in account.coverage.not_looked:
        if each.what != "sent letters":
            yield Row("Not looked", f"{account.name}, {_not_looked(each)}")


def _looked_earlier(result: Report) -> Iterator[Row]:
    """Yield a row for each day before this one on which something was looked at that still holds."""
    days: dict[date, dict[str, None]] = {}
    for account in result.accounts:
        for looked in account.coverage.looked:
            if looked.day < result.started.date():
                days.setdefault(looked.day, {})[looked.what] = None
    yield from (Row("Looked earlier", f"{', '.join(days[day])}: on {day_in_words(day)}.") for day in sorted(days))
    if days:
        yield Row("", "These are looked at once a week. To look at everything now: mailcheck check --full")


def _coverage(account: AccountReport) -> str:
    seen = account.coverage
    who = f"{account.role}, {account.provider}" if account.provider else account.role
    looked = [f"{count(seen.messages, 'sent letter')} in {', '.join(seen.folders)}", count(seen.documents, "document")]
    if seen.unreadable:
        looked.append(f"{seen.unreadable} could not be read")
    what = (
        "; ".join(looked)
        if seen.folders
        else "the newest letters: dates, sizes and who wrote to whom, never their words"
    )
    if account.problem:
        what = "nothing"
    elif not account.is_connected:
        what = "not looked into: you declare it"
    return f"({who}) {what}.{_fetched_whole(account)}"


def _fetched_whole(account: AccountReport) -> str:
    """Return how many documents could not be judged from parts of them, if any."""
    number = account.coverage.fetched_whole
    return f" {count(number, 'document')} had to be fetched whole to be judged." if number else ""


def _not_looked(each: NotLooked) -> str:
    return f"{each.what}: {each.why.rstrip('.')}."
