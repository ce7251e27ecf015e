"""Findings: why mailcheck thinks so, the names behind one, and what can be done with it."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mailcheck.app.last_report import the_one
from mailcheck.app.names import NOTICE
from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.own_screen import may_see_names
from mailcheck.errors import Problem, UserError
from mailcheck.model import IN_ORDER, Basis, Finding, Report
from mailcheck.report.parts import ORDER

if TYPE_CHECKING:
    from mailcheck.settings import Settings


def findings(desk: Desk, asked: Asked) -> Answer:
    """List what was found, clause by clause, the worst first."""
    settings = desk.settings()
    report = desk.last_report(settings)
    if report is None:
        return Elsewhere("/")
    open_ones = list(report.findings.where(lambda kind: kind.status not in IN_ORDER and kind.basis is not Basis.ADVICE))
    open_ones.sort(key=lambda each: (ORDER.index(each.status), each.clause, each.rule))
    advice = list(report.findings.where(lambda kind: kind.status not in IN_ORDER and kind.basis is Basis.ADVICE))
    titles = {clause.id: clause.title for clause in report.clauses}
    values = {
        "groups": [(clause, titles.get(clause, ""), list(group)) for clause, group in groupby(open_ones, _clause)],
        "advice": advice,
        "closed": list(report.findings.where(lambda kind: kind.settled is not None)),
        "taken": taken(settings),
    }
    return Shown("findings.html", {"here": "/findings", "report": report, **values})


def _clause(finding: Finding) -> str:
    return finding.clause


def taken(settings: "Settings") -> dict[str, str]:
    """Return what was said of findings since, which the next check will take into account."""
    excepted = {name: "an exception" for each in settings.said.exceptions for name in each.findings}
    return excepted | {each.finding: "closed" for each in settings.said.settled}


def finding(desk: Desk, asked: Asked) -> Answer:
    """Show one finding: what was seen, why it matters, how certain it is, and the one thing to do."""
    from mailcheck.app.settling import LONGEST, WAYS, no_exception, no_incident
    from mailcheck.model.days import months_later
    from mailcheck.report.words import CERTAINTY
    from mailcheck.settings.evidence import load_catalogue

    settings = desk.settings()
    found, report = _found(desk, settings, asked.path["name"])
    raw = the_one(settings, found.id)
    today, catalogue = date.today(), load_catalogue()
    values = {
        "finding": found,
        "clause": next((each for each in report.clauses if each.id == found.clause), None),
        "certainty": CERTAINTY[found.outcome.grade],
        "evidence": [entry for name in found.outcome.evidence_ids if (entry := catalogue.find(name))],
        "ways": {} if list(no_incident([raw])) else WAYS,
        "reasons": {} if list(no_exception([raw])) else settings.policy.exception_reasons,
        "earliest": today,
        "usual": months_later(today, 3),
        "latest": months_later(today, LONGEST),
        "taken": taken(settings).get(found.id, ""),
        "ask_log_in": not may_see_names(desk, settings),
        "has_names": bool(found.outcome.items) or found.rule == "not-shared-mailbox",
        "untyped": desk.untyped(settings),
    }
    return Shown("finding.html", {"here": "/findings", **values})


def fetch(desk: Desk, asked: Asked) -> Answer:
    """Fetch the names behind a finding afresh, for the one page that shows them."""
    from mailcheck.app.names import fetch_names

    settings = desk.settings()
    if not may_see_names(desk, settings, asked.form.one("own_log_in")):
        return Shown("not_here.html", {"here": "/findings"})
    found, _ = _found(desk, settings, asked.path["name"])
    fetched = fetch_names(settings, the_one(settings, found.id), desk.keeper(settings))
    desk.names.lay((found, fetched))
    return Elsewhere(f"/findings/{found.id}/names")


def names(desk: Desk, asked: Asked) -> Answer:
    """Show the names that were fetched just now, once: whoever comes back to this address finds none."""
    laid = desk.names.take_away()
    if laid is None or laid[0].id != asked.path["name"]:
        return Elsewhere(f"/findings/{quote(asked.path['name'], safe='')}")
    return Shown("names.html", {"here": "/findings", "finding": laid[0], "names": laid[1], "NOTICE": NOTICE})


def settle(desk: Desk, asked: Asked) -> Answer:
    """Close what happened, once it was put right."""
    from mailcheck.app.settling import WAYS, no_incident
    from mailcheck.model import Settled
    from mailcheck.settings import record_settled

    settings = desk.settings()
    raw, how = the_one(settings, asked.path["name"]), asked.form.one("how")
    problems = [*no_incident([raw])]
    if how not in WAYS:
        problems.append(Problem("Please choose how it was put right."))
    if problems:
        raise UserError(problems)
    desk.kept(lambda: record_settled(settings.said_path, Settled(raw["id"], how, date.today())))
    return Elsewhere(f"/findings/{raw['id']}")


def make_exception(desk: Desk, asked: Asked) -> Answer:
    """Write down a dated exception."""
    from mailcheck.app.settling import LONGEST, no_exception
    from mailcheck.model import Excepted
    from mailcheck.model.days import months_later
    from mailcheck.settings import record_exception

    settings, today = desk.settings(), date.today()
    raw, reason = the_one(settings, asked.path["name"]), asked.form.one("reason")
    last_day = _day(asked.form.one("until"))
    problems = [*no_exception([raw])]
    if reason not in settings.policy.exception_reasons:
        problems.append(Problem("Please choose a reason."))
    if last_day is None or not today <= last_day <= months_later(today, LONGEST):
        problems.append(Problem("Please choose a day from today on, within a year."))
    if problems or last_day is None:
        raise UserError(problems)
    desk.kept(lambda: record_exception(settings.said_path, Excepted((raw["id"],), reason, today, last_day)))
    return Elsewhere(f"/findings/{raw['id']}")


def undo(desk: Desk, asked: Asked) -> Answer:
    """Take back what was said of a finding."""
    from mailcheck.settings import take_back_exception, take_back_settled

    settings = desk.settings()
    name = the_one(settings, asked.path["name"])["id"]
    take_back: tuple[Callable[[Path, str], bool], ...] = (take_back_settled, take_back_exception)
    for each in take_back:
        desk.kept(lambda each=each: each(settings.said_path, name))  # type: ignore[misc] # bound at once
    return Elsewhere(f"/findings/{name}")


def _found(desk: Desk, settings: "Settings", name: str) -> tuple[Finding, Report]:
    """Return a finding of the last report. Raises UserError."""
    known = the_one(settings, name)["id"]
    report = desk.last_report(settings)
    for each in report.findings if report else ():
        if each.id == known and report is not None:
            return each, report
    raise UserError(Problem("It is not in the last report."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
