"""The report as JSON: a contract, written field by field (schema `mailcheck.report/1`)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from mailcheck.model import (
    AccountReport,
    ClauseVerdict,
    Coverage,
    DeclarationReport,
    Exemption,
    Finding,
    Findings,
    Item,
    LookBack,
    NotLooked,
    Report,
    SentMonth,
)
from mailcheck.report import report
from mailcheck.report.near_miss import NearMiss, near_miss

SCHEMA = "mailcheck.report/1"
FEW = 50
"""Documents that a finding is written with at once."""
_LOOSE = json.JSONEncoder(ensure_ascii=False)


def pieces(result: Report) -> Iterator[str]:
    """Yield the report as one JSON object in pieces, each finding in a line of its own: there may be thousands."""
    without = json.dumps(as_object(replace(result, findings=Findings())), ensure_ascii=False, indent=2)
    before, after = _around("findings", without)
    yield before
    for number, each in enumerate(result.findings):
        yield f"{',' if number else ''}\n    "
        yield from _line(each)
    yield f"\n  {after}\n" if result.findings else f"{after}\n"


@report("json", pieces=pieces)
def json_v1(result: Report) -> str:
    """Return the report as one JSON object; adding a field is allowed, renaming one needs a new version."""
    return "".join(pieces(result))


def _line(finding: Finding) -> Iterator[str]:
    """Yield a finding as one line; one that speaks of thousands of documents comes in as many pieces."""
    items = finding.outcome.items
    if len(items) <= FEW:
        yield _LOOSE.encode(_finding(finding, items))
        return
    before, after = _around("items", _LOOSE.encode(_finding(finding, ())))
    yield before
    for number, each in enumerate(items):
        yield f"{', ' if number else ''}{_LOOSE.encode(_item(each))}"
    yield after


def _around(list_name: str, written: str) -> tuple[str, str]:
    """Return what stands before and after what belongs into an empty list.

    No text in a report can look like the place: in a JSON string a quotation mark has a backslash before it.
    """
    before, name, after = written.partition(f'"{list_name}":')
    start = after.index("[]")
    return f"{before}{name}{after[:start]}[", f"]{after[start + 2 :]}"


def as_object(result: Report) -> dict[str, Any]:
    """Return the report as plain lists and dictionaries, in the order of the contract."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "mailcheck", "version": result.version},
        "policy": {
            "id": result.policy.id,
            "version": result.policy.version,
            "title": result.policy.title,
            "reviewed": _day(result.policy.reviewed),
        },
        "started": result.started.isoformat(timespec="seconds"),
        "finished": result.finished.isoformat(timespec="seconds"),
        "since": _day(result.since),
        "status": result.status.value,
        "exit_code": result.exit_code,
        "accounts": [_account(account) for account in result.accounts],
        "clauses": [_clause(clause, near_miss(clause, result)) for clause in result.clauses],
        "findings": [_finding(finding, finding.outcome.items) for finding in result.findings],
        "declarations": [_declaration(declaration) for declaration in result.declarations],
        "not_looked": [_not_looked(each) for each in result.not_looked],
        "look_back": [_look_back(each) for each in result.look_back],
    }


def _account(account: AccountReport) -> dict[str, Any]:
    problem = account.problem
    return {
        "name": account.name,
        "role": account.role,
        "provider": account.provider,
        "status": account.status.value,
        "problem": {"key": problem.key, "retry": problem.retry, "text": problem.text} if problem else None,
        "coverage": _coverage(account.coverage),
        "months": [_sent_month(month) for month in account.months],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "folders": list(coverage.folders),
        "messages": coverage.messages,
        "new_messages": coverage.new_messages,
        "documents": coverage.documents,
        "unreadable": coverage.unreadable,
        "since": _day(coverage.since),
        "not_looked": [_not_looked(each) for each in coverage.not_looked],
        "looked": [{"what": each.what, "date": _day(each.day)} for each in coverage.looked],
        "protected": coverage.protected,
        "fetched_whole": coverage.fetched_whole,
        "sorting": {
            "confidential": coverage.sorting.confidential,
            "not_confidential": coverage.sorting.not_confidential,
            "asked_without": coverage.sorting.asked_without,
            "waiting": coverage.sorting.waiting,
        },
    }


def _sent_month(month: SentMonth) -> dict[str, Any]:
    return {
        "month": f"{month.first_day:%Y-%m}",
        "protected": month.protected,
        "sorted": month.sorted_out,
        "open": month.opens,
        "unreadable": month.unreadable,
    }


def _not_looked(each: NotLooked) -> dict[str, str]:
    return {"what": each.what, "why": each.why}


def _clause(clause: ClauseVerdict, near: NearMiss | None) -> dict[str, Any]:
    return {
        "id": clause.id,
        "title": clause.title,
        "status": clause.status.value,
        "rules": [{"name": rule.name, "basis": rule.basis.value, "status": rule.status.value} for rule in clause.rules],
        "near_miss": {"would_be": near.would_be.value, "declarations": list(near.declarations)} if near else None,
    }


def _finding(finding: Finding, items: Iterable[Item]) -> dict[str, Any]:
    seen = finding.outcome
    exception, settled = finding.exception, finding.settled
    return {
        "id": finding.id,
        "rule": finding.rule,
        "basis": finding.basis.value,
        "clause": finding.clause,
        "accounts": list(seen.accounts),
        "status": finding.status.value,
        "grade": seen.grade.value,
        "title": seen.title,
        "together": seen.together,
        "detail": seen.detail,
        "why": finding.why,
        "remedy": seen.remedy,
        "evidence_ids": list(seen.evidence_ids),
        "looked_at": seen.looked_at,
        "first_seen": _day(finding.first_seen),
        "incident": seen.is_incident,
        "count": len(seen.items),
        "items": [_item(item) for item in items],
        "exception": _exception(exception) if exception else None,
        "settled": {"how": settled.how, "date": _day(settled.made)} if settled else None,
    }


def _exception(exception: Exemption) -> dict[str, Any]:
    return {"reason": exception.reason, "until": _day(exception.until), "by_institute": exception.by_institute}


def _item(item: Item) -> dict[str, Any]:
    return {
        "folder": item.folder,
        "uidvalidity": item.uidvalidity,
        "uid": item.uid,
        "date": _day(item.stored),
        "format": item.format,
        "protection": item.protection,
        "strength": item.strength,
        "size": item.size,
    }


def _declaration(declaration: DeclarationReport) -> dict[str, Any]:
    return {
        "id": declaration.id,
        "clause": declaration.clause,
        "question": declaration.question,
        "answer": declaration.answer,
        "by": declaration.by,
        "date": _day(declaration.made),
        "expires": _day(declaration.expires),
        "status": declaration.status.value,
        "note": declaration.note,
    }


def _look_back(back: LookBack) -> dict[str, Any]:
    return {
        "account": back.account,
        "before": _day(back.before),
        "messages": back.letters,
        "documents": back.documents,
        "open": back.opens,
        "unreadable": back.unreadable,
        "missing": back.missing,
        "months": [
            {
                "month": f"{month.first_day:%Y-%m}",
                "documents": month.documents,
                "open": month.opens,
                "unreadable": month.unreadable,
            }
            for month in back.months
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
