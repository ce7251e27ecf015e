"""What a check costs that finds nothing new and nothing due, in figures that no computer's speed changes."""

import json
import subprocess
import sys

import pytest

from mailcheck.app.cli import main
from tests.bench.named import check_named
from tests.bench.slow_line import SlowLine
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server

HANDSHAKE = 2
"""Turns of TLS 1.3, as the line counts them."""
TURNS = 3
"""Sign-in, one flight, and goodbye."""
OCTETS = 12_000
HEAVY = (
    "dns", "keyring", "httpx", "jinja2", "rich", "pikepdf", "msoffcrypto", "olefile", "py7zr", "pyzipper", "rarfile",
    "tnefparse", "cryptography", "asn1crypto", "email_validator", "tomlkit", "mailcheck.protection.pdf",
    "pydantic", "filelock", "difflib", "email.policy", "mailcheck.app.accounts", "mailcheck.app.sorting",
    "mailcheck.gather.words", "mailcheck.gather.traces", "mailcheck.gather.sent", "mailcheck.gather.sieve",
)  # fmt: skip


@pytest.fixture
def path(many_users, tmp_path, own_home):
    """The settings of two accounts with letters in them."""
    fill(many_users, "work", letters("client", 25), letters("answer", 60))
    fill(many_users, "home", letters("friend", 25), letters("hello", 5))
    return settings(tmp_path, many_users, "work", "home")


@pytest.fixture
def line(many_users, path):
    """A line that counts, to the server of both."""
    with SlowLine(many_users.tls.port) as counted:
        path.write_text(path.read_text().replace(f"port = {many_users.tls.port}", f"port = {counted.port}"))
        yield counted


def report_of(path, capsys):
    """Run a check and return its report."""
    main(["check", "--config", str(path), "--format", "json"])
    return json.loads(capsys.readouterr().out)


def told(report):
    """Return what a report says, but for days and what was new."""
    return report["status"], report["clauses"], [{**each, "first_seen": None} for each in report["findings"]]


def test_each_account_costs_one_flight(path, line, capsys):
    """Beside signing in and out; and the report is the same."""
    check_named(path)
    first = report_of(path, capsys)
    line.take()
    again = report_of(path, capsys)
    different = [(a, b) for a, b in zip(told(first)[2], told(again)[2], strict=True) if a != b]
    assert (different, told(again)) == ([], told(first))
    cost = line.take()
    assert (cost.connections, cost.turns) == (2, 2 * (HANDSHAKE + TURNS))
    assert cost.down < OCTETS * 2, cost


def test_nothing_is_loaded_that_nothing_needs(path):
    """No library for documents, names, pages or passwords, no other command, and no look that is not due."""
    command = [sys.executable, "-m", "mailcheck", "check", "--config", str(path), "--format", "json"]
    check_named(path)
    code = (
        "import sys; from mailcheck.app.cli import main; main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command[3:]], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "[]"


def test_new_letters_cost_what_they_are_not_what_was_there(path, line, capsys, many_users):
    """One more letter among sixty costs no more turns than one more among many: nothing that is known is read again."""
    check_named(path)
    fill(many_users, "work", sent=[letter("one more", sender="anna@practice.example")])
    line.take()
    report = report_of(path, capsys)
    cost = line.take()
    coverage = report["accounts"][0]["coverage"]
    assert (coverage["messages"], coverage["new_messages"]) == (61, 1)
    assert cost.turns <= 2 * (HANDSHAKE + TURNS) + 8, cost
