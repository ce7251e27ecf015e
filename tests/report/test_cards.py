"""Each clause as a card: the evidence in a sentence, and one next step."""

from dataclasses import replace

import pytest

from mailcheck.model import Status
from mailcheck.report.cards import ANSWER, Card, cards
from tests.golden.situations import SITUATIONS, reported
from tests.report.sample import FINDINGS, REPORT


def card(clause, report=REPORT):
    """The card of a clause."""
    return next(each for each in cards(report) if each.id == clause)


def test_what_decides_is_what_is_said():
    """The finding in the clause's own state, with its remedy and its name."""
    assert card("MIP-KB-5") == Card(
        "MIP-KB-5",
        "Confidential documents are protected",
        Status.ATTENTION,
        "A letter of 3 November 2026 carried a document that anybody can open. Is it confidential? "
        "pdf: opens without a password",
        "Look at the letter.",
        "",
        "a1",
    )


def test_several_alike_are_told_together():
    """One sentence for all of them."""
    together = replace(FINDINGS[0].outcome, together="{count} letters carried documents.")
    many = tuple(replace(FINDINGS[0], id=f"f{at}", outcome=together) for at in range(3))
    assert card("MIP-KB-5", replace(REPORT, findings=many)).seen == "3 letters carried documents."


def test_a_clause_that_waits_for_an_answer_says_so():
    """And is told apart from one in which something was seen."""
    found = card("MIP-KB-8")
    assert (found.seen, found.next, found.is_waiting) == ("1 question that only you can answer.", ANSWER, True)


def test_what_is_met_asks_for_nothing():
    """There is no next step."""
    found = card("MIP-KB-1")
    assert (found.seen, found.next, found.counts) == ("These are two separate mailboxes.", "", "1 measured")


def test_an_answer_of_no_is_told_as_the_members_own():
    """With what to do when it has changed."""
    said_no = replace(REPORT.declarations[0], answer="no", status=Status.NOT_MET)
    clause = replace(REPORT.clauses[3], status=Status.NOT_MET)
    found = card("MIP-KB-8", replace(REPORT, clauses=(clause,), declarations=(said_no,)))
    assert found.seen == "You answered no: Is it current?"
    assert "mailcheck declare" in found.next


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_clause_has_a_card_the_worst_first(name):
    """With a sentence each; what needs something says what to do."""
    report = reported(name)
    made = cards(report)
    assert {each.id for each in made} == {clause.id for clause in report.clauses}
    order = [
        Status.NOT_MET,
        Status.COULD_NOT_CHECK,
        Status.ATTENTION,
        Status.DECLARED,
        Status.MET,
        Status.NOT_APPLICABLE,
    ]
    assert [order.index(each.status) for each in made] == sorted(order.index(each.status) for each in made)
    assert [each.id for each in made if not each.seen] == []
    assert [each.id for each in made if each.status in {Status.NOT_MET, Status.ATTENTION} and not each.next] == []
