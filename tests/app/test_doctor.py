"""What works and what does not, step by step, and a text that is safe to send."""

import json
import re
from datetime import timedelta

import pytest

from mailcheck.app.doctor import _is_for
from mailcheck.app.doctor_clock import BUILT, Past, clock
from tests.servers.scripted import Scripted

WELL, ILL = "\N{CHECK MARK}", "\N{BALLOT X}"
ONE = """
[[account]]
name = "smith-practice"
role = "professional"
address = "jane.smith@jane-smith-therapy.example"
host = "imap.jane-smith-therapy.example"
secret = "keyring"
"""


@pytest.fixture
def ours(home):
    home.settings_path.parent.mkdir(parents=True, exist_ok=True)
    home.settings_path.write_text(ONE)
    home.store.write_text(json.dumps({"mailcheck smith-practice": "Zq7-canary-password"}))
    return home


def test_everything_that_works_is_ticked(at, gmail):
    """From the name look-up to the Sent folder, and then the computer's own parts."""
    at.run("doctor")
    told = at.said
    for part in (
        "DNS: imap.gmail.com is found",
        "TCP: port 993 answers",
        "TLS: a certificate for imap.gmail.com",
        "Greeting: an IMAP server, TLSv1.3; it offers AUTH=PLAIN",
        "Sign-in: accepted, by PLAIN. Read-only",
        "Sent folders: Sent, with 412 messages",
        "Password store: it can be asked",
        "Policy: mip-social-media",
    ):
        assert f"{WELL} {part}" in told
    assert f"{ILL} Secret: No client id for Microsoft is set up" in told or "outlook.office365.com is not found" in told


def test_a_wrong_name_is_told_with_the_right_ones(ours, authority):
    """What the certificate is for, so that the member can look it up."""
    with Scripted(tls=authority.context("mail.hoster.example")) as server:
        ours.world["ports"]["imap.jane-smith-therapy.example:993"] = server.address.port
        code, _ = ours.run("doctor")
        assert code == 1
        assert "the certificate is for mail.hoster.example, not for imap.jane-smith-therapy.example" in ours.said
        assert "write it as `host`: mail.hoster.example" in ours.said
        assert server.received == []


def test_a_sign_in_that_is_refused_ends_the_chain(ours, authority):
    """With the one thing to do; nothing behind it is tried."""
    refused = b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"
    with Scripted({"AUTHENTICATE": refused}, tls=authority.context("imap.jane-smith-therapy.example")) as server:
        ours.world["ports"]["imap.jane-smith-therapy.example:993"] = server.address.port
        code, _ = ours.run("doctor")
    assert code == 1
    assert f"{ILL} Sign-in: The server did not accept the name and password." in ours.said
    assert "[generic-bad]" in ours.said
    assert "Sent folders" not in ours.said


def test_the_report_can_be_sent_to_somebody(ours, authority):
    """No name, address, own server, path or secret is in it; the keys are."""
    refused = b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] jane.smith Zq7-canary-password no\r\n"
    with Scripted({"AUTHENTICATE": refused}, tls=authority.context("imap.jane-smith-therapy.example")) as server:
        ours.world["ports"]["imap.jane-smith-therapy.example:993"] = server.address.port
        ours.run("doctor", "--report")
    assert re.search(r"account 1 \(professional\): Sign-in: failed.*\[generic-bad\]", ours.said)
    for private in ("smith", "jane", "Zq7", str(ours.folder), "therapy.example"):
        assert private not in ours.said


def test_a_servers_own_name_in_its_sentence_is_not_sent_on(ours, authority):
    """One's own domain is as good as one's name, however the server spells it."""
    short = ONE.replace("jane-smith-therapy", "jane-roe").replace("imap.", "mail.")
    ours.settings_path.write_text(short)
    refused = b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] Mail.Jane-Roe.example: jane-roe.example refuses.\r\n"
    with Scripted({"AUTHENTICATE": refused}, tls=authority.context("mail.jane-roe.example")) as server:
        ours.world["ports"]["mail.jane-roe.example:993"] = server.address.port
        ours.run("doctor", "--report")
    assert "(hidden): (hidden) refuses" in ours.said
    assert "roe" not in ours.said.lower()


def test_a_clock_that_is_behind_is_told_with_what_shows_it():
    """No right clock stands before the newest letter, a server's certificate, or the making of this programme."""
    begun = Past("The certificate of mail.example began", BUILT + timedelta(days=2))
    newest = Past("The newest letter of practice arrived", BUILT + timedelta(days=3), "The newest letter arrived")
    assert clock(BUILT, ()).is_well
    assert clock(newest.when - timedelta(minutes=50), (begun, newest)).is_well
    step = clock(BUILT, (newest, begun))
    assert step.what == (
        "Clock: it shows 22 November 2026, 00:00, which is too early. "
        "The newest letter of practice arrived on 25 November 2026, 00:00."
    )
    assert "practice" not in step.private
    assert "This mailcheck was made on 22 November 2026" in clock(BUILT.replace(year=2020), ()).what


def test_the_newest_letter_is_looked_at_for_the_clock(at, home, authority):
    """So a clock that stands still is found out on any day that a letter came."""
    newest = b'* 3 FETCH (UID 3 RFC822.SIZE 9 INTERNALDATE "01-Jan-2099 10:00:00 +0000")\r\n{tag} OK done\r\n'
    script = {"STATUS": b"* STATUS Sent (MESSAGES 412)\r\n{tag} OK done\r\n", "UID FETCH": newest}
    with Scripted(script, tls=authority.context("imap.gmail.com")) as server:
        home.world["ports"]["imap.gmail.com:993"] = server.address.port
        at.run("doctor")
    assert "which is too early. The newest letter of practice arrived on 01 January 2099" in " ".join(at.said.split())


@pytest.mark.parametrize(
    ("host", "names", "fits"),
    [
        ("imap.x.example", ("imap.x.example",), True),
        ("imap.x.example", ("*.x.example",), True),
        ("a.imap.x.example", ("*.x.example",), False),
        ("x.example", ("*.x.example",), False),
    ],
)
def test_a_wild_card_stands_for_one_label(host, names, fits):
    """As the verification itself has it."""
    assert _is_for(host, names) is fits


def test_where_nothing_is_connected_no_password_store_is_missed(ours):
    """No password has to be kept, so a computer without a store has nothing wrong with it."""
    lines = [line for line in ONE.splitlines() if not line.startswith(("host", "secret"))]
    ours.settings_path.write_text("\n".join([*lines, "connected = false"]) + "\n")
    ours.run("doctor")
    assert "Declared instead of connected" in ours.said
    assert "Clock: it shows" in ours.said
    assert "Password store" not in ours.said
