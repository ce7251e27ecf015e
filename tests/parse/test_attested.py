"""The shape of an attestation: what fits, and what cannot be put into it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mailcheck.parse.attested import KIND, Member, read_attestation, told
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
