"""Looking at the mail rules of a server."""

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import ProtocolViolation
from mailcheck.gather.mail_rules import LOST, NOT_OFFERED
from mailcheck.gather.secret import Password, Token
from mailcheck.gather.sieve import NO_WAY_IN, NOT_PRIVATE, NOT_TRUSTED, look_at_scripts
from mailcheck.gather.sieve_guard import SieveGuard
from mailcheck.model import Missing
from mailcheck.model.traces import SieveAction, SieveKind, SieveLook, SieveScript, SieveTrouble, Target, Whose
from mailcheck.parse.received import vantage
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.traces import received_traces
from tests import factories
from tests.parse.sieve_samples import SAMPLES
from tests.patience import PATIENCE, until
from tests.servers.managesieve import Sieve
from tests.servers.processes import free_port
from tests.servers.running import PASSWORD
from tests.servers.starting import started

DAY = date(2026, 11, 22)
HOME = Target(Whose.OTHER, "home")
FORWARD = 'redirect "anna@home.example";'
FORWARDS = SieveAction(SieveKind.REDIRECT, HOME, conditional=False, active=True)


@pytest.fixture(scope="module")
def server(authority):
    """A Dovecot with ManageSieve."""
    with started(lambda folder: Sieve(folder, authority)) as running:
        yield running


def look(server, secret=None, user="user0", **given):
    """Look at a user's scripts."""
    account = replace(server.tls.account(user), **given)
    recognise = Recogniser(account, (factories.home(),), "digest:{}".format)
    return look_at_scripts(
        account, secret or Password(PASSWORD), recognise, today=DAY, port=server.sieve_port, timeout=PATIENCE
    )


@pytest.mark.server
def test_the_rules_of_a_real_server_are_seen_and_left_as_they_are(server):
    """Dovecot shows an active script, what it includes and stored ones; nothing is changed, and only reading asked."""
    server.store(
        "user0",
        "main",
        main=f'require "include"; include "more"; {FORWARD}',
        more='require "vacation"; vacation :from "anna@home.example" "away";',
        old=FORWARD,
        **{'with "quotes" and \\': "keep;"},
    )
    before, snapshot = server.scripts_on_disk("user0"), server.snapshot()
    already = server.raw_log()

    def asked() -> list[bytes]:
        return [octets for path, octets in server.raw_log().items() if path not in already and b"SCRIPT" in octets]

    found = look(server)

    reveals = SieveAction(SieveKind.REVEAL, HOME, conditional=False, active=True)
    assert found == SieveLook(
        (
            SieveScript(active=True, actions=(reveals, FORWARDS)),
            SieveScript(active=False, actions=(replace(FORWARDS, active=False),)),
            SieveScript(active=False),
        ),
        DAY,
    )
    assert (server.scripts_on_disk("user0"), server.snapshot()) == (before, snapshot)
    until(lambda: asked() and b"LOGOUT" in asked()[0])
    assert [line.split()[1] for line in asked()[0].splitlines()] == [b"LISTSCRIPTS", *[b"GETSCRIPT"] * 4, b"LOGOUT"]


@pytest.mark.server
def test_a_real_server_without_scripts(server):
    """No script is an answer: nothing is forwarded by a rule here."""
    server.store("user1", None)

    assert look(server, user="user1") == SieveLook((), DAY)


@pytest.mark.server
def test_a_real_server_takes_a_token(server):
    """Accounts that sign in by a token show their rules too."""
    server.store("user0", "main", main=FORWARD)

    assert look(server, Token(server.token("user0"))) == SieveLook((SieveScript(True, (FORWARDS,)),), DAY)


@pytest.mark.server
@pytest.mark.parametrize("secret", [Password("wrong"), Token("wrong")])
def test_a_real_server_refuses_a_wrong_secret(server, secret):
    """A refusal is said, not tried again, and repeats nothing secret."""
    found = look(server, secret)

    assert (found.key, found.retry) == ("sieve-refused", "never")
    assert "wrong" not in found.said


@pytest.mark.server
def test_a_real_server_that_cannot_prove_who_it_is_gets_no_password(server):
    """Without the certificate's authority nothing is sent."""
    already = set(server.raw_log())

    assert look(server, ca_file=None) == NOT_TRUSTED
    assert set(server.raw_log()) == already


@pytest.mark.server
def test_a_letter_that_pigeonhole_sends_on_is_recognised(server):
    """A rule is run, and the other side sees where the letter came from (F8)."""
    server.store("user0", "main", main='require "copy"; redirect :copy "anna@home.example";')
    server.deliver("user0", b"From: bo@elsewhere.example\r\nTo: x@y.example\r\nSubject: s\r\n\r\nwords\r\n")
    header = server.sent_on[-1].partition(b"\r\n\r\n")[0]
    practice = replace(server.tls.account(), host="imap.practice.example")
    handed_over = b"Received: from a (imap.practice.example [192.0.2.5]) by mx.home.example with ESMTP;\r\n"
    here = vantage(Recogniser(factories.home(), (practice,), "digest:{}".format))

    traces = received_traces(handed_over + header, DAY, here)

    assert [(trace.kind.value, trace.target.account) for trace in traces] == [("F8", "user0")]


@pytest.mark.server
@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.pigeonhole], ids=lambda sample: sample.name)
def test_pigeonhole_runs_the_samples_as_we_read_them(sample, server):
    """For a plain letter Pigeonhole redirects to home if we say "always", and never if we say "never"."""
    letter = b"From: bo@elsewhere.example\nTo: anna@harbour.example\nSubject: hello\n\nwords\n"

    redirects = "redirect message to: <anna@home.example>" in server.try_script("user1", sample.text, letter)

    if "redirect home always" in sample.does:
        assert redirects
    if not any(words.startswith("redirect home") and "never" not in words for words in sample.does):
        assert not redirects


# A server that says what a test tells it to.

GREETING = b'"IMPLEMENTATION" "scripted"\r\n"SIEVE" "fileinto"\r\n"SASL" "PLAIN"\r\n"STARTTLS"\r\nOK "ready"\r\n'
SIGNED_IN = GREETING.replace(b'"STARTTLS"\r\n', b"")


class Talker:
    """Says `greeting`, starts TLS if asked, then answers one line after another. A context manager."""

    def __init__(self, authority, *answers: bytes, greeting: bytes = GREETING, after_tls: bytes = SIGNED_IN) -> None:
        self._context = authority.context()
        self._answers, self._greeting, self._after_tls = list(answers), greeting, after_tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.sieve_port = self._listening.getsockname()[1]
        self.ca_file = authority.ca_file
        self.received: list[bytes] = []

    def __enter__(self) -> "Talker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with suppress(OSError):
            connected, _ = self._listening.accept()
            connected.sendall(self._greeting)
            if _line(connected, self.received) == b"STARTTLS":
                connected.sendall(b"OK\r\n")
                connected = self._context.wrap_socket(connected, server_side=True)
                connected.sendall(self._after_tls)
                while _line(connected, self.received) and self._answers:
                    connected.sendall(self._answers.pop(0))
            connected.close()


def _line(connected: socket.socket, received: list[bytes]) -> bytes:
    line = b""
    while not line.endswith(b"\r\n"):
        octet = connected.recv(1)
        if not octet:
            return b""
        line += octet
    received.append(line.removesuffix(b"\r\n"))
    return received[-1]


def talk(authority, *answers: bytes, timeout: float = PATIENCE, secret=None, **given):
    """Look at the scripts of a scripted server; return what was found and what it received."""
    with Talker(authority, *answers, **given) as talker:
        account = factories.account(host="localhost", ca_file=str(talker.ca_file))
        recognise = Recogniser(account, (factories.home(),), "digest:{}".format)
        found = look_at_scripts(
            account, secret or Password("secret"), recognise, today=DAY, port=talker.sieve_port, timeout=timeout
        )
    return found, talker.received


OK = b"OK\r\n"
LISTED = b'"main" ACTIVE\r\nOK\r\n'


def test_only_commands_on_the_list_are_spoken(authority):
    """The whole conversation, word for word."""
    found, received = talk(
        authority, OK, LISTED, b"{%d}\r\n%s\r\nOK\r\n" % (len(FORWARD), FORWARD.encode()), b"BYE\r\n"
    )

    assert found == SieveLook((SieveScript(True, (FORWARDS,)),), DAY)
    assert received == [
        b"STARTTLS",
        b'AUTHENTICATE "PLAIN" "AGFubmFAaGFyYm91ci5leGFtcGxlAHNlY3JldA=="',
        b"LISTSCRIPTS",
        b'GETSCRIPT "main"',
        b"LOGOUT",
    ]


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        (GREETING.replace(b'"STARTTLS"\r\n', b""), NOT_PRIVATE),
        (b"* OK IMAP4rev1 ready\r\n", NOT_OFFERED),
        (b"220 smtp.example ESMTP\r\n", NOT_OFFERED),
        (b"BYE busy\r\n", "sieve-refused"),
        (b"", NOT_OFFERED),
        (b"\xff\xfe{}\r\n", NOT_OFFERED),
        (b'"A" "B"\r\n' * 100_000, NOT_OFFERED),
    ],
    ids=["no TLS", "IMAP", "SMTP", "bye", "nothing", "noise", "endless"],
)
def test_no_password_leaves_without_encryption(authority, greeting, expected):
    """A server that is no ManageSieve, or offers no encryption, hears nothing but a good-bye."""
    patience = 1 if expected == NOT_OFFERED else PATIENCE  # some of these say nothing more
    found, received = talk(authority, greeting=greeting, timeout=patience)

    assert expected in (found, found.key)
    assert all(line == b"LOGOUT" for line in received)


def test_words_said_before_encryption_began_are_refused(authority):
    """What comes in the clear behind the answer to STARTTLS could be anybody's."""
    with Talker(authority, greeting=GREETING) as talker:
        talker._greeting += b"OK\r\n" + SIGNED_IN
        account = factories.account(host="localhost", ca_file=str(talker.ca_file))
        recognise = Recogniser(account, (), str)
        found = look_at_scripts(account, Password("x"), recognise, today=DAY, port=talker.sieve_port, timeout=PATIENCE)

    assert found in (LOST, NOT_TRUSTED)
    assert not any(line.startswith(b"AUTH") for line in talker.received)


def test_a_certificate_for_another_name_is_not_trusted(authority):
    """The name that the settings give must be in the certificate."""
    with Talker(authority) as talker:
        talker._context = authority.context("elsewhere.example")
        account = factories.account(host="localhost", ca_file=str(talker.ca_file))
        found = look_at_scripts(
            account, Password("x"), Recogniser(account, (), str), today=DAY, port=talker.sieve_port, timeout=PATIENCE
        )

    assert found == NOT_TRUSTED


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((b'NO "wrong password"\r\n',), Missing("", "sieve-refused", "never", "wrong password")),
        ((b'NO (AUTH-TOO-WEAK) "no"\r\n',), Missing("", "sieve-refused", "never", "no")),
        ((OK, b'NO "later"\r\n'), Missing("", "sieve-refused", "never", "later")),
        ((OK,), LOST),
        ((OK, b"{999999999}\r\n"), LOST),
        ((OK, b"}}}\r\n"), LOST),
        ((OK, b'"x"\r\n' * 1000), LOST),
    ],
    ids=["wrong", "weak", "no list", "gone", "huge literal", "noise", "endless list"],
)
def test_whatever_goes_wrong_is_missing(authority, answers, expected):
    """Every failure is an answer, none is a pass."""
    found, _ = talk(authority, *answers)

    assert found == replace(expected, reason=found.reason)


def test_a_mechanism_that_cannot_be_used(authority):
    """A token where only passwords are taken is not sent."""
    found, received = talk(authority, secret=Token("t"))

    assert (found, received) == (NO_WAY_IN, [b"STARTTLS", b"LOGOUT"])


@pytest.mark.parametrize(
    "answer",
    [b"{1200000}\r\n" + b"#" * 1_200_000 + b"\r\nOK\r\n", b"OK\r\n", b'"a" "b"\r\nOK\r\n'],
    ids=["long", "none", "two"],
)
def test_a_script_that_cannot_be_had_is_said_so(authority, answer):
    """A script that is too long, or does not come, is told as such and not as harmless."""
    found, _ = talk(authority, OK, LISTED, answer, b"OK\r\n")

    assert found == SieveLook((SieveScript(True, troubles=(SieveTrouble.TOO_LONG,)),), DAY)


def test_a_refusal_of_a_script_does_not_repeat_its_name(authority):
    """A server may quote it, and it may be anybody's."""
    found, _ = talk(authority, OK, LISTED, b'NO "No script Anna Smith here"\r\n')

    assert (found.key, found.said) == ("sieve-refused", "")


def test_a_server_that_says_nothing_is_given_up(authority):
    """Silence ends the look after the time allowed."""
    found, _ = talk(authority, OK, b"", timeout=3)  # for the sign-in before it, too, on a crowded computer

    assert found == LOST


def test_nobody_listening_means_not_offered():
    """Most providers have no such service, and that is no failure."""
    account = factories.account(host="localhost")

    found = look_at_scripts(
        account, Password("x"), Recogniser(account, (), str), today=DAY, port=free_port(), timeout=PATIENCE
    )

    assert found == NOT_OFFERED


def test_a_long_token_goes_as_a_literal(authority):
    """Tokens are longer than what may stand between quotes."""
    _, received = talk(
        authority, b"OK\r\n", secret=Token("t" * 2000), after_tls=SIGNED_IN.replace(b"PLAIN", b"OAUTHBEARER")
    )

    assert received[1].startswith(b'AUTHENTICATE "OAUTHBEARER" {')
    assert received[1].endswith(b"+}")


def private() -> SieveGuard:
    guard = SieveGuard()
    guard.is_private = True
    return guard


@pytest.mark.parametrize(
    "line",
    [
        b'PUTSCRIPT "a" {3+}\r\nabc\r\n',
        b'SETACTIVE "a"\r\n',
        b'DELETESCRIPT "a"\r\n',
        b'RENAMESCRIPT "a" "b"\r\n',
        b'HAVESPACE "a" 5\r\n',
        b"CHECKSCRIPT {1+}\r\na\r\n",
        b"UNAUTHENTICATE\r\n",
        b"NOOP\r\n",
        b"\r\n",
        b"logout\r\n",
        b'LISTSCRIPTS\nDELETESCRIPT "a"\r\n',
        b'GETSCRIPT "a" "b"\r\n',
        b"GETSCRIPT {1+}\r\na\r\n",
        b'GETSCRIPT "a\r\nDELETESCRIPT "b"\r\n',
        b'GETSCRIPT ""\r\n',
        b'AUTHENTICATE "CRAM-MD5"\r\n',
        b'AUTHENTICATE "PLAIN" {9+}\r\nDELETESCR\r\nIPT "a"\r\n',
        b'AUTHENTICATE "PLAIN" {2}\r\nAA\r\n',
        b'AUTHENTICATE "PLAIN" {4+}\r\nA"==\r\n',
    ],
)
def test_what_is_not_on_the_list_never_leaves(line):
    """Every writing command, and every trick with lines and literals, is stopped; nothing follows it."""
    guard = private()
    with pytest.raises(ProtocolViolation):
        guard.pass_on(line)
    with pytest.raises(ProtocolViolation):
        guard.pass_on(b"LISTSCRIPTS\r\n")


@pytest.mark.parametrize(
    "line",
    [
        b"CAPABILITY\r\n",
        b"STARTTLS\r\n",
        b"LISTSCRIPTS\r\n",
        b"LOGOUT\r\n",
        b'GETSCRIPT "with \\"quotes\\" and \\\\"\r\n',
        b'AUTHENTICATE "PLAIN" "AGEAYg=="\r\n',
        b'AUTHENTICATE "XOAUTH2" {8+}\r\nAGEAYg==\r\n',
    ],
)
def test_what_is_on_the_list_leaves_whole(line):
    """A command leaves when its line is whole, octet by octet or at once."""
    slowly = private()

    assert private().pass_on(line) == line
    assert b"".join(slowly.pass_on(bytes([octet])) for octet in line) == line


def test_no_sign_in_leaves_before_encryption():
    """The guard itself holds it back."""
    with pytest.raises(ProtocolViolation):
        SieveGuard().pass_on(b'AUTHENTICATE "PLAIN" "AGEAYg=="\r\n')


@given(st.binary(max_size=200))
def test_whatever_leaves_is_on_the_list(octets):
    """Of any octets only whole allowed commands leave."""
    with suppress(ProtocolViolation):
        leaving = private().pass_on(octets)
        assert all(
            line.split(b" ")[0]
            in {b"CAPABILITY", b"STARTTLS", b"LISTSCRIPTS", b"LOGOUT", b"GETSCRIPT", b"AUTHENTICATE"}
            for line in leaving.split(b"\r\n")
            if line
        )
