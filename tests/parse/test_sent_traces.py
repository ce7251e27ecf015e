"""Marks in the member's own sent mail."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model.traces import Target, Trace, TraceKind, Whose
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.sent_traces import sent_traces
from tests import factories

DAY = date(2026, 11, 2)
PRACTICE = Target(Whose.OTHER, "practice")
FROM = "From: Anna <anna@home.example>\r\n"


def found(header: str) -> list[tuple[str, Target]]:
    """Return the marks in a letter that home sent."""
    recognise = Recogniser(factories.home(), (factories.account(),), "digest:{}".format)
    return [(trace.kind.value, trace.target) for trace in sent_traces(header.encode(), DAY, recognise)]


def unknown(address: str) -> Target:
    return Target(Whose.UNKNOWN, key=f"digest:{address}")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("X-Google-Original-From: Anna <anna@harbour.example>", [("U2", PRACTICE)]),
        ("X-Google-Original-From: anna@home.example", []),
        ("X-Google-Original-From: bo@elsewhere.example", []),
        ("X-Google-Original-From: <<>> nonsense", []),
        ("Fcc: imap://anna%40harbour.example@imap.harbour.example/Sent", [("U3", PRACTICE)]),
        ("FCC: imaps://anna%40harbour%2Eexample@imap.harbour.example:993/INBOX/Sent", [("U3", PRACTICE)]),
        ("X-Mozilla-Fcc: imap://anna%40home.example@imap.home.example/Sent", []),
        ("Fcc: mailbox://nobody@Local%20Folders/Sent", []),
        ("Fcc: /home/anna/sent", []),
        ("Fcc: imap://%zz%40@/", []),
        ("Sender: anna@harbour.example", [("J11", PRACTICE)]),
        ("Sender: Bo <bo@elsewhere.example>", [("J11", unknown("bo@elsewhere.example"))]),
        ("Sender: ANNA@home.example", []),
        ("Sender: Anna", []),
        ("X-Google-Sender-Delegation: bo@elsewhere.example Bo", [("J11", unknown("bo@elsewhere.example"))]),
        ("X-Google-Sender-Delegation: nobody", []),
        ("Subject: X-Google-Original-From: anna@harbour.example", []),
    ],
)
def test_marks_in_sent_mail(lines, expected):
    """Whose name it went out under, where its copy was filed, who else sent it (U2, U3, J11)."""
    assert found(FROM + lines + "\r\n") == expected


def test_a_log_in_name_that_is_no_address_is_known_with_its_server():
    """Thunderbird notes the log-in name, which need not be the address."""
    other = factories.account(user="ph4711")
    recognise = Recogniser(factories.home(), (other,), "digest:{}".format)
    header = "Fcc: imap://ph4711@imap.harbour.example/Sent\r\nFcc: imap://ph4711@imap.elsewhere.example/Sent\r\n"

    assert sent_traces(header.encode(), DAY, recognise) == (Trace(TraceKind.FILED_IN_OTHER, PRACTICE, True, "", DAY),)


def test_a_sender_who_is_among_several_authors_says_nothing():
    """With two From addresses, Sender only tells which of them sent it (RFC 5322 §3.6.2)."""
    assert found("From: anna@home.example, bo@elsewhere.example\r\nSender: bo@elsewhere.example\r\n") == []


@given(st.binary(max_size=300))
def test_any_octets_have_an_answer(octets):
    """A damaged letter breaks nothing."""
    for name in ("Fcc", "Sender", "X-Google-Original-From"):
        assert isinstance(found(f"{name}: " + octets.decode("latin-1")), list)
