"""Connections that are made ahead of whoever needs them."""

import socket
import ssl
from dataclasses import replace

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather import reaching
from mailcheck.gather.connecting import SignIn
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.reaching import Lines, reach
from mailcheck.gather.secret import Password
from mailcheck.model import Security
from tests.patience import PATIENCE, until
from tests.servers.certificates import Authority
from tests.servers.running import PASSWORD
from tests.servers.scripted import Scripted

SECRET = Password(PASSWORD)


def test_a_connection_made_ahead_is_the_one_that_is_used(authority: Authority):
    """Nothing is said on it before somebody signs in, and no second one is made."""
    with Scripted(tls=authority.context(), ca_file=authority.ca_file) as server:
        account = server.address.account()
        with Lines([account]) as lines:
            until(lambda: server.connections == 1)
            assert server.received == []
            open_mailbox(account, SECRET, by=lines.reach).close()
        assert server.connections == 1


def test_it_is_used_once():
    """Whoever signs in again, or in another way, gets a connection of their own."""
    with Scripted() as server:
        account = server.address.account()
        with Lines([account]) as lines:
            first, second = (lines.reach(account, account.security, PATIENCE) for _ in range(2))
            first.close()
            second.close()
        until(lambda: server.connections == 2)


@pytest.mark.parametrize("change", [{"port": 1}, {"host": "mail..example"}, {"ca_file": "/nowhere"}])
def test_what_went_wrong_ahead_is_told_as_if_it_had_not_been_ahead(change: dict[str, object], authority: Authority):
    """The same problem, and nobody is called twice."""
    with Scripted(tls=authority.context(), ca_file=authority.ca_file) as server:
        account = replace(server.address.account(), **change)
        with Lines([account]) as lines, pytest.raises(AccountProblem) as ahead:
            open_mailbox(account, SECRET, sleep=lambda _: None, by=lines.reach)
        with pytest.raises(AccountProblem) as now:
            open_mailbox(account, SECRET, sleep=lambda _: None)
    assert (ahead.value.key, ahead.value.text) == (now.value.key, now.value.text)


def test_a_connection_that_lay_too_long_is_left(monkeypatch):
    """A server does not wait for somebody who looks for a password: a new connection is made."""
    monkeypatch.setattr(reaching, "MOST_IDLE", 0.0)
    with Scripted() as server:
        account = server.address.account()
        with Lines([account]) as lines:
            until(lambda: server.connections == 1)
            lines.reach(account, account.security, PATIENCE).close()
        until(lambda: server.connections == 2)


def test_what_nobody_needed_is_closed_in_the_end():
    """The server sees that nobody will come."""
    with Scripted() as server, socket.create_server(("127.0.0.1", 0)) as listening:
        account = replace(server.address.account(), host="127.0.0.1", port=listening.getsockname()[1])
        with Lines([account]):
            accepted, _ = listening.accept()
        with accepted:
            accepted.settimeout(PATIENCE)
            assert accepted.recv(1) == b""


def test_a_certificate_of_the_named_file_is_taken_without_reading_all_that_is_trusted(
    authority: Authority, monkeypatch
):
    """Those of the system take longer to read than a round trip."""
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", pytest.fail)
    with Scripted(tls=authority.context(), ca_file=authority.ca_file) as server:
        account = server.address.account()
        reach(account, account.security, PATIENCE).close()
        assert server.connections == 1


@pytest.mark.parametrize("named", [True, False])
def test_what_the_part_at_hand_does_not_speak_for_is_held_to_all_that_is_trusted(
    authority: Authority, tmp_path, monkeypatch, named: bool
):
    """The system's file counts beside the account's own, and beside the system's folder."""
    folder = tmp_path / "hashed"
    folder.mkdir()
    (folder / "0a1b2c3d.0").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    other = Authority(tmp_path / "other")
    with Scripted(tls=authority.context()) as server:
        account = replace(server.address.account(), ca_file=str(other.ca_file) if named else None)
        reach(account, Security.TLS, PATIENCE).close()
        until(lambda: server.connections == 2)


def test_a_certificate_that_nothing_speaks_for_is_refused(authority: Authority, tmp_path):
    """By all that is trusted, too."""
    other = Authority(tmp_path / "other")
    with (
        Scripted(tls=authority.context(), ca_file=other.ca_file) as server,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        reach(server.address.account(), Security.TLS, PATIENCE)


def test_a_sign_in_that_was_begun_is_the_one_that_is_used():
    """Once; whoever signs in again does so anew."""
    with Scripted() as server:
        account = server.address.account()
        with SignIn({account.name: SECRET}) as connector:
            connector.begin([account])
            until(lambda: "AUTHENTICATE" in server.verbs)
            connector.open(account).close()
            assert server.connections == 1
            connector.open(account).close()
            assert server.connections == 2


def test_a_sign_in_that_was_begun_and_nobody_took_is_closed():
    """As where a run is stopped before it has begun."""
    with Scripted() as server:
        account = server.address.account()
        with SignIn({account.name: SECRET}) as connector:
            connector.begin([account])
        until(lambda: "LOGOUT" in server.verbs)


def test_what_went_wrong_with_a_sign_in_that_was_begun_is_told_to_whoever_needs_it():
    """The same problem as if it had not been begun."""
    with Scripted({"AUTHENTICATE": b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] no\r\n"}) as server:
        account = server.address.account()
        with SignIn({account.name: SECRET}) as connector:
            connector.begin([account])
            with pytest.raises(AccountProblem) as begun:
                connector.open(account)
            with pytest.raises(AccountProblem) as now:
                connector.open(account)
    assert (begun.value.key, begun.value.text) == (now.value.key, now.value.text)
