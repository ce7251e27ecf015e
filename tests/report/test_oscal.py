"""OSCAL assessment results, held to NIST's own schema.

The schema is NIST's oscal_assessment-results_schema.json of OSCAL 1.2.3, which is in the public domain, unchanged.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import DeclarationReport, Status
from mailcheck.report.oscal import oscal
from tests.report.sample import FINDINGS, REPORT

SCHEMA = Path("tests/report/schemas/oscal-assessment-results-1.2.3.json")
LETTERS, FIGURES = r"\p{L}", r"\p{N}"
"""Classes of characters that NIST's patterns use and Python's do not know."""


@pytest.fixture(scope="module")
def valid():
    """Return a function that raises if a document breaks NIST's schema."""
    text = SCHEMA.read_text(encoding="utf-8")
    for unknown, known in ((LETTERS, r"[^\W\d_]"), (FIGURES, r"\d")):
        text = text.replace(json.dumps(unknown)[1:-1], json.dumps(known)[1:-1])
    return jsonschema.Draft7Validator(json.loads(text), format_checker=jsonschema.FormatChecker()).validate


def results(report=REPORT):
    """Return the one result in the document."""
    return json.loads(oscal(report))["assessment-results"]["results"][0]


def test_a_report_keeps_nists_schema(valid):
    """A report with something of everything."""
    valid(json.loads(oscal(REPORT)))


def test_a_report_of_nothing_keeps_it_too(valid):
    """OSCAL knows no empty lists."""
    valid(json.loads(oscal(replace(REPORT, accounts=(), clauses=(), findings=(), declarations=()))))


@pytest.mark.parametrize("field", ["metadata", "import-ap", "results"])
def test_the_schema_misses_what_is_gone(valid, field):
    """The checks above can fail."""
    document = json.loads(oscal(REPORT))
    del document["assessment-results"][field]
    with pytest.raises(jsonschema.ValidationError):
        valid(document)


@given(st.text(), st.text())
def test_any_words_keep_it(valid, title, name):
    """Titles of several lines, names in any script, empty ones."""
    clause = replace(REPORT.clauses[0], id=name, title=title)
    finding = replace(FINDINGS[0], clause=name, outcome=replace(FINDINGS[0].outcome, title=title, accounts=(name,)))
    made = replace(REPORT, clauses=(clause,), findings=(finding,), policy=replace(REPORT.policy, title="A policy"))
    valid(json.loads(oscal(made)))


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (Status.MET, "satisfied", "pass"),
        (Status.DECLARED, "satisfied", "other"),
        (Status.ATTENTION, "not-satisfied", "other"),
        (Status.COULD_NOT_CHECK, "not-satisfied", "other"),
        (Status.NOT_MET, "not-satisfied", "fail"),
    ],
)
def test_what_could_not_be_checked_is_no_failure(status, state, reason):
    """OSCAL's two states, with ours beside them."""
    (found,) = results(replace(REPORT, clauses=(replace(REPORT.clauses[0], status=status),)))["findings"]
    assert found["target"]["status"] == {"state": state, "reason": reason}
    assert found["props"] == [{"name": "status", "ns": "urn:mailcheck", "value": status.value}]


def test_a_clause_that_does_not_apply_was_not_reviewed():
    """It is no control of this assessment."""
    clauses = (replace(REPORT.clauses[0], status=Status.NOT_APPLICABLE), REPORT.clauses[1])
    found = results(replace(REPORT, clauses=clauses))
    assert found["reviewed-controls"]["control-selections"] == [{"include-controls": [{"control-id": "MIP-KB-2"}]}]
    assert [each["target"]["target-id"] for each in found["findings"]] == ["MIP-KB-2"]


def test_advice_colours_no_finding():
    """It is told as an observation, and stands under no clause."""
    found = results()
    advice = next(each for each in found["observations"] if each["title"] == "One password is of a weak kind.")
    related = [each for clause in found["findings"] for each in clause.get("related-observations", ())]
    assert {"observation-uuid": advice["uuid"]} not in related


def test_measured_and_declared_are_told_apart():
    """EXAMINE and INTERVIEW are OSCAL's words for it."""
    answered = DeclarationReport(
        "antivirus-current", "MIP-KB-8", "yes", "Jo", date(2026, 11, 1), date(2027, 5, 1), Status.DECLARED, "Is it?"
    )
    found = results(replace(REPORT, declarations=(answered,)))["observations"]
    assert {each["methods"][0] for each in found[:-1]} == {"EXAMINE"}
    assert (found[-1]["methods"], found[-1]["collected"][:10], found[-1]["expires"][:10]) == (
        ["INTERVIEW"],
        "2026-11-01",
        "2027-05-01",
    )


def test_the_same_thing_has_the_same_identifier_in_every_report():
    """So that a suite can follow it from run to run."""
    later = replace(REPORT, started=REPORT.finished)
    for kind in ("observations", "findings"):
        assert [each["uuid"] for each in results()[kind]] == [each["uuid"] for each in results(later)[kind]]
