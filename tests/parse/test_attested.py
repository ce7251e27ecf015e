"""The shape of an attestation: what fits, and what cannot be put into it."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk, jws
from pydantic import ValidationError

from mailcheck.model import Status
from mailcheck.parse.attested import KIND, DeclarationClaim, ExceptionClaim, Member, read_attestation, told
from mailcheck.parse.sealed import NotSealed, seal
from tests.attestation.factories import SEED, attested, signed


def refused(payload):
    """Return why a rightly signed payload is refused."""
    with pytest.raises(NotSealed) as why:
        read_attestation(seal(payload, SEED, kind=KIND).encode())
    return why.value.key


def changed(**changes):
    """Return the payload of an attestation with something put into it."""
    return json.dumps({**json.loads(attested().payload()), **changes}, separators=(",", ":")).encode()


def test_what_was_written_is_read():
    """With the key that signed it."""
    found, sealed = read_attestation(signed().encode())
    assert found == attested()
    assert sealed.payload == attested().payload()


@pytest.mark.parametrize(
    "number", [(0, "none"), (1, "fewer than 5"), (4, "fewer than 5"), (5, 5), (38, 38), (-1, "none")]
)
def test_small_numbers_are_not_told(number):
    """A three could point at one person."""
    given, expected = number
    assert told(given) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"note": "John Smith was late again"},
        {"clauses": [{"id": "MIP KB 1 John", "status": "met", "since": "2026-01-01", "served": []}]},
        {"clauses": [{"id": "K", "status": "John", "since": "2026-01-01", "served": []}]},
        {"member": {"name": "line\nbreak", "address": None}},
        {"member": {"name": "x" * 81, "address": None}},
        {"sequence": 0},
        {"previous": "John"},
        {"schema": "mailcheck.attestation/2"},
        {"clauses": [json.loads(attested().payload())["clauses"][0]] * 101},
        {"sorting": {"confidential": 3, "not_confidential": "none", "asked_without": "none", "waiting": "none"}},
    ],
)
def test_what_has_no_place_in_it_is_refused(changes):
    """However well it is signed: another key, words where a list has none, too many of anything, a small number."""
    assert refused(changed(**changes)) == "newer"


@pytest.mark.parametrize(
    "payload",
    [
        attested().payload() + b" ",
        attested().payload().replace(b'"sequence":1', b'"sequence": 1'),
        attested().payload().replace(b'"sequence":1', b'"sequence":7,"sequence":1'),
        attested().payload().replace(b'"Anna Smith"', b'"\\u0041nna Smith"'),
        attested().payload().replace(b'"sequence":1', b'"sequence":1.0'),
        b"{}",
        b"",
        b"\xff",
        b"[" * 10000,
    ],
)
def test_there_is_one_way_to_write_it(payload):
    """Spaces, keys given twice and unusual escapes would be room for something else."""
    assert refused(payload) == "newer"


@given(st.binary(max_size=500))
def test_anything_signed_is_read_or_refused(payload):
    """Never anything but the one error."""
    assert refused(payload) == "newer"


@pytest.mark.parametrize("name", ["Anna Smith", "Zoë O’Brien-Jones", "李小龍", "Dr. A. Smith, MSc"])
def test_names_of_people_fit(name):
    """Letters of every alphabet, and what stands between them."""
    assert Member(name=name).name == name


@pytest.mark.parametrize("name", ["Anna <x>", "a@b", "http://x", "a;b", ""])
def test_other_things_are_no_name(name):
    """No address, link or mark-up."""
    with pytest.raises(ValidationError):
        Member(name=name)


def test_moments_are_told_in_utc():
    """Where the member is, is nobody's business."""
    assert b'"made":"2026-11-28T12:00:00Z"' in attested().payload()
    assert attested().keep_until == date(2028, 11, 28)


SCHEMA = json.loads(Path("docs/schemas/mailcheck.attestation-1.json").read_text("utf-8"))
WHOLE = json.loads(
    attested(
        exceptions=(ExceptionClaim(clause="K", rule="r", reason="agreed", until=date(2027, 1, 1)),),
        declarations=(DeclarationClaim(id="d", clause="K", status=Status.DECLARED, answer="yes"),),
    ).payload()
)


def places(value, path=()):
    """Yield where in an attestation there is an object."""
    if isinstance(value, dict):
        yield path
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(each, (*path, key))


def with_more(path):
    """Return an attestation with one more field somewhere."""
    made = json.loads(json.dumps(WHOLE))
    inner = made
    for step in path:
        inner = inner[step]
    inner["note"] = "John Smith was late again"
    return made


def test_the_whole_has_a_place_of_every_kind():
    """So that the next test leaves none out; and the published schema takes it."""
    kinds = {tuple(step for step in path if isinstance(step, str)) for path in places(WHOLE)}
    named = {("clauses", "served"), ("exceptions",), ("declarations",), ("onboarding",), ("sorting",), ("accounts",)}
    assert kinds >= named
    jsonschema.validate(WHOLE, SCHEMA)


@pytest.mark.parametrize("path", sorted(places(WHOLE), key=str), ids=str)
def test_a_field_that_is_not_known_is_refused_wherever_it_stands(path):
    """By the published schema, and by the reader, however well it is signed."""
    more = with_more(path)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(more, SCHEMA)
    assert refused(json.dumps(more, separators=(",", ":"), ensure_ascii=False).encode()) == "newer"


def test_every_object_of_the_published_schema_is_closed():
    """No field can be added without a new form."""

    def objects(schema):
        if isinstance(schema, dict):
            if "properties" in schema and schema.get("type") == "object":
                yield schema
            for each in schema.values():
                yield from objects(each)
        elif isinstance(schema, list):
            for each in schema:
                yield from objects(each)

    found = list(objects(SCHEMA))
    assert len(found) >= 10
    assert all(each.get("additionalProperties") is False for each in found)


def test_another_implementation_verifies_an_attestation_and_refuses_one_that_was_changed():
    """jwcrypto, which shares no line with the library that signs; with nothing but the file itself."""
    text = signed()
    token = jws.JWS()
    token.deserialize(text)
    token.verify(jwk.JWK(**token.jose_header["jwk"]), alg="EdDSA")
    assert json.loads(token.payload)["member"]["name"] == "Anna Smith"
    head, payload, signature = text.split(".")
    other = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    changed_token = jws.JWS()
    changed_token.deserialize(f"{head}.{other}.{signature}")
    with pytest.raises(jws.InvalidJWSSignature):
        changed_token.verify(jwk.JWK(**changed_token.jose_header["jwk"]), alg="EdDSA")
