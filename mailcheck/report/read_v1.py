"""Reads a report in the contract `mailcheck.report/1` back, so that a kept one is shown in the same words as a new one.

Fields that came later than the first version may be absent.
"""

import json
from datetime import date, datetime
from typing import Any

from mailcheck.model import (
    AccountReport,
    Basis,
    ClauseVerdict,
    Coverage,
    DeclarationReport,
    Exemption,
    Finding,
    Findings,
    Grade,
    Item,
    LookBack,
    LookedOn,
    Month,
    NotLooked,
    Outcome,
    PolicyName,
    Refusal,
    Report,
    RuleVerdict,
    SentMonth,
    Settlement,
    SortedDocuments,
    Status,
)


def read_v1(text: str) -> Report:
    """Return the report that `json_v1` wrote down. Raises ValueError if the text is none."""
    try:
        return _report(json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("this is not a report") from error


def _report(told: Any) -> Report:  # noqa: ANN401 - as JSON has it
    policy = told["policy"]
    return Report(
        version=told["tool"]["version"],
        policy=PolicyName(policy["id"], policy["version"], policy["title"], date.fromisoformat(policy["reviewed"])),
        started=datetime.fromisoformat(told["started"]),
        finished=datetime.fromisoformat(told["finished"]),
        since=date.fromisoformat(told["since"]),
        status=Status(told["status"]),
        accounts=tuple(map(_account, told["accounts"])),
        clauses=tuple(map(_clause, told["clauses"])),
        findings=Findings.of(map(_finding, told["findings"])),
        declarations=tuple(map(_declaration, told["declarations"])),
        not_looked=tuple(map(_not_looked, told.get("not_looked", ()))),
        look_back=tuple(map(_look_back, told.get("look_back", ()))),
    )


def _account(told: Any) -> AccountReport:  # noqa: ANN401
    problem, seen = told["problem"], told["coverage"]
    return AccountReport(
        told["name"],
        told["role"],
        told["provider"],
        Status(told["status"]),
        Refusal(problem["key"], problem["retry"], problem["text"]) if problem else None,
        Coverage(
            tuple(seen["folders"]),
            seen["messages"],
            seen["new_messages"],
            seen["documents"],
            seen["unreadable"],
            _day(seen["since"]),
            tuple(map(_not_looked, seen["not_looked"])),
            seen.get("protected", 0),
            SortedDocuments(**seen.get("sorting", {})),
            tuple(LookedOn(each["what"], date.fromisoformat(each["date"])) for each in seen.get("looked", ())),
            seen.get("fetched_whole", 0),
        ),
        tuple(
            SentMonth(_month(each["month"]), each["protected"], each["sorted"], each["open"], each["unreadable"])
            for each in told.get("months", ())
        ),
    )


def _clause(told: Any) -> ClauseVerdict:  # noqa: ANN401
    rules = (RuleVerdict(each["name"], Basis(each["basis"]), Status(each["status"])) for each in told["rules"])
    return ClauseVerdict(told["id"], told["title"], Status(told["status"]), tuple(rules))


def _finding(told: Any) -> Finding:  # noqa: ANN401
    exception, settled = told["exception"], told["settled"]
    return Finding(
        told["id"],
        told["rule"],
        Basis(told["basis"]),
        told["clause"],
        Status(told["status"]),
        _outcome(told),
        told.get("why", ""),
        _day(told["first_seen"]),
        _exception(exception) if exception else None,
        Settlement(settled["how"], date.fromisoformat(settled["date"])) if settled else None,
    )


def _exception(told: Any) -> Exemption:  # noqa: ANN401
    return Exemption(told["reason"], date.fromisoformat(told["until"]), told.get("by_institute", False))


def _outcome(told: Any) -> Outcome:  # noqa: ANN401
    """Return what a rule said; its state is that of the finding, all that the contract tells."""
    return Outcome(
        Status(told["status"]),
        tuple(told["accounts"]),
        told["title"],
        told["detail"],
        told["remedy"],
        Grade(told["grade"]),
        tuple(told["evidence_ids"]),
        told["looked_at"],
        tuple(map(_item, told["items"])),
        together=told.get("together", ""),
        is_incident=told.get("incident", False),
    )


def _item(told: Any) -> Item:  # noqa: ANN401
    return Item(
        told["folder"],
        told["uidvalidity"],
        told["uid"],
        date.fromisoformat(told["date"]),
        told["format"],
        told["protection"],
        told["strength"],
        told["size"],
    )


def _declaration(told: Any) -> DeclarationReport:  # noqa: ANN401
    return DeclarationReport(
        told["id"],
        told["clause"],
        told["answer"],
        told["by"],
        _day(told["date"]),
        _day(told["expires"]),
        Status(told["status"]),
        told.get("question", ""),
        told.get("note", ""),
    )


def _not_looked(told: Any) -> NotLooked:  # noqa: ANN401
    return NotLooked(told["what"], told["why"])


def _look_back(told: Any) -> LookBack:  # noqa: ANN401
    months = (
        Month(_month(each["month"]), each["documents"], each["open"], each["unreadable"]) for each in told["months"]
    )
    before = date.fromisoformat(told["before"])
    return LookBack(told["account"], before, told["messages"], tuple(months), told["missing"])


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
