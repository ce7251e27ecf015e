"""The demo's server is a real IMAP server that leaves nothing behind."""

import email
import email.policy
import imaplib
import socket
import ssl
import tempfile
import threading
import tomllib
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mailcheck.app.demo import demo, require
from mailcheck.app.demo.certificate import throw_away_tls
from mailcheck.app.demo.server import ADDRESS, DemoMailbox, DemoServer
from mailcheck.errors import UserError


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Give a folder in which everything temporary ends up, so that what is left can be seen."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def running():
    """Give one demo to all tests that only look."""
    with demo() as served:
        yield served


@pytest.fixture
def new_threads():
    """Give a function that names the threads begun since the test began."""
    before = set(threading.enumerate())
    return lambda: [thread.name for thread in threading.enumerate() if thread not in before]


def accounts(running):
    """Return the accounts of the settings, by name."""
    settings = tomllib.loads(running.settings_path.read_text(encoding="utf-8"))
    return {account["name"]: account for account in settings["account"]}


@contextmanager
def signed_in(running, name):
    """Sign in with the standard library's own client and nothing but what the settings say."""
    account = accounts(running)[name]
    client = imaplib.IMAP4_SSL(
        account["host"], account["port"], ssl_context=ssl.create_default_context(cafile=account["ca_file"])
    )
    try:
        client.login(account["user"], running.environ[account["secret"].removeprefix("env:")])
        yield client
    finally:
        client.logout()


def message_ids(client, folder):
    """Return the Message-ID of every message in a folder."""
    client.select(folder, readonly=True)
    _, answer = client.fetch("1:*", "(BODY.PEEK[HEADER])")
    headers = [part[1] for part in answer if isinstance(part, tuple)]
    return {email.message_from_bytes(header)["Message-ID"] for header in headers}


def test_a_plain_client_signs_in_and_finds_both_folders(running):
    """The settings lead a client to INBOX and Sent, over TLS that it can verify."""
    with signed_in(running, "practice") as client:
        _, folders = client.list()
        assert [folder.split()[-1] for folder in folders] == [b"INBOX", b"Sent"]
        assert client.select("Sent", readonly=True) == ("OK", [b"14"])
        assert "READ-ONLY" in client.untagged_responses


def test_the_two_mailboxes_are_distinct(running):
    """Each account holds its own letters and none of the other's."""
    with signed_in(running, "practice") as client:
        practice = message_ids(client, "INBOX") | message_ids(client, "Sent")
    with signed_in(running, "home") as client:
        home = message_ids(client, "INBOX") | message_ids(client, "Sent")
    assert (len(practice), len(home), practice & home) == (38, 31, set())


def test_one_password_does_not_open_the_other_mailbox(running):
    """The home account's password is refused for the practice account."""
    both = accounts(running)
    with pytest.raises(imaplib.IMAP4.error), signed_in(swapped(running, both), "practice"):
        pytest.fail("the wrong password was accepted")


def swapped(running, both):
    """Return the demo with the home account's password under the practice account's name."""
    practice, home = (both[name]["secret"].removeprefix("env:") for name in ("practice", "home"))
    return type(running)(running.settings_path, {practice: running.environ[home]})


def test_a_message_arrives_whole(running):
    """What the server gives is a message that the standard library reads without a defect."""
    with signed_in(running, "practice") as client:
        client.select("Sent", readonly=True)
        _, answer = client.fetch("1", "(BODY.PEEK[])")
    message = email.message_from_bytes(answer[0][1], policy=email.policy.default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["Harbour Practice leaflet.pdf"]
    assert [part.defects for part in message.walk() if part.defects] == []


def test_the_settings_look_back_five_weeks_and_hold_no_password(temporary):
    """The passwords are in the environment alone."""
    now = datetime.now().astimezone()
    with demo(now=now) as running:
        text = running.settings_path.read_text(encoding="utf-8")
        passwords = list(running.environ.values())
    assert tomllib.loads(text)["check"] == {"since": now.date() - timedelta(weeks=5)}
    assert [password for password in passwords if password in text] == []
    assert len(set(passwords)) == 2


def test_the_roles_and_names_are_those_of_a_therapist(running):
    """One account is professional and one personal, at different providers."""
    found = {name: (account["role"], account["address"]) for name, account in accounts(running).items()}
    assert found == {
        "practice": ("professional", "anna@harbour-practice.example"),
        "home": ("personal", "anna.morris@willow-mail.example"),
    }


def test_nothing_is_left_when_the_demo_ends(temporary, new_threads):
    """No file, no thread and no open port."""
    with demo() as running:
        port = accounts(running)["home"]["port"]
        (folder,) = temporary.iterdir()
        assert sorted(file.name for file in folder.iterdir()) == ["ca.pem", "mailcheck.toml"]
    assert (list(temporary.iterdir()), new_threads()) == ([], [])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ADDRESS, port), timeout=5)


def test_nothing_is_left_when_a_person_stops_the_demo(temporary, new_threads):
    """Ctrl-C in the middle, with a client still connected, leaves as little."""
    with pytest.raises(KeyboardInterrupt), demo() as running, signed_in(running, "home"):
        raise KeyboardInterrupt
    assert (list(temporary.iterdir()), new_threads()) == ([], [])


def test_a_client_that_does_not_hang_up_does_not_hold_the_demo(temporary, new_threads):
    """The server ends although a client is still there, and says nothing about it."""
    with demo() as running:
        account = accounts(running)["home"]
        client = imaplib.IMAP4_SSL(
            account["host"], account["port"], ssl_context=ssl.create_default_context(cafile=account["ca_file"])
        )
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        client.noop()
    client.shutdown()
    assert new_threads() == []


def test_a_client_that_breaks_off_is_no_news(temporary, capfd, caplog):
    """A port scan, a half-open TLS hand-shake and a cut connection bring nothing to the screen or a log."""
    with demo() as running:
        address = (ADDRESS, accounts(running)["home"]["port"])
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            connection.recv(100)
        socket.create_connection(address, timeout=5).close()
        with signed_in(running, "home") as client:
            client.socket().shutdown(socket.SHUT_RDWR)
            with pytest.raises((imaplib.IMAP4.abort, OSError)):
                client.noop()
            client.logout = lambda: None
            client.shutdown()
        with signed_in(running, "home") as client:
            assert client.noop()[0] == "OK"
    assert (capfd.readouterr(), [record for record in caplog.records if record.levelname != "DEBUG"]) == (("", ""), [])


def test_the_demo_starts_twice_in_one_process(temporary):
    """Two demos side by side, and one after the other, have their own ports and passwords."""
    with demo() as first, demo() as second:
        assert accounts(first)["home"]["port"] != accounts(second)["home"]["port"]
        assert set(first.environ.values()).isdisjoint(second.environ.values())
        with signed_in(first, "home") as one, signed_in(second, "home") as other:
            assert message_ids(one, "INBOX") == message_ids(other, "INBOX")
    with demo() as third, signed_in(third, "practice") as client:
        assert client.select("INBOX", readonly=True) == ("OK", [b"24"])


def test_a_client_finds_letters_by_the_day_they_came(running):
    """SEARCH SINCE counts from the day asked for."""
    with signed_in(running, "practice") as client:
        client.select("Sent", readonly=True)
        day = (date.today() - timedelta(days=5)).strftime("%d-%b-%Y")
        assert client.uid("SEARCH", "SINCE", day) == ("OK", [b"112 113 114"])


def test_the_server_trusts_nothing_but_its_own_certificate(tmp_path):
    """A client that does not know the throw-away authority refuses the connection."""
    tls, ca_file = throw_away_tls(tmp_path, ADDRESS)
    with DemoServer([DemoMailbox("anna", "secret", {})], tls) as server:
        with pytest.raises(ssl.SSLCertVerificationError):
            imaplib.IMAP4_SSL(ADDRESS, server.port, ssl_context=ssl.create_default_context())
        strict = ssl.create_default_context(cafile=ca_file)
        strict.verify_flags |= ssl.VERIFY_X509_STRICT
        imaplib.IMAP4_SSL(ADDRESS, server.port, ssl_context=strict).logout()
    assert [file.name for file in tmp_path.iterdir()] == ["ca.pem"]


def test_a_server_that_cannot_start_says_so_and_leaves_no_thread(tmp_path, new_threads):
    """An error in the server's thread reaches the one who started it."""
    tls, _ = throw_away_tls(tmp_path, ADDRESS)
    broken = DemoMailbox("anna", "secret", {"INBOX": [None]})  # type: ignore[list-item]
    with pytest.raises(AttributeError), DemoServer([broken], tls):
        pytest.fail("the server started")
    assert new_threads() == []


def test_a_missing_package_is_named_with_the_remedy():
    """Somebody who installed without the extra is told what to install."""
    with pytest.raises(UserError) as refusal:
        require(("pymap", "a_package_that_nobody_has"))
    assert str(refusal.value) == (
        "the demo needs packages that are not installed: a_package_that_nobody_has. "
        "Install them with: python -m pip install 'mailcheck-boundary[demo]'"
    )


def test_the_key_of_the_server_is_not_left_on_disk(tmp_path):
    """Of certificate and keys only the authority's certificate is written, to be trusted by the client."""
    _, ca_file = throw_away_tls(tmp_path, ADDRESS)
    assert [Path(file).read_bytes().count(b"PRIVATE KEY") for file in tmp_path.iterdir()] == [0]
    assert ca_file.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
