"""An incident that the member closed: told as put right, in the member's own words, and no longer as a question."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mailcheck.model import Answer, Finding, Item, SentDocument, Settlement, Status
from mailcheck.model.days import day_in_words
from mailcheck.rules.open_documents import GONE, item_of

_ONE = {
    "sent-again": "you sent it again with a password",
    "deleted-by-recipient": "the reader deleted it, as you said",
    "talked-to-supervisor": "you talked about it with your supervisor",
    "not-confidential": "going by your answer, it is not confidential",
}
_SEVERAL = {
    "sent-again": "{count} letters you sent again with a password.",
    "deleted-by-recipient": "{count} letters the reader deleted, as you said.",
    "talked-to-supervisor": "{count} letters you talked about with your supervisor.",
    "not-confidential": "Going by your answers: {count} letters you called not confidential.",
}


def settled_finding(finding: Finding, settlement: Settlement) -> Finding:
    """Return a closed incident: it rests on the member's word, so it is declared, and nothing is asked any more."""
    seen = finding.outcome
    which = f"A letter of {day_in_words(seen.items[0].stored)}" if seen.items else "What was found"
    how = _ONE.get(settlement.how, "you closed it")
    told = replace(
        seen,
        title=f"{which}: {how}, on {day_in_words(settlement.made)}.",
        detail=seen.detail.removesuffix(GONE).rstrip(),
        remedy="",
        together=_SEVERAL.get(settlement.how, ""),
    )
    return replace(finding, status=Status.DECLARED, outcome=told, settled=settlement)


def closed_items(findings: Iterable[Finding]) -> dict[Item, str]:
    """Return what closed incidents are about, each with how it was closed."""
    return {item: each.settled.how for each in findings if each.settled for item in each.outcome.items}


def answer_of(document: SentDocument, closed: Mapping[Item, str]) -> Answer | None:
    """Return what the member said of a document: by sorting it, or by closing what was found as not confidential."""
    if document.answer is None and closed.get(item_of(document)) == "not-confidential":
        return Answer.NOT_CONFIDENTIAL
    return document.answer
