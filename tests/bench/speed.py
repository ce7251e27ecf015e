"""How fast `mailcheck check` reads a folder of sent letters, beside other programs, as whole processes in turn.

    python -m tests.bench.speed [--reach] [--messages 300] [--server dovecot] [--rtt 40] [--mbit 20] [--runs 5]

Prints medians, ratios, octets, turns and peak memory. The answers are compared with the truth of the generator.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import Any

from tests.bench.peers import mbsync_configuration
from tests.bench.sent_folder import MEDIAN, letters, write_maildir
from tests.bench.slow_line import Count, SlowLine
from tests.servers import processes
from tests.servers.certificates import Authority
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.running import PASSWORD, USER
from tests.servers.starting import server_folder

PATIENCE = 300
"""Seconds that one run may take."""
LOOK = 0.05
"""Seconds from one look at a program's memory to the next; looking takes the computer away from it."""
SETTINGS = """\
[check]
since = 2000-01-01

[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "localhost"
port = {port}
user = "{user}"
ca_file = "{authority}"
secret = "env:MAILCHECK_TEST_PASSWORD"
"""


@dataclass
class Result:
    """What one program cost in each run."""

    seconds: list[float] = field(default_factory=list)
    memory: int = 0
    """Octets at the peak."""
    count: Count = field(default_factory=Count)


@dataclass(frozen=True)
class Stage:
    """A running server with the letters, the line to it, and a folder to work in."""

    work: Path
    authority: Path
    sent: str
    line: SlowLine
    port: int
    truth: dict[str, Any]

    def environment(self, home: str) -> dict[str, str]:
        """Return an environment with a home of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PYTHON"))}
        (self.work / home).mkdir(exist_ok=True)
        own = {"HOME": str(self.work / home), "MAILCHECK_TEST_PASSWORD": PASSWORD, "PYTHONPATH": str(Path.cwd())}
        return kept | own | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

    def forget(self, *names: str) -> None:
        """Delete what an earlier run left behind."""
        for name in names:
            shutil.rmtree(self.work / name, ignore_errors=True)


def run(command: list[str], stage: Stage, home: str) -> tuple[float, int, bytes]:
    """Run a process; return its seconds, its peak memory and what it printed. Raises if it fails."""
    began = time.perf_counter()
    with (stage.work / "out").open("w+b") as out, (stage.work / "err").open("w+b") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=stage.environment(home), cwd=stage.work)
        memory = _watched(process, until=began + PATIENCE)
        seconds = time.perf_counter() - began
        out.seek(0)
        err.seek(0)
        said = err.read().decode(errors="replace")
        if process.returncode not in (0, 1, 2) or "Traceback" in said:
            raise RuntimeError(f"{command} ended with {process.returncode}: {said[-2000:]}")
        return seconds, memory, out.read()


def _watched(process: "subprocess.Popen[bytes]", until: float) -> int:
    """Wait for a process and return its peak memory; wait4 counts the parent's at the fork too."""
    peak = 0
    watched = Path(f"/proc/{process.pid}/status")
    with os.fdopen(os.pidfd_open(process.pid), "rb") as ended:
        while not select([ended], [], [], LOOK)[0]:
            with suppress(OSError):
                found = [line.split()[1] for line in watched.read_text().splitlines() if line.startswith("VmHWM")]
                peak = max(peak, *(int(kilobytes) * 1024 for kilobytes in found), 0)
            if time.perf_counter() > until:
                process.kill()
    process.wait()
    return peak


def mailcheck(stage: Stage) -> Callable[[], tuple[float, int]]:
    """Return a first scan: nothing is known, everything is read; the answer is compared with the truth."""

    def scan() -> tuple[float, int]:
        stage.forget("first")
        seconds, memory, out = run(_check(stage), stage, "first")
        compare(json.loads(out), stage.truth)
        return seconds, memory

    return scan


def again(stage: Stage) -> Callable[[], tuple[float, int]]:
    """Return a run that finds nothing new, and nothing due: what the name system says is known."""
    names = [sys.executable, "-m", "tests.bench.named", str(stage.work / "mailcheck.toml")]
    known = stage.work / "first" / "names are known"

    def scan() -> tuple[float, int]:
        if not known.exists():
            run(names, stage, "first")
            known.touch()
            stage.line.take()
        seconds, memory, out = run(_check(stage), stage, "first")
        compare(json.loads(out), stage.truth)
        return seconds, memory

    return scan


def _check(stage: Stage) -> list[str]:
    return [
        sys.executable,
        "-m",
        "mailcheck",
        "check",
        "--config",
        str(stage.work / "mailcheck.toml"),
        "--format",
        "json",
    ]


def compare(report: dict[str, Any], truth: dict[str, Any]) -> None:
    """Raise AssertionError if a report says anything else than the truth."""
    found = [each for each in report["findings"] if each["rule"] == "protected-attachments"]
    states = [item["protection"] for each in found for item in each["items"]]
    coverage = report["accounts"][0]["coverage"]
    seen = (coverage["messages"], coverage["unreadable"], states.count("open") + states.count("partial"))
    true = (truth["messages"], 0, truth["states"].get("open", 0))
    if seen != true:
        raise AssertionError(f"mailcheck saw (messages, unreadable, open) {seen}, and the truth is {true}")


def peer(stage: Stage, name: str) -> Callable[[], tuple[float, int]]:
    """Return a run of one of the other programs."""
    command = [sys.executable, "-m", "tests.bench.peers", name, str(stage.port), str(stage.authority), USER, stage.sent]
    return lambda: run(command, stage, "peer")[:2]


def mbsync(stage: Stage) -> Callable[[], tuple[float, int]]:
    """Return a first synchronisation of the folder."""

    def synchronise() -> tuple[float, int]:
        stage.forget("mbsync")
        (stage.work / "mbsync").mkdir()
        configuration = stage.work / "mbsyncrc"
        tls = "SSLType IMAPS"
        folder = stage.work / "mbsync"
        configuration.write_text(mbsync_configuration(stage.port, str(stage.authority), USER, stage.sent, folder, tls))
        return run(["mbsync", "-q", "-c", str(configuration), "all"], stage, "peer")[:2]

    return synchronise


@contextmanager
def staged(
    name: str, messages: int, *, round_trip: float, megabits: float, median: int = MEDIAN, is_recorded: bool = False
) -> Iterator[Stage]:
    """Start a server with the letters, and the line to it; `is_recorded`: Dovecot keeps what is said."""
    with server_folder() as folder:
        authority = Authority(folder / "ca")
        with (
            _server(name, folder / "server", authority, messages, median, is_recorded) as (server, truth),
            SlowLine(server.tls.port, round_trip=round_trip, megabits=megabits) as line,
        ):
            port = line.port if round_trip or megabits else server.tls.port
            stage = Stage(folder, authority.ca_file, server.sent, line, port, truth)
            text = SETTINGS.format(port=port, user=USER, authority=authority.ca_file)
            (folder / "mailcheck.toml").write_text(text)
            _plan(stage, server)
            yield stage


@contextmanager
def _server(
    name: str,
    folder: Path,
    authority: Authority,
    messages: int,
    median: int,
    is_recorded: bool = False,
) -> Iterator[Any]:
    folder.mkdir(mode=0o755)
    if name == "dovecot":
        with Dovecot(folder, authority) as dovecot:
            if not is_recorded:
                shutil.rmtree(folder / "rawlog")  # without this folder Dovecot keeps no record
            maildir = dovecot.home(USER) / "Maildir" / ".Sent"
            shutil.rmtree(maildir / "cur")
            truth = write_maildir(maildir, messages, median=median)
            processes.give_to_mail_user(maildir)
            yield dovecot, truth
    elif name == "courier":
        with Courier(folder, authority) as courier:
            maildir = folder / USER / "Maildir" / ".Sent"
            shutil.rmtree(maildir / "cur")
            truth = write_maildir(maildir, messages, median=median)
            courier.open().close()
            yield courier, truth
    else:
        with Cyrus(folder, authority) as cyrus:
            yield cyrus, _append(cyrus, messages, median)


def _append(cyrus: Cyrus, messages: int, median: int) -> dict[str, Any]:
    client = cyrus.tls.raw()
    client.select("Sent")
    client.store("1:*", "+FLAGS", r"\Deleted")
    client.expunge()
    states: list[str] = []
    for letter in letters(messages, median=median):
        answer, said = client.append("Sent", None, letter.stored, letter.octets)
        if answer != "OK":
            raise RuntimeError(f"cyrus did not take a letter: {said!r}")
        states += letter.states
    client.logout()
    return {"messages": messages, "documents": len(states), "states": {state: states.count(state) for state in states}}


def _plan(stage: Stage, server: Any) -> None:
    """Write down where the documents are, for the program that only asks for their ends."""
    from mailcheck.gather.mailbox import Items
    from mailcheck.parse.structure import walk

    mailbox = server.open()
    mailbox.examine(stage.sent)
    plan = {
        envelope.uid: [(part.section, part.size) for part in walk(envelope.bodystructure).parts]
        for envelope in mailbox.envelopes(mailbox.uids(), Items(structure=True))
    }
    mailbox.close()
    (stage.work / "plan.json").write_text(json.dumps({uid: parts for uid, parts in plan.items() if parts}))


def measure(stage: Stage, programs: dict[str, Callable[[], tuple[float, int]]], runs: int) -> dict[str, Result]:
    """Run every program in turn, `runs` times after one that warms the server up."""
    results = {name: Result() for name in programs}
    for turn in range(runs + 1):
        for name, program in programs.items():
            stage.line.take()
            os.sync()  # what the one before has left to be written is no cost of this one
            seconds, memory = program()
            result = results[name]
            result.count = stage.line.take()
            if turn:
                result.seconds.append(seconds)
                result.memory = max(result.memory, memory)
    return results


def table(results: dict[str, Result]) -> str:
    """Return the results as a table, with how many times as long as mailcheck each took."""
    own = statistics.median(results["mailcheck"].seconds)
    lines = [f"{'program':<22}{'median s':>10}{'ratio':>8}{'MB down':>10}{'turns':>7}{'peak MB':>9}   seconds"]
    for name, result in results.items():
        middle = statistics.median(result.seconds)
        count = result.count
        passed = (f"{count.down / 1e6:.2f}", count.turns) if count.down else ("-", "-")
        each = " ".join(f"{seconds:.2f}" for seconds in result.seconds)
        line = f"{name:<22}{middle:>10.2f}{middle / own:>8.2f}{passed[0]:>10}{passed[1]:>7}{result.memory / 1e6:>9.0f}"
        lines.append(f"{line}   {each}")
    return "\n".join(lines)


@dataclass(frozen=True)
class Case:
    """A folder, a server, and the line to it."""

    server: str
    messages: int
    rtt: float = 0
    """Milliseconds."""
    mbit: float = 0
    median: int = MEDIAN
    """Octets of a document, in the middle."""


REACH = [Case("dovecot", 300, 40, 20), Case("dovecot", 5000), Case("cyrus", 300), Case("courier", 300)]
GROWTH = [Case("dovecot", messages, 0.1) for messages in (1000, 2500, 5000)]
"""The line is there to count octets and turns."""


def compared(case: Case, runs: int, only: list[str]) -> str:
    """Run one case, and return what it came to."""
    with staged(
        case.server, case.messages, round_trip=case.rtt / 1000, megabits=case.mbit, median=case.median
    ) as stage:
        own = {"mailcheck": mailcheck(stage), "mailcheck, again": again(stage)}
        names = ("imap-tools", "imapclient", "bare", "ends", "status")
        others = {name: peer(stage, name) for name in names} | {"mbsync": mbsync(stage)}
        if case.server == "courier":
            others.pop("mbsync")  # it needs other folder settings there
        chosen = {name: others[name] for name in only or others if name in others}
        results = measure(stage, own | chosen, runs)
        size = f"{stage.truth.get('octets', 0) / 1e6:.0f} MB"
        return (
            f"{case.server}, {case.messages} letters, {size}, {stage.truth['documents']} documents, "
            f"{case.rtt:g} ms, {case.mbit:g} Mbit/s, {runs} runs\n{table(results)}\n"
        )


def main() -> None:
    """Read the arguments, run, print."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--messages", type=int, default=300)
    told.add_argument("--server", choices=("dovecot", "cyrus", "courier"), default="dovecot")
    told.add_argument("--rtt", type=float, default=0, help="milliseconds")
    told.add_argument("--mbit", type=float, default=0)
    told.add_argument("--median", type=int, default=MEDIAN, help="octets of a document, in the middle")
    told.add_argument("--runs", type=int, default=5)
    told.add_argument("--only", default="", help="names of programs, divided by commas; mailcheck always runs")
    told.add_argument(
        "--reach", action="store_true", help="every case that docs/speed.md tells of, one after the other"
    )
    told.add_argument("--growth", action="store_true", help="larger and larger folders: octets, turns and memory")
    given = told.parse_args()
    alone = [Case(given.server, given.messages, given.rtt, given.mbit, given.median)]
    told_of = REACH * given.reach + GROWTH * given.growth
    cases = told_of or alone
    for case in cases:
        print(compared(case, given.runs, given.only.split(",") if given.only else []), flush=True)


if __name__ == "__main__":
    main()
