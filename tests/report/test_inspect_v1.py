"""The JSON contract of `mailcheck inspect`, and its exit codes."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected, unreadable
from mailcheck.protection.message_contents import WITHOUT
from mailcheck.report.inspect_v1 import exit_code, inspect_v1, is_without_document, worst_code

SCHEMA = json.loads(Path("docs/schemas/mailcheck.inspect-1.json").read_text(encoding="utf-8"))
NAMES = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\udc80\udcff"), max_size=20)
"""With octets that are no text, as Python holds them (PEP 383)."""
LEAVES = st.builds(
    Protection,
    st.sampled_from(ProtectionState),
    st.sampled_from(["pdf", "zip", "unknown"]),
    st.sampled_from(Strength),
    st.text(max_size=20),
    st.booleans(),
    note=st.text(max_size=5),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Protection, st.sampled_from(ProtectionState), st.just("zip"), children=st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


def strict(schema):
    """Return the schema with every object closed, so that a field that it does not know is found."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return {**closed, "additionalProperties": False} if "properties" in schema else closed
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


def written(*found):
    """Return what is written of some files, read back."""
    return json.loads("".join(inspect_v1(found)))


def test_the_whole_of_one_answer():
    """Field by field, children in the same shape without names."""
    letter = protected("docx", "encrypted with AES-256")
    archive = Protection(ProtectionState.PARTIAL, "zip", Strength.STRONG, "some of it", True, (letter, opens("text")))
    assert written(("./a b.zip", archive), ("-", unreadable("pdf", "it is damaged"))) == {
        "schema": "mailcheck.inspect/1",
        "files": [
            {
                "file": "./a b.zip",
                "format": "zip",
                "protection": "partial",
                "strength": "strong",
                "reason": "some of it",
                "note": "",
                "names_visible": True,
                "children": [
                    {
                        "format": "docx",
                        "protection": "protected",
                        "strength": "strong",
                        "reason": "encrypted with AES-256",
                        "note": "",
                        "names_visible": False,
                        "children": [],
                    },
                    {
                        "format": "text",
                        "protection": "open",
                        "strength": "none",
                        "reason": "opens without a password",
                        "note": "",
                        "names_visible": False,
                        "children": [],
                    },
                ],
            },
            {
                "file": "-",
                "format": "pdf",
                "protection": "unreadable",
                "strength": "none",
                "reason": "it is damaged",
                "note": "",
                "names_visible": False,
                "children": [],
            },
        ],
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, TREES), max_size=3))
def test_every_answer_keeps_the_contract(found):
    """Whatever a file is called, and whatever is inside: the schema holds, and the name comes back as it was."""
    result = written(*found)
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(result)
    assert [each["file"] for each in result["files"]] == [name for name, _ in found]


@pytest.mark.parametrize("field", SCHEMA["$defs"]["file"]["required"])
def test_the_schema_misses_a_field_that_is_gone(field):
    """The check above can fail."""
    result = written(("a", opens("pdf")))
    del result["files"][0][field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, SCHEMA)


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (protected("pdf", "AES"), 0),
        (protected("zip", "ZipCrypto", strength=Strength.WEAK), 1),
        (opens("pdf"), 2),
        (Protection(ProtectionState.PARTIAL, "zip"), 2),
        (unreadable("pdf", "damaged"), 3),
        (opens("eml", WITHOUT), 0),
        (opens("mbox", children=(opens("eml", WITHOUT), opens("eml", WITHOUT))), 0),
        (opens("mbox", children=(opens("eml", WITHOUT), opens("eml", children=(opens("pdf"),)))), 2),
        (opens("zip", children=(opens("eml", WITHOUT),)), 2),
        (opens("eml", children=(opens("eml", WITHOUT),)), 2),
    ],
)
def test_exit_codes(verdict, code):
    """A message without a document is in order by itself; inside an archive it is content like any other."""
    assert (exit_code(verdict), is_without_document(verdict)) == (
        code,
        verdict.state is ProtectionState.OPEN and not code,
    )


@given(st.lists(st.sampled_from([0, 1, 2, 3])))
def test_the_worst_code_wins(codes):
    """2 before 3 before 1 before 0."""
    assert worst_code(codes) == next((code for code in (2, 3, 1) if code in codes), 0)
