"""Fetching a domain's policy for the way in."""

import socket
import ssl
import threading
import time

import pytest
import trustme

from mailcheck.gather.mta_sts import UNREACHABLE, fetch_policy
from mailcheck.parse.dns_records import LARGEST_POLICY
from tests.patience import PATIENCE
from tests.servers.processes import free_port

POLICY = b"version: STSv1\nmode: enforce\nmx: mx.practice.example\nmax_age: 86400\n"
AUTHORITY = trustme.CA()


class WebServer:
    """Answers one request over TLS with fixed octets, at once or one by one."""

    def __init__(self, answer: bytes, *, name: str = "mta-sts.practice.example", pause: float = 0) -> None:
        self._answer, self._pause = answer, pause
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        AUTHORITY.issue_cert(name).configure_cert(self._context)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.request = b""
        self.pieces = 0
        """How many were sent."""

    def __enter__(self) -> "WebServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(5)
        self._listening.close()

    def fetch(self, seconds: float = PATIENCE):
        """Fetch the policy of practice.example from here."""
        trusted = ssl.create_default_context()
        AUTHORITY.configure_trust(trusted)
        return fetch_policy("practice.example", context=trusted, address=self._listening.getsockname(), seconds=seconds)

    def _serve(self) -> None:
        try:
            plain, _ = self._listening.accept()
            with self._context.wrap_socket(plain, server_side=True) as connected:
                self.request = connected.recv(4096)
                for piece in [self._answer] if not self._pause else [bytes([octet]) for octet in self._answer]:
                    connected.sendall(piece)
                    self.pieces += 1
                    time.sleep(self._pause)
        except OSError:
            pass  # the client hung up, as some of these tests want


def http(body: bytes, *, status: str = "200 OK", kind: str = "text/plain", more: str = "") -> bytes:
    """Return an HTTP answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_a_policy_is_fetched():
    """One GET for the well-known place, with nothing in it that tells of the member."""
    with WebServer(http(POLICY, kind="text/plain; charset=utf-8")) as server:
        found = server.fetch()

    assert found == POLICY.decode()
    assert server.request == (
        b"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.practice.example\r\n"
        b"User-Agent: mailcheck\r\nConnection: close\r\n\r\n"
    )


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", status="302 Found", more="Location: https://evil.example/\r\n"),
        http(POLICY, status="404 Not Found"),
        http(POLICY, kind="text/html"),
        http(b"#" * (LARGEST_POLICY + 1)),
        b"SSH-2.0-OpenSSH\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500,
    ],
    ids=["redirect", "not found", "web page", "too long", "no web server", "nothing", "endless header"],
)
def test_what_is_no_policy_is_out_of_reach(answer):
    """Redirects are not followed (RFC 8461 §3.3), and nothing large is read."""
    with WebServer(answer) as server:
        assert server.fetch() == UNREACHABLE


def test_a_certificate_for_another_name_is_refused():
    """The policy must come from the domain's own name."""
    with WebServer(http(POLICY), name="www.practice.example") as server:
        assert server.fetch() == UNREACHABLE


def test_a_server_that_drips_is_cut_off():
    """An octet now and then does not outlast the whole time."""
    with WebServer(http(POLICY), pause=0.1) as server:
        found = server.fetch(seconds=0.8)

    assert found == UNREACHABLE
    assert server.pieces < 50


def test_nobody_at_home_is_out_of_reach():
    """No server, no error."""
    assert fetch_policy("practice.example", address=("127.0.0.1", free_port()), seconds=2) == UNREACHABLE
