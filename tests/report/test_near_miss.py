"""What stands between a clause and being in order, where it is only an answer."""

from dataclasses import replace

import pytest

from mailcheck.model import Basis, ClauseVerdict, DeclarationReport, RuleVerdict, Status
from mailcheck.report.json_v1 import as_object
from mailcheck.report.near_miss import NearMiss, near_miss
from mailcheck.report.terminal import text
from tests.report.sample import REPORT


def judged(*rules, answer="", status=Status.ATTENTION):
    """Return the hint for a clause served by rules, and by a declaration that is open."""
    verdicts = tuple(RuleVerdict(f"rule-{at}", basis, state) for at, (basis, state) in enumerate(rules))
    clause = ClauseVerdict("C-1", "A clause", status, (*verdicts, RuleVerdict("asked", Basis.CLAUSE, Status.ATTENTION)))
    asked = DeclarationReport("asked", "C-1", answer, "", None, None, Status.ATTENTION, "Is it so?")
    return near_miss(clause, replace(REPORT, clauses=(clause,), declarations=(asked,)))


MET, ADVICE = (Basis.CLAUSE, Status.MET), (Basis.ADVICE, Status.ATTENTION)


@pytest.mark.parametrize("rules", [(), (MET,), (MET, ADVICE), ((Basis.CLAUSE, Status.NOT_APPLICABLE),)])
def test_where_only_an_answer_is_missing_it_is_said(rules):
    """Advice does not count. Something declared is not called measured."""
    found = judged(*rules)
    assert (found.would_be, found.declarations) == (Status.DECLARED, ("asked",))
    assert found.words == "Nearly there: only this question stands between you and “declared”."


def test_no_answer_is_put_into_anybodys_mouth():
    """Of some questions the good answer is a no: whether a colleague can read the mailbox is one."""
    found = NearMiss(Status.DECLARED, ("colleagues", "asked"))
    assert found.words == "Nearly there: only these 2 questions stand between you and “declared”."


@pytest.mark.parametrize("status", [Status.ATTENTION, Status.NOT_MET, Status.COULD_NOT_CHECK])
def test_where_more_is_missing_nothing_is_promised(status):
    """An answer would not help."""
    assert judged((Basis.CLAUSE, status)) is None


def test_a_no_is_an_answer():
    """It is not asked away."""
    assert judged(MET, answer="no") is None


@pytest.mark.parametrize("status", [Status.MET, Status.NOT_MET, Status.COULD_NOT_CHECK, Status.DECLARED])
def test_other_states_are_no_near_miss(status):
    """Only what asks for attention."""
    assert judged(MET, status=status) is None


def test_it_is_told_in_the_report():
    """In words and in JSON, beside the question."""
    clause = ClauseVerdict(
        "MIP-KB-5",
        "Documents",
        Status.ATTENTION,
        (RuleVerdict("x", Basis.CLAUSE, Status.MET), RuleVerdict("asked", Basis.CLAUSE, Status.ATTENTION)),
    )
    asked = DeclarationReport("asked", "MIP-KB-5", "", "", None, None, Status.ATTENTION, "Is it so?")
    made = replace(REPORT, clauses=(clause,), declarations=(asked,))
    assert "Nearly there: only this question stands between you and “declared”." in " ".join(text(made).split())
    assert as_object(made)["clauses"][0]["near_miss"] == {"would_be": "declared", "declarations": ["asked"]}
