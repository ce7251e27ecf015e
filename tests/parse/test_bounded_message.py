"""Header fields of any length, and what they may cost."""

from email import message_from_bytes
from email.parser import BytesParser

import pytest

from mailcheck.parse.bounded_message import LONGEST_FIELD, BoundedMessage
from mailcheck.parse.enclosed import MOST_BOUNDARIES, Enclosed
from tests.patience import computing
from tests.protection.looks import judged

MANY = 4 << 20


def test_a_usual_message_is_as_the_library_parses_it():
    """Folded, repeated, encoded."""
    raw = b"From: a@b.example\nSubject: =?utf-8?q?x?=\n folded\nReceived: one\nReceived: two\n\nwords\n"
    bounded = BytesParser(BoundedMessage).parsebytes(raw)
    assert bounded.items() == message_from_bytes(raw).items()
    assert bounded.get_payload() == "words\n"


def test_a_long_field_is_kept_by_its_beginning():
    """Name and value."""
    bounded = BytesParser(BoundedMessage).parsebytes(b"A" * 20_000 + b": x\nB: " + b"y" * 20_000 + b"\n\n")
    assert [(len(name), len(value)) for name, value in bounded.items()] == [(LONGEST_FIELD, 1), (1, LONGEST_FIELD)]


@pytest.mark.parametrize(
    "field",
    [
        b'Content-Type: multipart/mixed; boundary="' + b"(" * MANY,
        b'Content-Type: multipart/mixed; boundary="' + b"\0" * MANY + b'"',
        b"Content-Type: multipart/mixed" + b";a=b" * (MANY // 4),
        b"Content-Disposition: attachment" + b"; filename*0*=a" * (MANY // 15),
    ],
)
def test_a_field_of_some_megabytes_costs_little(field):
    """Neither a boundary of that length nor a million parameters."""
    raw = b"From: a@b.example\n" + field + b"\n\nwords\n"
    with computing(at_most=2):
        judged(raw)
        Enclosed(raw).structure()


@pytest.mark.parametrize("filling", [b"\n" * 1_000_001, b"--x\n" * (MOST_BOUNDARIES + 1)])
def test_a_message_made_of_too_much_is_not_taken_apart(filling):
    """Lines and parts are counted before they are parsed."""
    with pytest.raises(ValueError, match="more than mailcheck looks through"):
        Enclosed(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + filling)
