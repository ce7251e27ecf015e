"""Asking a server for its mail rules without holding up the run."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

from mailcheck.gather import mail_rules
from mailcheck.gather.mail_rules import LOST, NOT_OFFERED, look_at_rules
from mailcheck.gather.secret import Password
from mailcheck.settings import load_providers
from tests.factories import NOW
from tests.gather.headers import WORK, recogniser
from tests.patience import PATIENCE, SOON
from tests.servers.processes import free_port

LOCAL = replace(WORK, host="127.0.0.1")


def look(account=LOCAL, **given):
    """Look at the rules of an account."""
    return look_at_rules(account, Password("secret"), recogniser(account), today=NOW.date(), **given)


@contextmanager
def listening(say=b""):
    """A server that says something, and nothing more."""
    connected = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                connected.append(one)
                one.sendall(say)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1], connected
        finally:
            server.shutdown(socket.SHUT_RDWR)
            for one in connected:
                one.close()


def test_a_server_without_the_service_is_left_at_once(monkeypatch):
    """Nobody listens there; what a server may take is not waited for."""
    for bound in ("TO_CONNECT", "TO_ANSWER"):
        monkeypatch.setattr(mail_rules, bound, PATIENCE)
    began = time.monotonic()
    assert look(port=free_port(), seconds=PATIENCE) == NOT_OFFERED
    assert time.monotonic() - began < SOON


def test_a_provider_that_is_known_to_hide_its_rules_is_not_asked():
    """No connection is made."""
    gmail = next(each for each in load_providers() if each.id == "gmail")
    with listening() as (port, connected):
        assert look(replace(LOCAL, provider=gmail), port=port) == NOT_OFFERED
        assert connected == []


def test_a_server_that_says_nothing_costs_no_more_than_was_allowed():
    """It listens, and that is all."""
    with listening() as (port, _):
        began = time.monotonic()
        assert look(port=port, seconds=0.4) == LOST
        assert time.monotonic() - began < SOON


def test_a_name_that_is_no_host_is_not_offered():
    """And raises nothing."""
    assert look(replace(LOCAL, host="x" * 80)) == NOT_OFFERED
