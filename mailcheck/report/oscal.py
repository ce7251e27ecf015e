"""The report as OSCAL assessment results, for compliance suites (NIST OSCAL 1.2.3, JSON).

A clause of the policy is an OSCAL control; a clause's state is a finding; what was seen, and what a member declared,
are observations. OSCAL knows only "satisfied" and "not satisfied": the state itself stands beside it as a property, so
that "could not check" is never read as a failure of the member.
"""

import json
import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from mailcheck.model import Basis, ClauseVerdict, DeclarationReport, Finding, Report, Status
from mailcheck.report import report

VERSION = "1.2.3"
"""Of OSCAL."""
NAMESPACE = "urn:mailcheck"
"""Of the properties that are mailcheck's own."""
_OURS = UUID("6f0c4f0e-6b0b-5e0e-9d3c-3c1f6b7a2d51")
"""Under which mailcheck's identifiers are made (RFC 9562 §5.5): the same thing has the same one in every report."""
_NO_TOKEN = re.compile(r"[^\w.\-]")

_SATISFIED = {
    Status.MET: ("satisfied", "pass"),
    Status.DECLARED: ("satisfied", "other"),
    Status.ATTENTION: ("not-satisfied", "other"),
    Status.COULD_NOT_CHECK: ("not-satisfied", "other"),
    Status.NOT_MET: ("not-satisfied", "fail"),
}
"""The state and the reason that OSCAL knows, for each of ours that a judged clause can have."""


@report("oscal")
def oscal(result: Report) -> str:
    """Return the report as one OSCAL `assessment-results` document."""
    return json.dumps({"assessment-results": _results(result)}, ensure_ascii=False, indent=2) + "\n"


def _results(result: Report) -> dict[str, Any]:
    plan = _uuid("policy", result.policy.id, result.policy.version)
    return {
        "uuid": _uuid(
            "report", result.policy.id, result.started.isoformat(), *(id_ for id_, _ in result.findings.by_id())
        ),
        "metadata": {
            "title": f"mailcheck: {result.policy.title}",
            "last-modified": _moment(result.finished),
            "version": result.version,
            "oscal-version": VERSION,
        },
        "import-ap": {"href": f"#{plan}", "remarks": "The policy itself is the plan that mailcheck assesses by."},
        "results": [_result(result)],
        "back-matter": {
            "resources": [
                {"uuid": plan, "title": result.policy.title, "props": [_prop("version", result.policy.version)]}
            ]
        },
    }


def _result(result: Report) -> dict[str, Any]:
    judged = [clause for clause in result.clauses if clause.status in _SATISFIED]
    controls: dict[str, Any] = {"include-controls": [{"control-id": _token(clause.id)} for clause in judged]}
    made = {
        "uuid": _uuid("run", result.policy.id, result.started.isoformat()),
        "title": "One check of a member's professional and personal mail accounts",
        "description": f"Letters sent from {result.since.isoformat()} on were judged. Nothing was changed.",
        "start": _moment(result.started),
        "end": _moment(result.finished),
        "props": [_prop("status", result.status.value)],
        "reviewed-controls": {"control-selections": [controls if judged else {"include-all": {}}]},
        "observations": [
            *(_observation(finding, result.started) for finding in result.findings),
            *(_declared(each, result.started) for each in result.declarations if each.answer),
        ],
        "findings": [_finding(clause, result) for clause in judged],
    }
    return {name: value for name, value in made.items() if value != []}  # OSCAL knows no empty list


def _finding(clause: ClauseVerdict, result: Report) -> dict[str, Any]:
    state, reason = _SATISFIED[clause.status]
    coloured = result.findings.where(lambda kind: _colours(kind, clause))
    seen = [_uuid("finding", id_) for id_, _ in coloured.by_id()]
    said = [_uuid("declaration", each.id) for each in result.declarations if each.clause == clause.id and each.answer]
    made: dict[str, Any] = {
        "uuid": _uuid("clause", result.policy.id, clause.id),
        "title": _line(clause.title),
        "description": f"{clause.id}: {clause.status.value}",
        "props": [_prop("status", clause.status.value)],
        "target": {
            "type": "objective-id",
            "target-id": _token(clause.id),
            "status": {"state": state, "reason": reason},
        },
    }
    related = [{"observation-uuid": each} for each in (*seen, *said)]
    return {**made, "related-observations": related} if related else made


def _colours(finding: Finding, clause: ClauseVerdict) -> bool:
    """Whether a finding has a say in a clause's state; advice has none."""
    return finding.clause == clause.id and finding.basis is not Basis.ADVICE


def _observation(finding: Finding, moment: datetime) -> dict[str, Any]:
    seen = finding.outcome
    made = {
        "uuid": _uuid("finding", finding.id),
        "title": _line(seen.title),
        "description": "\n\n".join(filter(None, (seen.title, seen.detail, finding.why))),
        "props": [
            _prop("status", finding.status.value),
            _prop("rule", finding.rule),
            _prop("basis", finding.basis.value),
            _prop("grade", seen.grade.value),
            *(_prop("account", name) for name in seen.accounts),
            *(_prop("evidence", each) for each in seen.evidence_ids),
            *([_prop("count", str(len(seen.items)))] if seen.items else []),
        ],
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "collected": _moment(moment),
    }
    return {**made, "remarks": seen.remedy} if seen.remedy else made


def _declared(each: DeclarationReport, moment: datetime) -> dict[str, Any]:
    said = f"The member answered {each.answer!r}. mailcheck did not measure it."
    made = {
        "uuid": _uuid("declaration", each.id),
        "title": _line(each.question or each.id),
        "description": said,
        "props": [_prop("status", each.status.value), _prop("declaration", each.id)],
        "methods": ["INTERVIEW"],
        "types": ["control-objective"],
        "collected": _start_of(each.made, moment) if each.made else _moment(moment),
    }
    return {**made, "expires": _start_of(each.expires, moment)} if each.expires else made


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": NAMESPACE, "value": _line(value)}


def _uuid(*parts: str) -> str:
    return str(uuid5(_OURS, "\n".join(parts)))


def _line(text: str) -> str:
    """Return a text as the one line, not empty and without space around it, that OSCAL's strings and titles are."""
    return " ".join(text.split()) or "-"


def _token(name: str) -> str:
    """Return an identifier in the letters that OSCAL allows, the first of which is no figure."""
    plain = _NO_TOKEN.sub("_", name)
    return plain if plain[:1].isalpha() else f"_{plain}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _start_of(day: date, moment: datetime) -> str:
    return _moment(datetime.combine(day, time(), moment.tzinfo))
