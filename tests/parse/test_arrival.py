"""What a received header says beside the marks of forwarding."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.arrival import date_written, is_bulk, is_no_reply, is_sealed, names_delivered_to, writer_of
from mailcheck.parse.headers import read_headers
from tests.gather.headers import HOME, arrived, recogniser, seen_from


def header(text):
    """Return header fields."""
    return read_headers(text.encode("utf-8", "surrogateescape"))


def test_a_date_is_read_and_nonsense_is_none():
    """RFC 5322 §3.3, as far as it can be understood."""
    assert date_written(header("Date: Mon, 02 Nov 2026 09:00:00 +0000\r\n")) == datetime(2026, 11, 2, 9, tzinfo=UTC)
    for wrong in ("", "Date:\r\n", "Date: soon\r\n", "Date: Mon, 99 Nov 2026 99:00:00\r\n", f"Date: {'9' * 90}\r\n"):
        assert date_written(header(wrong)) is None


@pytest.mark.parametrize(
    ("text", "bulk"),
    [
        ("List-Id: <a.example>\r\n", True),
        ("List-Unsubscribe: <https://a.example>\r\n", True),
        ("Precedence: Bulk\r\n", True),
        ("Precedence: first-class\r\n", False),
        ("Subject: list\r\n", False),
    ],
)
def test_mail_to_many_says_so(text, bulk):
    """By the fields that lists and senders of newsletters write."""
    assert is_bulk(header(text)) is bulk


@pytest.mark.parametrize("address", ["noreply@a.example", "do-not-reply@a.example", "MAILER-DAEMON@a.example".lower()])
def test_nobody_reads_what_is_sent_to_a_robot(address):
    """By its name."""
    assert is_no_reply(address)


@pytest.mark.parametrize("address", ["bo@a.example", "reply@a.example", "norepley@a.example"])
def test_people_are_no_robots(address):
    """Only the usual names."""
    assert not is_no_reply(address)


def test_the_writer_is_another_account_of_the_member_or_nobody():
    """A likely alias is not enough."""
    whose = recogniser(HOME)
    assert writer_of(header("From: Anna <ANNA@harbour.example>\r\n"), whose) == "practice"
    for sender in ("bo@a.example", "anna@home.example", "anna+x@harbour.example", ""):
        assert writer_of(header(f"From: {sender}\r\n"), whose) == ""


def test_names_are_those_that_servers_delivered_to():
    """At one domain, without labels behind a plus."""
    text = (
        "Delivered-To: Info@a.example\r\nX-Original-To: <anna+x@a.example>\r\n"
        "Envelope-To: bo@b.example\r\nTo: c@a.example\r\n"
    )
    assert set(names_delivered_to(header(text), "a.example")) == {"info", "anna"}


@pytest.mark.parametrize(
    ("result", "sealed"),
    [
        ("mx; dkim=pass header.d=harbour.example", True),
        ("mx; spf=pass; dkim=pass (good) header.i=@harbour.example header.s=x", True),
        ("mx; dkim=fail header.d=harbour.example", False),
        ("mx; dkim=pass header.d=notharbour.example", False),
        ("mx; dkim=pass header.d=a.example; spf=pass header.d=harbour.example", False),
        ("", False),
    ],
)
def test_a_seal_is_one_of_the_writers_own_domain(result, sealed):
    """RFC 8601 §2.7.1."""
    text = arrived(at="home", above=f"Authentication-Results: {result}\r\n") + "From: anna@harbour.example\r\n"
    assert is_sealed(header(text), seen_from(HOME)) is sealed


@given(st.text(max_size=300))
def test_whatever_stands_in_a_header_is_read(text):
    """Hostile mail is normal input."""
    found = header(f"From: {text}\r\nDate: {text}\r\nDelivered-To: {text}\r\nAuthentication-Results: {text}\r\n")
    date_written(found)
    list(names_delivered_to(found, "a.example"))
    assert is_sealed(found, seen_from(HOME)) is False
