"""Calling one https address: what is sent, and what can go wrong."""

import http.server
import ssl
import threading

import pytest
import trustme

from mailcheck.gather.ping import Ping, ping


class Watcher(http.server.BaseHTTPRequestHandler):
    """A service that watches over a nightly run."""

    def do_GET(self):
        """Record the request; answer as the path says."""
        self.server.heard.append((self.path, dict(self.headers.items()), self.headers.get("Content-Length")))
        codes = {"/moved": 302, "/gone": 404}
        self.send_response(codes.get(self.path, 200))
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "1000000000")
        self.end_headers()

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def watcher():
    """A service on this computer with its own certificate: its address, what to trust, and what it heard."""
    authority = trustme.CA()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watcher)
    server.heard = []
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    yield f"https://localhost:{server.server_port}", trusted, server.heard
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("address", "what", "path"),
    [
        ("/uuid", Ping.START, "/uuid/start"),
        ("/uuid/", Ping.DONE, "/uuid"),
        ("/uuid", Ping.FAILED, "/uuid/fail"),
        ("/uuid?rid=1", Ping.START, "/uuid/start?rid=1"),
    ],
)
def test_the_address_says_it_all(watcher, address, what, path):
    """Nothing else is sent; an answer without end is not read."""
    base, trusted, heard = watcher
    assert ping(base + address, what, trusted=trusted) is True
    ((asked, headers, length),) = heard
    assert (asked, length) == (path, None)
    assert headers["User-Agent"] == "mailcheck"
    assert {"Cookie", "Referer", "Authorization"} & set(headers) == set()


@pytest.mark.parametrize("path", ["/moved", "/gone"])
def test_an_answer_that_is_no_yes_is_no_success_and_is_not_followed(watcher, path):
    """A redirect would lead the call to somewhere that nobody chose."""
    base, trusted, heard = watcher
    assert ping(base + path, Ping.DONE, trusted=trusted) is False
    assert len(heard) == 1


def test_a_certificate_that_nobody_trusts_ends_it(watcher):
    """The address itself is a kind of password."""
    base, _, heard = watcher
    assert ping(f"{base}/uuid", Ping.DONE) is False
    assert heard == []


@pytest.mark.parametrize(
    "address", ["https://localhost:1/x", "https://no-such-host.invalid/x", "https://[/", "nonsense"]
)
def test_whatever_goes_wrong_the_night_goes_on(address):
    """It never raises."""
    assert ping(address, Ping.DONE, seconds=2) is False
