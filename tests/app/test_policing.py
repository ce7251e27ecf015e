"""`mailcheck policy`, and a policy from an https address on a real server."""

import http.server
import ssl
import threading

import pytest
import trustme

from mailcheck.app.cli import main
from mailcheck.app.policing import refresh
from mailcheck.gather import policy_source
from mailcheck.gather.policy_source import UNREACHABLE, fetch_signed_policy
from mailcheck.parse.institute import LARGEST_POLICY
from mailcheck.parse.sealed import public_of
from mailcheck.settings import load_settings
from tests.settings.test_signed_policy import ACCOUNT, SEED, TEXT, signed


@pytest.fixture
def web():
    """A real https server on loopback that serves what it is told to; and whom to trust."""
    authority = trustme.CA()
    answer = {"status": 200, "body": b"", "asked": []}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer["asked"].append((self.path, dict(self.headers)))
            self.send_response(answer["status"])
            if answer["status"] == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    yield f"https://localhost:{server.server_port}/policy.jws", answer, trusted
    server.shutdown()
    server.server_close()


@pytest.fixture
def member(tmp_path, monkeypatch, web):
    """Settings that name the address."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    address, _, trusted = web
    fetch = policy_source.fetch_signed_policy
    monkeypatch.setattr(policy_source, "fetch_signed_policy", lambda url: fetch(url, trusted=trusted))
    path = tmp_path / "mailcheck.toml"
    path.write_text(f'{ACCOUNT}\n[policy]\nsigned = "{address}"\nkey = "{public_of(SEED)}"\n')
    return path


def test_it_is_fetched_once_a_day_and_used(web, member):
    """Nothing is sent along that says who asks."""
    _, answer, _ = web
    answer["body"] = signed(3).encode()
    assert refresh(member) == ""
    assert refresh(member) == ""
    assert load_settings(member).policy.serial == 3
    ((path, headers),) = answer["asked"]
    assert path == "/policy.jws"
    assert headers["User-Agent"] == "mailcheck"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_one_that_is_refused_is_told_and_the_last_one_used(web, member):
    """Rolled back, changed, unsigned."""
    _, answer, _ = web
    answer["body"] = signed(3).encode()
    refresh(member, anew=True)
    for body, why in ((signed(2), "older than number 3"), (signed(4)[:-9], "changed"), (TEXT, "not signed")):
        answer["body"] = body.encode()
        assert why in refresh(member, anew=True)
        assert load_settings(member).policy.serial == 3


@pytest.mark.parametrize(("status", "body"), [(500, b""), (404, b""), (302, b""), (200, b"x" * (LARGEST_POLICY + 1))])
def test_a_server_in_trouble_changes_nothing(web, member, status, body):
    """Nor does one that sends without end, or elsewhere."""
    _, answer, _ = web
    answer["body"] = signed(3).encode()
    refresh(member, anew=True)
    answer["status"], answer["body"] = status, body
    assert refresh(member, anew=True) == UNREACHABLE.reason
    assert load_settings(member).policy.serial == 3


def test_a_certificate_that_is_not_trusted_is_no_source(web):
    """Whatever it would have sent."""
    address, _, _ = web
    assert fetch_signed_policy(address) == UNREACHABLE


def test_the_command_says_which_policy_it_is(web, member, capsys):
    """By whom, and what is not decided yet."""
    _, answer, _ = web
    answer["body"] = signed(3).encode()
    assert main(["policy", "--update", "--config", str(member)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "signed by your institute, number 3" in said
    assert "not yet decided by the institute" in said


def test_without_a_signed_policy_nothing_is_fetched(tmp_path):
    """Most members have none."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(ACCOUNT)
    assert refresh(path, anew=True) == ""
    assert load_settings(path).policy.serial is None
