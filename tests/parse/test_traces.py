"""Marks that forwarding leaves in the headers of received mail, and whom they may convince."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model.traces import Target, Trace, TraceEvidence, TraceKind, Whose
from mailcheck.parse.received import Hop, Vantage, read_hop, registered, vantage
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.traces import TRACE_FIELDS, count_traces, received_traces
from mailcheck.settings import load_providers
from tests import factories
from tests.parse import letter_traces as letters

DAY = date(2026, 11, 2)
HOME = Target(Whose.OTHER, "home")
KNOWN = load_providers()


def at_home(address="anna@home.example", provider="", **given):
    """The member's other account, at a provider by its id."""
    found = next((each for each in KNOWN if each.id == provider), None)
    return factories.home(address=address, provider=found, provider_by_domain=found is not None, **given)


def seen_from(other=None, own=None) -> Vantage:
    """The practice's mailbox, seen from itself."""
    own = own or factories.account()
    return vantage(Recogniser(own, (other or at_home(),), "digest:{}".format), {own.name: ["mx1.harbour.example"]})


def found(header: str, where: Vantage) -> dict[str, bool]:
    """Return the marks of a header: the row of each, and whether it is trusted."""
    return {trace.kind.value: trace.is_trusted for trace in received_traces(header.encode(), DAY, where)}


GMAIL = at_home("anna.harbour@gmail.com", "gmail")
EXCHANGE = at_home("anna@home.example", "microsoft-365")


def test_the_providers_of_the_samples_are_known():
    """A provider that was renamed would make the tests below say nothing."""
    assert {account.provider is not None for account in (GMAIL, EXCHANGE)} == {True}


def test_gmail_forwarding_is_recognised():
    """Gmail's own lines, under a line by which the practice's server says that Google brought the letter (F6, F12)."""
    traces = received_traces(letters.GMAIL_FORWARDED.encode(), DAY, seen_from(GMAIL))

    assert traces == (
        Trace(TraceKind.GMAIL_FORWARDED, HOME, True, "digest:bo@elsewhere.example", DAY),
        Trace(TraceKind.DELIVERED_TO_OTHER, HOME, True, "digest:bo@elsewhere.example", DAY),
    )


def test_unfolded_lines_say_the_same():
    """A server may hand lines out unfolded."""
    unfolded = letters.GMAIL_FORWARDED.replace("\r\n        ", " ").replace("\r\n\t", " ")
    refolded = letters.GMAIL_FORWARDED.replace(
        "X-Forwarded-For: anna.harbour@gmail.com ", "X-Forwarded-For:\r\n anna.harbour@gmail.com\r\n\t"
    )

    assert found(unfolded, seen_from(GMAIL)) == found(refolded, seen_from(GMAIL)) == {"F6": True, "F12": True}


def test_the_envelope_of_gmail_is_enough_if_google_brought_the_letter():
    """Where other lines were lost, the rewritten envelope tells."""
    header = letters.arrived(peer=letters.GOOGLE, envelope=letters.GMAIL_ENVELOPE) + letters.LETTER

    assert found(header, seen_from(GMAIL)) == {"F6": True}


def test_an_envelope_that_anybody_could_have_sent_is_not_trusted():
    """The same envelope from somebody else's server is a forgery or a riddle, never proof."""
    header = letters.arrived(peer="evil.example", envelope=letters.GMAIL_ENVELOPE) + letters.LETTER

    assert found(header, seen_from(GMAIL)) == {"F6": False}


def test_addresses_of_networks_are_no_forwarding():
    """Other software writes network addresses into X-Forwarded-For."""
    header = letters.arrived(peer=letters.GOOGLE).replace("Return", "X-Forwarded-For: 192.0.2.1, 10.0.0.1\r\nReturn")

    assert found(header, seen_from(GMAIL)) == {}


def test_a_forwarding_to_somebody_else_says_nothing_of_this_account():
    """Both addresses of X-Forwarded-For count."""
    header = letters.GMAIL_FORWARDED.replace("@gmail.com anna@harbour.example", "@gmail.com bo@elsewhere.example")
    header = header.replace(letters.GMAIL_ENVELOPE, "bo@elsewhere.example")

    assert found(header, seen_from(GMAIL)) == {"F12": True}


@pytest.mark.parametrize("header", [letters.EXCHANGE_FORWARDED, letters.EXCHANGE_RULE], ids=["forwarding", "rule"])
def test_exchange_forwarding_is_recognised(header):
    """Exchange writes at the end of the header; its envelope and its host bear it out (F7)."""
    assert found(header, seen_from(EXCHANGE)) == {"F7": True}


def test_exchange_lines_alone_are_not_trusted():
    """Without the envelope anybody could have written them, from Exchange too."""
    header = letters.EXCHANGE_FORWARDED.replace(letters.SRS, "mallory@elsewhere.example")

    assert found(header, seen_from(EXCHANGE)) == {"F7": False}


def test_an_out_of_office_reply_is_no_forwarding():
    """It carries the same line of Exchange."""
    assert found(letters.OUT_OF_OFFICE, seen_from(EXCHANGE)) == {}


def test_a_letter_of_the_member_to_themselves_is_no_forwarding():
    """From the other account, by a rule's line without its marks of a reply."""
    header = letters.OUT_OF_OFFICE.replace("Auto-Submitted: auto-generated\r\n", "").replace(
        "X-Auto-Response-Suppress: All\r\n", ""
    )

    assert found(header, seen_from(EXCHANGE)) == {}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("X-Sieve-Redirected-From: anna@home.example", "F8"),
        ("X-Pm-Forwarded-From: <anna@home.example>", "F8"),
        ("X-Yahoo-Forwarded: from anna@home.example to anna@harbour.example", "F8"),
        ("X-Gmail-Fetch-Info: anna@home.example 1 imap.home.example 993 anna", "F9"),
        ("X-Gmail-Fetch-Info: x 1 imap.home.example 993 anna@home.example", "F9"),
        ("X-Original-To: anna@home.example", "F12"),
        ("X-Apparently-To: anna@home.example", "F12"),
    ],
)
def test_a_line_counts_where_the_own_provider_wrote(line, row):
    """Above the line that took the letter from elsewhere a mark is trusted; below it is not."""
    above = letters.arrived(peer="mail.elsewhere.example").replace("Received", f"{line}\r\nReceived", 1)
    below = letters.arrived(peer="mail.elsewhere.example") + line + "\r\n" + letters.LETTER

    assert (found(above, seen_from()), found(below, seen_from())) == ({row: True}, {row: False})


def test_a_log_in_name_at_the_other_server_is_the_other_account():
    """Pigeonhole names the user and its own host if nobody told it the address (F8)."""
    other = at_home(user="ph4711")
    lines = ("X-Sieve-Redirected-From: ph4711@mx.home.example", "X-Sieve-Redirected-From: ph4711@mx.elsewhere.example")
    headers = [letters.arrived(peer="a.example").replace("Received", f"{line}\r\nReceived", 1) for line in lines]

    assert [found(header, seen_from(other)) for header in headers] == [{"F8": True}, {}]


@pytest.mark.parametrize(
    "line",
    [
        "X-Sieve-Redirected-From: bo@elsewhere.example",
        'X-Sieve-Redirected-From: "unclosed',
        "X-Yahoo-Forwarded: from anna@home.example to bo@elsewhere.example",
        "X-Yahoo-Forwarded: anna@home.example",
        "X-Gmail-Fetch-Info: bo@elsewhere.example 1 imap.home.example 993 bo",
        "X-Gmail-Fetch-Info:",
        "X-TUID: not one",
        "X-Forwarded-For:",
        "X-MS-Exchange-ForwardingLoop: ;;;",
        "Delivered-To: anna@harbour.example",
        "Received: from imap.home.example",
        "Return-Path: <anna+caf_=bo=elsewhere.example@home.example>",
    ],
)
def test_a_line_about_somebody_else_or_without_sense_is_ignored(line):
    """Only the member's own accounts matter, and a malformed line is no mark."""
    header = letters.arrived(peer="mail.elsewhere.example").replace("Received", f"{line}\r\nReceived", 1)

    assert found(header, seen_from()) == {}


def test_a_letter_forged_with_every_mark_convinces_nobody():
    """An attacker who writes every header of group F into a letter gets nothing trusted."""
    header = letters.arrived(peer="evil.example", helo="mx.home.example") + letters.EVERY_MARK + letters.LETTER

    assert found(header, seen_from()) == dict.fromkeys(("F6", "F7", "F8", "F9", "F10", "F11", "F12"), False)


@pytest.mark.parametrize(
    ("peer", "helo"),
    [
        ("unknown", "mail-sor-f41.google.com"),
        ("evil.example", "mail-sor-f41.google.com"),
        ("mail.google.com.evil.example", "mail-sor-f41.google.com"),
        ("evilgoogle.com", "mail-sor-f41.google.com"),
        ("localhost", "mx1.harbour.example"),
    ],
)
def test_a_name_that_the_sender_gave_itself_convinces_nobody(peer, helo):
    """Only the name that the receiving server looked up counts, on a label boundary."""
    header = letters.arrived(peer=peer, helo=helo, envelope=letters.GMAIL_ENVELOPE) + letters.GMAIL_MARKS

    assert set(found(header, seen_from(GMAIL)).values()) == {False}


GMAIL_TOP = (
    "Delivered-To: anna.harbour@gmail.com\r\n"
    "Received: by 2002:a05:6a20:1 with SMTP id a1;\r\n        Mon, 02 Nov 2026 01:00:01 -0800 (PST)\r\n"
)


def test_gmail_collecting_from_the_practice_is_recognised():
    """In a mailbox at Gmail the numbers on top are Google's, and under them its line about collecting (F9, F12)."""
    fetched = "X-Gmail-Fetch-Info: anna@harbour.example 1 imap.harbour.example 995 anna@harbour.example\r\n"
    header = GMAIL_TOP + fetched + letters.arrived(peer="mail.elsewhere.example") + letters.LETTER

    assert found(header, seen_from(factories.account(), GMAIL)) == {"F9": True, "F12": True}


def test_a_letter_sent_to_gmail_with_googles_numbers_in_it_convinces_nobody():
    """Google's line about who brought it comes on top of what an attacker wrote."""
    header = (
        GMAIL_TOP
        + letters.FROM_ELSEWHERE
        + GMAIL_TOP
        + letters.EVERY_MARK.replace("anna@harbour.example", "anna.harbour@gmail.com").replace(
            "anna@home.example", "anna@harbour.example"
        )
    )

    assert set(found(header, seen_from(factories.account(), GMAIL)).values()) == {False}


def test_an_attacker_at_the_same_provider_convinces_nobody():
    """A customer of Gmail writes the marks; Google's own line says that the letter came from outside."""
    submitted = (
        "Received: from [203.0.113.5] (evil.example. [203.0.113.5])\r\n"
        "        by smtp.gmail.com with ESMTPSA id z1\r\n        for <anna@harbour.example>;\r\n"
        "        Mon, 02 Nov 2026 01:00:00 -0800 (PST)\r\n"
    )
    header = letters.arrived(peer=letters.GOOGLE) + submitted + letters.GMAIL_MARKS + letters.EVERY_MARK

    assert set(found(header, seen_from(GMAIL)).values()) == {False}


def test_a_program_on_a_shared_server_convinces_nobody():
    """A letter handed in by a program on the server may be any customer's."""
    handed_in = letters.OWN_TOP.partition("Received: from {helo}")[0].format(envelope="www@harbour.example") + (
        "Received: by mx1.harbour.example (Postfix, from userid 1001)\r\n\tid 5; Mon, 2 Nov 2026 09:00:00 +0000\r\n"
    )

    assert set(found(handed_in + letters.EVERY_MARK, seen_from()).values()) == {False}


def test_a_customers_machine_at_an_access_provider_convinces_nobody():
    """BT's customers have names under btinternet.com; only its named mail hosts would be believed."""
    bt = at_home("anna@btinternet.com", "bt")
    marks = letters.EVERY_MARK.replace("anna@home.example", "anna@btinternet.com")
    header = letters.arrived(peer="host86-1.range86.btinternet.com") + marks

    assert bt.provider is not None
    assert set(found(header, seen_from(bt)).values()) == {False}


def test_a_letter_that_was_only_moved_here_says_nothing():
    """Old mail dragged over from home has home's lines on top: no mark of it is trusted (F12)."""
    moved = letters.OWN_TOP.replace("harbour.example", "home.example").format(
        envelope="x@y.example", helo="a.example", peer="a.example", address="192.0.2.1"
    )

    assert found(moved + letters.LETTER, seen_from()) == {"F12": False}


def test_a_letter_without_any_server_line_says_nothing():
    """Where nobody vouches, nothing is trusted."""
    assert set(found(letters.EVERY_MARK.replace("Received", "X-Received"), seen_from()).values()) == {False}


def test_two_accounts_at_one_company_are_told_apart_by_who_was_delivered_to_first():
    """Delivered to the practice on top of delivered to home is a mark; home alone could be a letter moved by hand."""
    other = at_home("anna.berg@harbour.example", host="imap.harbour.example")
    chain = letters.arrived(peer="mail.elsewhere.example").replace(
        "Delivered-To: anna@harbour.example",
        "Delivered-To: anna@harbour.example\r\nDelivered-To: anna.berg@harbour.example",
    )
    moved = letters.arrived(peer="mail.elsewhere.example").replace("anna@harbour", "anna.berg@harbour")

    assert (found(chain, seen_from(other)), found(moved, seen_from(other))) == ({"F12": True}, {"F12": False})


def test_fetchmail_and_getmail_are_noticed_with_where_they_copied_from():
    """A program's line names the server, and getmail the place in it; neither names the account for certain (F10)."""
    fetched = "Received: from imap.home.example [192.0.2.9] by mx1.harbour.example with IMAP (fetchmail-6.4.37);\r\n"
    got = "Received: from imap.other.example by mx1.harbour.example with IMAP4 getmail6 msgid:1700000000/5;\r\n"

    traces = received_traces((fetched + got + letters.LETTER).encode(), DAY, seen_from())

    assert [(trace.target, trace.is_trusted, trace.copied_from) for trace in traces] == [
        (Target(Whose.OTHER, "home", is_certain=False), True, None),
        (Target(Whose.UNKNOWN), False, (1700000000, 5)),
    ]


@pytest.mark.parametrize("line", ["X-TUID: aBcDeFgHiJkL", "X-getmail-retrieved-from-mailbox: INBOX"])
def test_a_synchronising_program_is_never_more_than_a_question(line):
    """A program such as mbsync writes at the end of the header, where nobody can tell who wrote (F11)."""
    assert found(letters.arrived(peer="a.example") + letters.LETTER + line, seen_from()) == {"F11": False}


def test_only_the_outer_header_counts():
    """A forwarded letter's own header, in the body, is not looked at."""
    inside = letters.arrived(peer="a.example") + letters.LETTER + "\r\n" + letters.GMAIL_FORWARDED

    assert found(inside, seen_from(GMAIL)) == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("from a (b.example [192.0.2.1]) by mx.example (Postfix) with ESMTP id 1", Hop("mx.example", "b.example")),
        ("from a (b.example. [192.0.2.1]) by mx.example. with ESMTPS", Hop("mx.example", "b.example")),
        ("from a (unknown [192.0.2.1]) by mx.example with ESMTP", Hop("mx.example", "unknown")),
        ("from a ([192.0.2.1]) by mx.example with ESMTP", Hop("mx.example")),
        ("from b.example ([192.0.2.1] helo=a) by mx.example with esmtps (Exim 4.96)", Hop("mx.example", "b.example")),
        ("from [192.0.2.1] (helo=b.example) by mx.example with esmtp (Exim 4.96)", Hop("mx.example")),
        ("from a.example by b.example with LMTP id 1", Hop("b.example", is_within=True)),
        ("by 2002:a05:6a20:2 with SMTP id b2", Hop("google.com", is_within=True)),
        ("by 10.79.29.73 with SMTP id b2", Hop("google.com", is_within=True)),
        ("by 2002:a05:6a20:2 with HTTP id b2", Hop("2002:a05:6a20:2")),
        ("by mx.example (Postfix, from userid 1001) id 5", Hop("mx.example")),
        ("from www by mx.example with local (Exim 4.96)", Hop("mx.example")),
        (
            "by mx.example with ESMTP for <a@b.example>; date",
            Hop("mx.example", recipient="a@b.example"),
        ),
        ('by mx.example with local (envelope-from <"x for <a@b.example>"@c>) for <d@e.example>', Hop("mx.example")),
        ("(qmail 5 invoked by uid 89); date", Hop("")),
        ("", Hop("")),
    ],
)
def test_a_received_line_is_believed_word_by_word(value, expected):
    """Of every way to write the line, only a name that was looked up and a way inside one provider count."""
    assert read_hop(value) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("mx1.mail.example.co.uk", "example.co.uk"),
        ("trust.nhs.uk", "trust.nhs.uk"),
        ("mx.example.org", "example.org"),
        ("example.de", "example.de"),
        ("localhost", "localhost"),
    ],
)
def test_the_registered_part_of_a_name(host, expected):
    """Country registries sell names below a second level."""
    assert registered(host) == expected


def test_marks_are_counted_by_kind_and_account():
    """Letters, writers and days are counted; trusted marks apart from others."""

    def trace(sender: str, day: int, *, is_trusted: bool = True) -> Trace:
        return Trace(TraceKind.PROGRAM_COLLECTED, HOME, is_trusted, sender, date(2026, 11, day), (7, day))

    counted = count_traces("practice", [trace("a", 3), trace("b", 1), trace("a", 9), trace("c", 5, is_trusted=False)])

    days = date(2026, 11, 1), date(2026, 11, 9)
    assert counted == (
        TraceEvidence(
            TraceKind.PROGRAM_COLLECTED, "practice", HOME, False, 1, 1, date(2026, 11, 5), date(2026, 11, 5), ((7, 5),)
        ),
        TraceEvidence(TraceKind.PROGRAM_COLLECTED, "practice", HOME, True, 3, 2, *days, ((7, 1), (7, 3), (7, 9))),
    )


def test_no_address_is_left_in_what_is_returned():
    """A third party is a digest; even the member's own addresses are only names."""
    secret = Recogniser(factories.account(), (GMAIL,), lambda text: "digest")
    traces = received_traces(letters.GMAIL_FORWARDED.encode(), DAY, vantage(secret, {}))

    assert traces
    assert "@" not in repr(traces)


def test_every_mark_is_asked_for():
    """The fields to fetch cover every field that the marks are read from."""
    asked = {name.lower() for name in TRACE_FIELDS}
    lines = {line.partition(":")[0].lower() for line in letters.EVERY_MARK.split("\r\n") if line and line[0].isalpha()}

    assert lines | {"from", "auto-submitted", "x-auto-response-suppress"} <= asked


@given(
    st.lists(st.sampled_from([*letters.EVERY_MARK.split("\r\n"), *letters.GMAIL_FORWARDED.split("\r\n")]), max_size=30)
)
def test_below_a_foreign_line_nothing_is_ever_trusted(lines):
    """However the marks are arranged, a letter from elsewhere convinces nobody."""
    forged = letters.arrived(peer="evil.example") + "\r\n".join(line for line in lines if line) + "\r\n"

    assert True not in found(forged, seen_from()).values()


@given(st.binary(max_size=400))
def test_any_octets_have_an_answer(octets):
    """A hostile header breaks nothing."""
    assert isinstance(received_traces(b"Received: " + octets, DAY, seen_from()), tuple)
