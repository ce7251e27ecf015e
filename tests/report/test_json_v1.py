"""The JSON contract."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from mailcheck.report import told
from mailcheck.report.json_v1 import as_object, json_v1, pieces
from mailcheck.report.terminal import text
from tests.report.sample import FINDINGS, REPORT

SCHEMA = json.loads(Path("docs/schemas/mailcheck.report-1.json").read_text(encoding="utf-8"))


def strict(schema):
    """Return the schema with every object closed, so that a field that it does not know is found."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return {**closed, "additionalProperties": False} if "properties" in schema else closed
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


def test_a_report_keeps_the_contract():
    """Every field is in the schema, and every field of the schema that is required is there."""
    result = json.loads(json_v1(REPORT))
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(result)


def test_whoever_shows_a_report_gets_it_in_pieces():
    """Those of each finding, and what stands around them; of a format that does not offer them, one."""
    assert "".join(told(json_v1, REPORT)) == json_v1(REPORT)
    assert len(list(told(json_v1, REPORT))) == 2 * len(REPORT.findings) + 2
    assert list(told(text, REPORT)) == [text(REPORT)]


@pytest.mark.parametrize("field", SCHEMA["required"])
def test_the_schema_misses_a_field_that_is_gone(field):
    """The check above can fail."""
    result = as_object(REPORT)
    del result[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, SCHEMA)


MANY = replace(
    FINDINGS[0], outcome=replace(FINDINGS[0].outcome, items=FINDINGS[0].outcome.items[:1] * 900, title='"items": []')
)
"""A finding that speaks of many documents."""


@pytest.mark.parametrize("findings", [FINDINGS, FINDINGS[:1], (), (MANY, *FINDINGS)])
@pytest.mark.parametrize("write", [json_v1, pieces])
def test_what_is_written_is_the_object(write, findings):
    """Each finding in a line of its own, whatever its words are."""
    hostile = replace(REPORT.policy, title='"findings": [], \\"findings\\":')
    report = replace(REPORT, policy=hostile, findings=tuple(findings))
    written = "".join(write(report))
    assert json.loads(written) == as_object(report)
    assert list(json.loads(written)) == list(as_object(report))
    assert sum(line.startswith('    {"id"') for line in json_v1(report).splitlines()) == len(findings)


def test_no_piece_holds_thousands_of_documents():
    """A finding may speak of all that were sent."""
    many = replace(REPORT, findings=(MANY,))
    assert max(map(len, pieces(many))) < 4_000 < len(json_v1(many)) / 2


def test_a_finding_field_by_field():
    """The whole of one finding, as the contract has it."""
    assert as_object(REPORT)["findings"][0] == {
        "id": "a1",
        "rule": "protected-attachments",
        "basis": "clause",
        "clause": "MIP-KB-5",
        "accounts": ["practice"],
        "status": "attention",
        "grade": "proof",
        "title": "A letter of 3 November 2026 carried a document that anybody can open. Is it confidential?",
        "together": "",
        "detail": "pdf: opens without a password",
        "why": "It matters.",
        "remedy": "Look at the letter.",
        "evidence_ids": ["A1"],
        "looked_at": "",
        "first_seen": "2026-10-18",
        "incident": True,
        "count": 1,
        "items": [
            {
                "folder": "Sent",
                "uidvalidity": 7,
                "uid": 41,
                "date": "2026-11-03",
                "format": "pdf",
                "protection": "open",
                "strength": "none",
                "size": 20480,
            }
        ],
        "exception": None,
        "settled": None,
    }


def test_exceptions_and_settlements_are_told():
    """With their day, and the reason by its key."""
    findings = {each["id"]: each for each in as_object(REPORT)["findings"]}
    assert len(findings) == len(FINDINGS)
    assert findings["c3"]["settled"] == {"how": "sent-again", "date": "2026-11-02"}
    assert findings["d4"]["exception"] == {"reason": "agreed", "until": "2026-12-31", "by_institute": False}


def test_the_servers_own_words_stay_on_the_screen():
    """What a server said may hold anything; JSON carries its key."""
    assert "gnp.exe" not in json_v1(REPORT)
    assert as_object(REPORT)["accounts"][2]["problem"]["key"] == "generic-bad"
