"""When what a report tells was looked at: not everything is looked at in every run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from mailcheck.gather.errands import COMPARED_ROWS, ERRANDS
from mailcheck.model import AccountEvidence, Evidence, Finding, Findings, LookedOn, Missing
from mailcheck.model.days import day_in_words

LOOKED_AT = {
    "sent": "sent letters",
    "sharing": "who may read",
    "sent_use": "sender names",
    "replies": "answers received",
    "traces": "signs of forwarding",
    "scripts": "mail rules",
    "contacts": "correspondents",
    "domain": "the domain",
    "salutations": "how letters begin and end",
    "words": "the words of sent letters",
}
"""What each kind of evidence is called in a report."""
_OF_DOMAIN = frozenset({"N1", "N2", "N3", "N4"})


def looked_on(seen: AccountEvidence) -> Iterator[LookedOn]:
    """Yield when each kind of evidence was looked at; what could not be looked at is told elsewhere."""
    for looked in seen.looked:
        if looked.what in LOOKED_AT and not isinstance(getattr(seen, looked.what), Missing | None):
            yield LookedOn(LOOKED_AT[looked.what], looked.day)


def dated(findings: Findings, evidence: Evidence) -> Findings:
    """Return the findings; those that rest on an earlier day's look say which day that was."""
    return findings.changed(partial(_dated, evidence=evidence))


def _dated(finding: Finding, evidence: Evidence) -> Finding:
    days = list(_earlier_days(finding, evidence))
    if not days:
        return finding
    told = f"looked at on {day_in_words(min(days))}"
    answer = finding.outcome
    looked_at = f"{answer.looked_at}; {told}" if answer.looked_at else told
    return replace(finding, outcome=replace(answer, looked_at=looked_at))


def _earlier_days(finding: Finding, evidence: Evidence) -> Iterator[date]:
    """Yield the earlier days on which a finding's evidence was looked at."""
    rows, names, today = set(finding.outcome.evidence_ids), set(finding.outcome.accounts), evidence.now.date()
    shown_by = {errand.field: errand.rows for errand in ERRANDS} | {"domain": _OF_DOMAIN}
    for seen in evidence.accounts:
        for looked in seen.looked if seen.account.name in names else ():
            if looked.day < today and not rows.isdisjoint(shown_by.get(looked.what, frozenset())):
                yield looked.day
    for pair in evidence.pairs:
        is_both = {pair.professional, pair.personal} <= names and not rows.isdisjoint(COMPARED_ROWS | {"D10"})
        if is_both and pair.looked and pair.looked < today:
            yield pair.looked
