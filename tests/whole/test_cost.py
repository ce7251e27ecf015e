"""What a check costs, in figures that no computer's speed changes, and that a run cut off anywhere loses nothing."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from mailcheck.app.cli import main
from tests.bench.sent_folder import write_maildir
from tests.bench.slow_line import SlowLine
from tests.servers import processes
from tests.whole.mailboxes import settings

pytestmark = pytest.mark.server

LETTERS = 300
FAR = 0.03
"""Seconds of a round trip. How much is asked for first depends on how far away the server seems (gather/ends.py), and
on a crowded computer one on loopback may seem far, or not, from one check to the next: here each of them is."""
SHARE = 0.02
"""Of the folder's octets, at most, in a first check: with words in quoted-printable, which can only be read whole."""
FIRST_TURNS, LATER_TURNS = 18, 5
"""TLS and every other look at the account included."""
LATER = 8_000
"""Octets at most where nothing is new."""
MEMORY = 60 * 1024
"""Kilobytes at the peak."""
WITH_PEAK = """
import os, sys
from mailcheck.__main__ import main
leave = os._exit
def tell(code):
    peak = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1]
    print(peak, file=sys.stderr, flush=True)
    leave(code)
os._exit = tell
main()
"""
"""The command as a member starts it, which tells in the end what its peak was."""


@pytest.fixture
def folder(many_users):
    """A sent folder as people have it, and the truth about it."""
    maildir = many_users.home("work") / "Maildir" / ".Sent"
    truth = write_maildir(maildir, LETTERS)
    (maildir / "maildirfolder").touch()
    processes.give_to_mail_user(many_users.home("work"))
    return truth


def report_of(path, capsys):
    """Run `mailcheck check` and return its report."""
    main(["check", "--config", str(path), "--format", "json"])
    return json.loads(capsys.readouterr().out)


def seen(report):
    """Return what a report says of documents, less the day."""
    items = [item for each in report["findings"] if each["rule"] == "protected-attachments" for item in each["items"]]
    coverage = report["accounts"][0]["coverage"]
    return coverage["messages"], coverage["documents"], sorted((item["uid"], item["protection"]) for item in items)


def test_octets_and_turns_stay_few(many_users, folder, tmp_path, capsys):
    """A first check reads a few hundredths of the folder; where nothing is new, next to nothing."""
    path = settings(tmp_path, many_users, "work", None, since="2000-01-01")
    with SlowLine(many_users.tls.port, round_trip=FAR) as line:
        path.write_text(path.read_text().replace(f"port = {many_users.tls.port}", f"port = {line.port}"))
        first = seen(report_of(path, capsys))
        cost = line.take()
        again = seen(report_of(path, capsys))
        later = line.take()
    assert (first, first[:2]) == (again, (LETTERS, folder["documents"]))
    assert cost.down < SHARE * folder["octets"], cost
    assert cost.turns <= FIRST_TURNS, cost
    assert (later.turns <= LATER_TURNS, later.down < LATER) == (True, True), later


def test_memory_does_not_follow_the_size_of_what_was_sent(many_users, folder, tmp_path):
    """The folder holds many megabytes; none of it is held at a time."""
    path = settings(tmp_path, many_users, "work", None, since="2000-01-01")
    done = subprocess.run(
        [sys.executable, "-c", WITH_PEAK, "check", "--config", str(path), "--quiet"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert int(done.stderr.split()[-1]) < MEMORY


FEW, MANY, NEW = 200, 800, 50


def put(server, user, letters, *, only_last=None):
    """Put so many letters into the sent folder of a user, or only the last of them."""
    maildir = server.home(user) / "Maildir" / ".Sent"
    write_maildir(maildir, letters)
    for each in sorted((maildir / "cur").iterdir())[: -only_last if only_last else 0]:
        each.unlink()
    (maildir / "maildirfolder").touch()
    processes.give_to_mail_user(server.home(user))


@contextmanager
def checking(server, user, folder):
    """Let a folder be checked, each time in a process of its own, over a line that counts."""
    folder.mkdir()
    path = settings(folder, server, user, None, since="2000-01-01")
    command = [sys.executable, "-c", WITH_PEAK, "check", "--config", str(path), "--format", "json"]
    environment = {**os.environ, "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    with SlowLine(server.tls.port, round_trip=FAR) as line:
        path.write_text(path.read_text().replace(f"port = {server.tls.port}", f"port = {line.port}"))

        def measured(new):
            """Return what passed, and the peak in kilobytes."""
            done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
            assert json.loads(done.stdout)["accounts"][0]["coverage"]["new_messages"] == new
            return line.take(), int(done.stderr.split()[-1])

        yield measured


def test_cost_follows_the_number_of_letters_and_no_more(many_users, tmp_path):
    """Four times as many letters: four times the octets, a few more turns, and hardly more memory."""
    put(many_users, "work", FEW)
    put(many_users, "third", MANY)
    with checking(many_users, "work", tmp_path / "few") as check:
        few, few_peak = check(FEW)
    with checking(many_users, "third", tmp_path / "many") as check:
        many, many_peak = check(MANY)
    assert many.down < 1.2 * MANY / FEW * few.down, (few, many)
    assert many.turns <= few.turns + 3 * (MANY - FEW) / 100, (few, many)
    assert many_peak - few_peak < 2 * 1024, (few, many, few_peak, many_peak)


def test_new_letters_cost_what_they_cost_alone(many_users, tmp_path):
    """However many letters are known: nothing of those is fetched again, neither documents nor header fields."""
    put(many_users, "third", MANY, only_last=NEW)
    with checking(many_users, "third", tmp_path / "alone") as check:
        alone, _ = check(NEW)
    put(many_users, "work", MANY - NEW)
    with checking(many_users, "work", tmp_path / "known") as check:
        check(MANY - NEW)
        put(many_users, "work", MANY)
        among, _ = check(NEW)
    assert among.down < 1.1 * alone.down, (among, alone)
    assert among.turns <= alone.turns, (among, alone)


def test_killed_at_any_moment_nothing_is_counted_twice_or_lost(many_users, folder, tmp_path, capsys, own_home):
    """Kill -9 in the middle, again and again; then the result is that of an undisturbed run."""
    path = settings(tmp_path, many_users, "work", None, since="2000-01-01")
    command = [sys.executable, "-m", "mailcheck", "check", "--config", str(path), "--quiet"]
    generator = random.Random(5)
    for _ in range(8):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(generator.uniform(0.2, 2.5))
        process.kill()
        process.wait()
    disturbed = seen(report_of(path, capsys))
    main(["check", "--config", str(path), "--full", "--quiet"])
    capsys.readouterr()
    assert disturbed == seen(report_of(path, capsys))
    assert disturbed[:2] == (LETTERS, folder["documents"])
