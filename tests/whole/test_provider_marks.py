"""Marks of providers that cannot be run here, in a real mailbox, judged by the whole program (F6, F7, F9, N5).

A real server takes each letter over LMTP and writes its own lines on top, under the name of the account's mail
exchanger; what lies below is as tests/parse/letter_traces.py has it, after published transcripts. The name system is
the test's own: it alone says which servers are whose.
"""

from dataclasses import replace

import pytest

import mailcheck
from mailcheck.model import Grade, Status
from mailcheck.parse.traces import TRACE_FIELDS
from mailcheck.settings.providers import load_providers
from tests.gather.name_servers import Canned
from tests.parse.letter_traces import EVERY_MARK, EXCHANGE_HOPS
from tests.servers.delivering import Delivering
from tests.servers.starting import started
from tests.whole.mailboxes import fill, letters

pytestmark = pytest.mark.server

GMAIL, HOME, PRACTICE = "anna.harbour@gmail.com", "anna@home.example", "anna@practice.example"
WRITERS = ("bo@elsewhere.example", "cy@elsewhere.example", "di@another.example")
ZONE = {
    ("localhost", "A"): ["127.0.0.1"],
    ("home.example", "MX"): ["10 mx.home.example."],
    ("practice.example", "MX"): ["10 practice-example.mail.protection.outlook.com."],
    ("practice.example", "TXT"): ["v=spf1 include:spf.protection.outlook.com -all"],
    ("spf.protection.outlook.com", "TXT"): ["v=spf1 -all"],
    ("_dmarc.practice.example", "TXT"): ["v=DMARC1; p=reject"],
    ("gmail.com", "MX"): ["5 gmail-smtp-in.l.google.com."],
}
KNOWN = {each.id: each for each in load_providers()}


@pytest.fixture
def server(authority):
    """The home provider's server: a Dovecot with two mailboxes."""
    with started(lambda folder: Delivering(folder, authority, ("work", "home"), name="mx.home.example")) as running:
        fill(running, "work", letters("client", 25), letters("reply", 3))
        fill(running, "home", letters("friend", 25))
        yield running


@pytest.fixture
def report(server, tmp_path):
    """Return what checks both accounts and says what a rule found; with `""`, what every rule did."""

    def look(rule, practice=PRACTICE, home=HOME, *, provider="", joint=False):
        def account(name, role, address, user, more=""):
            return (
                f'[[account]]\nname = "{name}"\nrole = "{role}"\naddress = "{address}"\nhost = "localhost"\n'
                f'port = {server.tls.port}\nuser = "{user}"\nca_file = "{server.tls.ca_file}"\n'
                f'secret = "env:MAILCHECK_TEST_PASSWORD"\n{more}'
            )

        path = tmp_path / "mailcheck.toml"
        work = account("practice", "professional", practice, "work")
        path.write_text(
            "[check]\nsince = 2026-01-01\n\n"
            + work
            + account("home", "personal", home, "home", f"joint = {str(joint).lower()}\n")
        )
        subject = mailcheck.load_settings(path)
        if provider:  # on a real network the name of the server tells it
            first, *others = subject.accounts
            known = replace(first, account=replace(first.account, provider=KNOWN[provider]))
            subject = replace(subject, accounts=(known, *others))
        found = mailcheck.check(subject, resolver=Canned(ZONE)).findings
        return [each.outcome for each in found if rule in {"", each.rule}]

    return look


def lines(*fields):
    """Return header lines."""
    return "".join(f"{field}\r\n" for field in fields)


def written(number, sender, to, *, more=""):
    """Return a letter as its writer's program made it."""
    return (
        lines(f"From: {sender}", f"To: {to}", f"Message-ID: <{number}@elsewhere.example>", "Subject: words")
        + "Date: Mon, 2 Nov 2026 09:00:00 +0000\r\n"
        + more
        + "\r\nwords\r\n"
    )


def came_from(peer, to=HOME, by="mx.home.example"):
    """Return the line of the home provider's mail exchanger for a letter that it took from `peer`."""
    took = f"Received: from {peer} ({peer} [192.0.2.1]) by {by} (Postfix) with ESMTPS id 4X for <{to}>"
    return f"{took}; Mon, 2 Nov 2026 09:00:01 +0000\r\n"


GOOGLE, EXCHANGE = "mail-sor-f41.google.com", "mail-lo2gbr01on2040.outbound.protection.outlook.com"
BY_GMAIL = lines(
    f"X-Forwarded-To: {HOME}",
    f"X-Forwarded-For: {GMAIL} {HOME}",
    f"Delivered-To: {GMAIL}",
    "Received: by 2002:a05:6a20:2 with SMTP id b2; Mon, 02 Nov 2026 01:00:00 -0800 (PST)",
)
FOLDED = BY_GMAIL.replace(f"{GMAIL} {HOME}", f"{GMAIL}\r\n {HOME}")
CAF = "anna.harbour+caf_=anna=home.example@gmail.com"
SRS = "anna+SRS=aBcDe=ZZ=elsewhere.example=bo@practice.example"
LOOP = f"X-MS-Exchange-ForwardingLoop: {PRACTICE};5f1c2b3a-0000-4000-8000-000000000001\r\n"
RULE = f"X-MS-Exchange-Inbox-Rules-Loop: {PRACTICE}\r\n"


def deliver(server, count=3, *, peer, marks="", below="", envelope="bo@elsewhere.example", to=GMAIL):
    """Put letters of several writers into the home mailbox."""
    for number, sender in enumerate(WRITERS[:count]):
        text = came_from(peer) + marks + written(number, sender, to, more=below)
        server.take("home", text.encode(), envelope=envelope)


@pytest.mark.parametrize(
    ("marks", "envelope"), [(BY_GMAIL, "bo@elsewhere.example"), (FOLDED, "bo@elsewhere.example"), ("", CAF)]
)
def test_gmail_that_forwards_home_is_found(server, report, marks, envelope):
    """F6: by its two lines, folded or not, or by its envelope alone, which LMTP keeps in Return-Path."""
    deliver(server, peer=GOOGLE, marks=marks, envelope=envelope)
    first, *_ = report("no-forwarding", GMAIL)
    assert (first.status, first.grade, "F6" in first.evidence_ids) == (Status.ATTENTION, Grade.PROOF, True)
    assert first.title == "Gmail forwards letters from practice to home automatically."


def test_at_a_home_address_that_others_use_no_letter_is_looked_at(server, report):
    """Their letters are theirs. The practice's side and the test letter are what is left."""
    deliver(server, peer=GOOGLE, marks=BY_GMAIL)
    answers = report("no-forwarding", GMAIL, joint=True)
    assert answers
    assert all("F6" not in each.evidence_ids and each.status is not Status.NOT_MET for each in answers)


def test_two_such_letters_are_no_proof(server, report):
    """A decision needs three letters, from two people."""
    deliver(server, 2, peer=GOOGLE, marks=BY_GMAIL)
    assert {each.grade for each in report("no-forwarding", GMAIL) if each.status is Status.ATTENTION} <= {
        Grade.STRONG,
        Grade.WEAK,
        Grade.INFO,
    }


def test_the_same_lines_from_a_stranger_are_never_more_than_a_question(server, report):
    """Whoever sent the letter may have written all of it, but for the lines on top."""
    for marks, envelope in ((BY_GMAIL, "bo@elsewhere.example"), (FOLDED, CAF)):
        deliver(server, peer="mail.elsewhere.example", marks=marks, envelope=envelope)
    answers = report("no-forwarding", GMAIL)
    assert {each.status for each in answers} <= {Status.MET, Status.ATTENTION}
    assert Grade.PROOF not in {each.grade for each in answers if each.status is Status.ATTENTION}


@pytest.mark.parametrize(
    ("below", "is_resent"), [(LOOP, False), (RULE, True)], ids=["forwarding in the mailbox's settings", "a rule"]
)
def test_exchange_that_forwards_home_is_found(server, report, below, is_resent):
    """F7: its line stands at the end of the header, so the envelope and the server it came from must bear it out."""
    resent = f"Resent-From: <{PRACTICE}>\r\n" if is_resent else ""
    deliver(server, peer=EXCHANGE, marks=EXCHANGE_HOPS + resent, below=below, envelope=SRS, to=PRACTICE)
    first, *_ = report("no-forwarding", PRACTICE, provider="microsoft-365")
    assert (first.status, first.grade, "F7" in first.evidence_ids) == (Status.ATTENTION, Grade.PROOF, True)
    assert first.title == "A rule at Outlook or Exchange forwards letters from practice to home."


def test_an_out_of_office_reply_is_no_forwarding(server, report):
    """The same line is on every automatic reply of Exchange."""
    automatic = RULE + lines("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")
    deliver(server, peer=EXCHANGE, marks=EXCHANGE_HOPS, below=automatic, envelope="", to=HOME)
    answers = report("no-forwarding", PRACTICE, provider="microsoft-365")
    assert all("F7" not in each.evidence_ids for each in answers)


def test_exchanges_line_alone_is_never_more_than_a_question(server, report):
    """Without the envelope, or from a server of somebody else, it is a line that anybody may have written."""
    deliver(server, peer="mail.elsewhere.example", below=LOOP, envelope=SRS, to=PRACTICE)
    deliver(server, peer=EXCHANGE, below=RULE, to=PRACTICE)
    answers = report("no-forwarding", PRACTICE, provider="microsoft-365")
    assert {each.status for each in answers} <= {Status.MET, Status.ATTENTION}
    assert Grade.PROOF not in {each.grade for each in answers if each.status is Status.ATTENTION}


@pytest.fixture
def gmail(authority, tmp_path):
    """A Dovecot that stands for Gmail: it calls itself as Google's servers do."""
    with started(lambda folder: Delivering(folder, authority, ("work", "home"), name="mx.google.com")) as running:
        fill(running, "work", letters("client", 25), letters("reply", 3))
        fill(running, "home", letters("friend", 25))
        yield running


class TestCollecting:
    """F9: the home account is at Gmail, and fetches the practice's mail."""

    @pytest.fixture
    def server(self, gmail):
        """Gmail's own server."""
        return gmail

    @pytest.mark.parametrize("login", [PRACTICE, "work"], ids=["by the address", "by server and log-in"])
    def test_gmail_that_collects_is_found(self, server, report, login):
        """Its line names the address, the server and the log-in; any of them that is the practice's will do."""
        named = PRACTICE if "@" in login else "somebody@elsewhere.example"
        collected = f"X-Gmail-Fetch-Info: {named} 1 localhost 995 {login}\r\n"
        for number, sender in enumerate(WRITERS, 10):
            server.take("home", (collected + written(number, sender, PRACTICE)).encode())
        first, *_ = report("no-forwarding", PRACTICE, GMAIL)
        assert (first.status, "F9" in first.evidence_ids, first.key) == (Status.ATTENTION, True, "practice to home")

    def test_a_line_about_somebody_elses_account_says_nothing(self, server, report):
        """Nor does one below a stranger's."""
        collected = "X-Gmail-Fetch-Info: mum@elsewhere.example 1 pop.elsewhere.example 995 mum@elsewhere.example\r\n"
        for number, sender in enumerate(WRITERS, 10):
            server.take("home", (collected + written(number, sender, GMAIL)).encode())
        assert all("F9" not in each.evidence_ids for each in report("no-forwarding", PRACTICE, GMAIL))


FORGED = (
    EVERY_MARK.replace("anna@home.example", PRACTICE)
    .replace("anna=harbour.example@home.example", "anna=home.example@practice.example")
    .replace("elsewhere.example=bo@home.example", "elsewhere.example=bo@practice.example")
    .replace("anna@harbour.example", HOME)
    .replace("mx1.harbour.example", "mx.home.example")
    .replace("imap.home.example", "localhost")
)


@pytest.mark.parametrize("victim", ["home", "work"])
def test_letters_that_forge_every_mark_at_once_fail_nobody(server, report, victim):
    """Many letters, from many people, with every line that forwarding leaves, to either account: a question at most."""
    before = {(each.accounts, each.title): each.status for each in report("", provider="microsoft-365")}
    own, other = (HOME, PRACTICE) if victim == "home" else (PRACTICE, HOME)
    marks = FORGED if victim == "home" else FORGED.replace(HOME, "X").replace(PRACTICE, HOME).replace("X", PRACTICE)
    for number, sender in enumerate(WRITERS * 7):
        text = came_from("mail.elsewhere.example", to=own) + marks + written(number, sender, other)
        server.take(victim, text.encode(), envelope=f"x+SRS=a=b=elsewhere.example=bo@{other.partition('@')[2]}")
    for each in report("", provider="microsoft-365"):
        is_new = before.get((each.accounts, each.title)) is not each.status
        assert each.status is not Status.NOT_MET
        assert not (is_new and each.status is Status.ATTENTION and each.grade is Grade.PROOF), each


def test_every_field_that_is_read_is_among_the_forged():
    """A mark that is added one day is tried as well."""
    written_by_all = {"from", "auto-submitted", "x-auto-response-suppress"}
    forged = {line.partition(":")[0].lower() for line in FORGED.splitlines() if not line.startswith("\t")}
    assert {field.lower() for field in TRACE_FIELDS} - written_by_all <= forged


SEAL = "Authentication-Results: mx.home.example; dkim={result} header.d={domain} header.s=s1; spf=pass\r\n"


@pytest.mark.parametrize(
    ("seal", "peer", "is_above", "is_told"),
    [
        (SEAL.format(result="pass", domain="practice.example"), EXCHANGE, True, True),
        (SEAL.format(result="fail", domain="practice.example"), EXCHANGE, True, False),
        (SEAL.format(result="pass", domain="elsewhere.example"), EXCHANGE, True, False),
        (SEAL.format(result="pass", domain="practice.example"), "mail.elsewhere.example", False, False),
    ],
    ids=["passed", "failed", "another domain", "written by the sender"],
)
def test_a_seal_of_origin_is_told_if_the_home_provider_says_that_it_is_good(
    server, report, seal, peer, is_above, is_told
):
    """N5: on a letter of the practice's own, in the line of the provider that took it."""
    top = seal + came_from(peer) if is_above else came_from(peer) + seal
    server.take("home", (top + written(50, PRACTICE, HOME)).encode())
    (answer,) = (each for each in report("domain-protection", PRACTICE) if each.accounts == ("practice",))
    assert (answer.status, "N5" in answer.evidence_ids) == (Status.MET, is_told)
    assert ("seal of origin" in answer.detail) == is_told
