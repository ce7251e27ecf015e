"""The mail server of an address is found, met before a secret is sent, and never trusted for nothing."""

import threading
import time
from dataclasses import dataclass, field

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.discovered import Source
from mailcheck.gather.discovery import PLACES, discover
from mailcheck.gather.imap.meeting import Met, meet_server
from mailcheck.model import Account, Security
from mailcheck.settings import load_providers
from tests.gather.name_servers import Canned
from tests.patience import PATIENCE, SOON
from tests.servers.scripted import STALL, Scripted

PLAIN = Met(frozenset({"IMAP4REV1", "AUTH=PLAIN"}), "TLSv1.3")
AUTOCONFIG = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="pop3"><hostname>pop.x</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>{host}</hostname><port>{port}</port><socketType>{tls}</socketType>
<username>%EMAILLOCALPART%</username></incomingServer></emailProvider></clientConfig>"""


@dataclass
class World:
    """Servers that answer, by host and port; whatever else is asked for is not there."""

    servers: dict[tuple[str, int], Met | AccountProblem] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    def meet(self, account: Account, *, timeout: float) -> Met:
        self.asked.append((account.host, account.port))
        self.accounts.append(account)
        found = self.servers.get((account.host, account.port))
        if isinstance(found, Met):
            return found
        raise found or AccountProblem("not there", key="dns")


def found(address="jane@practice.example", zone=None, pages=None, world=None, **more):
    """Discover in a small world."""
    return discover(
        address,
        load_providers(),
        resolver=Canned(zone or {}),
        fetch=more.pop("fetch", lambda place: (pages or {}).get(place, "")),
        meet=(world or World()).meet,
        **more,
    )


def page(host, port=993, tls="SSL"):
    return {PLACES[0].format(domain="practice.example"): AUTOCONFIG.format(host=host, port=port, tls=tls)}


def test_a_known_provider_is_met_and_nothing_else_is_asked():
    """By the domain alone: no name look-up, no web, one server."""
    world, resolver = World({("imap.gmail.com", 993): PLAIN}), Canned({})
    seen = discover("jane@gmail.com", load_providers(), resolver=resolver, fetch=_nobody, meet=world.meet)
    assert (seen.provider.id, seen.server.host, seen.met) == ("gmail", "imap.gmail.com", PLAIN)
    assert (seen.server.source, seen.server.is_trusted) == (Source.ADDRESS, True)
    assert (world.asked, resolver.asked) == ([("imap.gmail.com", 993)], [])


def _nobody(place):
    raise AssertionError(place)


def test_a_provider_without_imap_is_not_asked():
    """There is no server to meet."""
    seen = found("jane@tuta.com")
    assert (seen.provider.id, seen.server) == ("tuta", None)


def test_a_known_provider_is_found_by_the_mail_exchangers():
    """An own domain with Google or Microsoft; the best exchanger first."""
    zone = {("practice.example", "MX"): ["20 backup.example.", "1 aspmx.l.google.com."]}
    seen = found(zone=zone, world=World({("imap.gmail.com", 993): PLAIN}))
    assert (seen.provider.id, seen.server.source, seen.server.is_trusted) == (
        "google-workspace",
        Source.EXCHANGER,
        True,
    )


def test_what_the_domain_says_of_itself_is_trusted_within_the_domain():
    """With the form of the name to sign in with."""
    world = World({("mail.practice.example", 143): PLAIN})
    seen = found(pages=page("mail.practice.example", 143, "STARTTLS"), world=world)
    assert (seen.server.host, seen.server.security) == ("mail.practice.example", Security.STARTTLS)
    assert (seen.server.source, seen.server.is_trusted, seen.server.username) == (
        Source.AUTOCONFIG,
        True,
        "local-part",
    )


def test_a_server_elsewhere_needs_a_yes():
    """Also if it only looks as if it lay in the domain; a provider that our list names does not."""
    for host, is_trusted in (
        ("imap.elsewhere.example", False),
        ("evilpractice.example", False),
        ("imap.gmail.com", True),
    ):
        seen = found(pages=page(host), world=World({(host, 993): PLAIN}))
        assert (seen.server.host, seen.server.is_trusted) == (host, is_trusted)


def test_srv_records_are_followed_in_their_order():
    """The lower priority first; a dot means that there is none; the other service comes after."""
    zone = {
        ("_imaps._tcp.practice.example", "SRV"): ["20 1 993 b.practice.example.", "10 5 993 a.practice.example."],
        ("_imap._tcp.practice.example", "SRV"): ["0 0 0 ."],
    }
    servers = {("a.practice.example", 993): PLAIN, ("b.practice.example", 993): PLAIN}
    seen = found(zone=zone, world=World(servers))
    assert (seen.server.host, seen.server.source) == ("a.practice.example", Source.SRV)
    del servers["a.practice.example", 993]
    assert found(zone=zone, world=World(servers)).server.host == "b.practice.example"


def test_a_name_system_that_is_vouched_for_is_trusted():
    """A validating resolver on this very computer."""
    zone = {("_imaps._tcp.practice.example", "SRV"): ["0 1 993 imap.elsewhere.example."]}
    world = World({("imap.elsewhere.example", 993): PLAIN})
    seen = discover(
        "jane@practice.example",
        load_providers(),
        resolver=Canned(zone, authenticated=True),
        fetch=lambda place: "",
        meet=world.meet,
    )
    assert seen.server.is_trusted


def test_the_usual_names_are_tried_last():
    """imap., mail., and the domain itself; nothing found is no dead end, since the member names it then."""
    seen = found(world=World({("mail.practice.example", 993): PLAIN}))
    assert (seen.server.host, seen.server.source) == ("mail.practice.example", Source.NAME)
    nothing = found()
    assert (nothing.provider, nothing.server, nothing.problem) == (None, None, None)


def test_an_announced_server_that_does_not_answer_says_why():
    """The problem of the best candidate, if none answers."""
    problem = AccountProblem("The certificate is for another name.", key="tls-name", retry="never")
    seen = found(pages=page("mail.practice.example"), world=World({("mail.practice.example", 993): problem}))
    assert (seen.server.host, seen.met, seen.problem) == ("mail.practice.example", None, problem)


def test_neither_address_nor_secret_is_sent(authority):
    """Pages are asked for by the domain; a real server sees CAPABILITY and LOGOUT, and no name."""
    places = []
    with Scripted(tls=authority.context(), ca_file=authority.ca_file) as server:
        found(fetch=lambda place: places.append(place) or "")
        account = server.address.account("jane")
        assert meet_server(account).takes_passwords
    assert places
    assert [place for place in places if "jane" in place or "@" in place] == []
    assert server.verbs == ["CAPABILITY", "LOGOUT"]
    assert not any(b"jane" in line for line in server.received)


def test_it_takes_no_longer_than_it_may():
    """A web server and mail servers that hang: what is there in time counts."""
    is_over, given = threading.Event(), []

    def hang(place):
        is_over.wait(PATIENCE)
        return ""

    world = World({("mail.practice.example", 993): PLAIN})
    original = world.meet

    def slow(account, *, timeout):
        given.append(timeout)
        if account.host == "imap.practice.example":
            is_over.wait(PATIENCE)
        return original(account, timeout=timeout)

    world.meet = slow
    began = time.monotonic()
    seen = found(fetch=hang, world=world, seconds=2.0)
    took = time.monotonic() - began
    is_over.set()
    assert seen.server.host == "mail.practice.example"
    assert max(given) <= 1.0  # what asking the web has left
    assert took < SOON


@pytest.mark.parametrize(
    ("offers", "passwords", "tokens"),
    [
        ({"AUTH=PLAIN"}, True, False),
        (set(), True, False),
        ({"LOGINDISABLED", "AUTH=XOAUTH2"}, False, True),
        ({"AUTH=XOAUTH2", "AUTH=PLAIN"}, True, True),
        ({"AUTH=OAUTHBEARER"}, False, True),
        ({"LOGINDISABLED"}, False, False),
    ],
)
def test_what_a_server_offers_decides(offers, passwords, tokens):
    """LOGINDISABLED without another way never leads to a password."""
    met = Met(frozenset(offers), "")
    assert (met.takes_passwords, met.takes_tokens) == (passwords, tokens)


@pytest.mark.parametrize(
    ("greeting", "key"),
    [
        (b"+OK POP3\r\n", "pop-not-imap"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://hotel.example/welcome\r\n\r\n", "not-imap"),
        (b"<html>Welcome to the Grand Hotel</html>\r\n", "not-imap"),
        (b"* BYE Too many connections\r\n", "limit"),
        (STALL, "timeout"),
    ],
)
def test_what_is_no_mail_server_is_known_for_it(authority, greeting, key):
    """A captive portal with a certificate of its own, the wrong port, a busy or silent server."""
    with (
        Scripted(greeting=greeting, tls=authority.context(), ca_file=authority.ca_file) as server,
        pytest.raises(AccountProblem) as caught,
    ):
        meet_server(server.address.account(), timeout=1 if greeting == STALL else PATIENCE)
    assert caught.value.key == key
    assert server.received == []


def test_a_certificate_that_is_wrong_ends_it_before_a_word(authority):
    """Another name, or past its day (or a clock that is wrong)."""
    for context, key in ((authority.context("other.example"), "tls-name"), (authority.expired(), "tls-expired")):
        with (
            Scripted(tls=context, ca_file=authority.ca_file) as server,
            pytest.raises(AccountProblem) as caught,
        ):
            meet_server(server.address.account())
        assert caught.value.key == key


@pytest.mark.server
def test_a_real_server_is_met(dovecot):
    """Dovecot, by TLS and by STARTTLS."""
    for address in (dovecot.tls, dovecot.starttls):
        met = meet_server(address.account())
        assert met.takes_passwords
        assert met.takes_tokens
        assert met.tls_version.startswith("TLSv1.")
