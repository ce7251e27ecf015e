"""The counts of one run: what stays when its details are dropped."""

import json
from dataclasses import asdict
from typing import Any

from mailcheck.dataclass import dataclass
from mailcheck.model import Status

BRIEF = "mailcheck.run/1"
"""The schema of a run of which only the counts are left."""
_OPENING = f'{{"schema": "{BRIEF}"'


@dataclass(frozen=True, slots=True)
class Tally:
    """How one run ended, in numbers."""

    status: str = ""
    """The state of the whole run, by its key; empty if the report does not say."""
    not_met: int = 0
    could_not_check: int = 0
    attention: int = 0
    settled: int = 0
    """Findings in that state; advice is left out."""
    letters: int = 0
    documents: int = 0
    clauses: int = 0
    """Clauses that are not met, as the report heads them."""


def tally(report: str) -> Tally:
    """Count what a report in the contract `mailcheck.report/1` says, or read what `brief` left of it."""
    told = json.loads(report)
    if told.get("schema") == BRIEF:
        return Tally(**told["tally"])
    findings = [each for each in told.get("findings", ()) if each["basis"] != "advice"]
    coverage = [account["coverage"] for account in told.get("accounts", ())]
    return Tally(
        status=told.get("status", ""),
        not_met=_count(findings, Status.NOT_MET),
        could_not_check=_count(findings, Status.COULD_NOT_CHECK),
        attention=_count(findings, Status.ATTENTION),
        settled=sum(each["settled"] is not None for each in findings),
        letters=sum(each["messages"] for each in coverage),
        documents=sum(each["documents"] for each in coverage),
        clauses=sum(each["status"] == Status.NOT_MET.value for each in told.get("clauses", ())),
    )


def brief(report: str) -> str:
    """Return a report of which only the counts are left."""
    return json.dumps({"schema": BRIEF, "tally": asdict(tally(report))})


def is_brief(report: str) -> bool:
    """Whether only the counts of a report are left."""
    return report.startswith(_OPENING)


def _count(findings: list[dict[str, Any]], status: Status) -> int:
    return sum(each["status"] == status.value for each in findings)
