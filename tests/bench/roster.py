"""A supervisor's roster of many members over many weeks.

    python -m tests.bench.roster --members 10000 --weeks 52

Every week each member's next attestation comes into the folder; the supervisor takes it in and looks. Every command is
a process of its own, as a supervisor starts it. Prints what taking in took each week, and for the first, a middle and
the last week how long every output takes, how large it is, and the most memory that the command held. Attestations are
signed before the clock runs; the folder is emptied each week.

    python -m tests.bench.roster --rubbish 100000

has one attestation lie among so many files of other kinds instead: empty ones, text, pictures, large ones, letters,
and some that begin like an attestation.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from mailcheck.attestation.chain import digest
from mailcheck.model import Status
from tests.attestation.factories import Member as Who
from tests.attestation.factories import clause, signed

START = datetime(2025, 12, 1, 12, tzinfo=UTC)
STATES = (Status.MET, Status.MET, Status.MET, Status.DECLARED, Status.ATTENTION, Status.NOT_MET)
CLAUSES = tuple(f"MIP-KB-{number}" for number in range(1, 11)) + tuple(f"MIP-PC-{number}" for number in range(1, 7))


def week_of(members: int, week: int, before: dict[int, str]) -> Iterator[str]:
    """Yield every member's attestation of a week; `before` holds the digest of the one before."""
    moment = START + timedelta(weeks=week)
    for number in range(members):
        states = [STATES[(number * 7 + place + week // 13) % len(STATES)] for place in range(len(CLAUSES))]
        made = signed(
            sha256(str(number).encode()).digest(),
            member=Who(name=f"Member {number}", address=None),
            made=moment,
            checked=moment,
            sequence=week + 1,
            previous=before.get(number),
            clauses=tuple(
                clause(name, state.value, date(2025, 11, 1)) for name, state in zip(CLAUSES, states, strict=True)
            ),
            keep_until=(moment + timedelta(days=800)).date(),
        )
        before[number] = digest(made.encode())
        yield made


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    seconds: float
    megabytes: float
    """The most memory that it held."""
    said: str


# Linux counts for a process what the one that began it held: a small one stands between.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "mailcheck", *sys.argv[1:]]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def mailcheck(*arguments: str | Path) -> Cost:
    """Run a command in a process of its own."""
    began = time.perf_counter()
    command = [sys.executable, "-c", MEASURED, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return Cost(time.perf_counter() - began, int(done.stderr.split()[-1]) / 1024, done.stdout)


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--members", type=int, default=10_000)
    asked.add_argument("--weeks", type=int, default=52)
    asked.add_argument("--html", type=Path, help="Keep the page of the last week here.")
    asked.add_argument("--keep", type=Path, help="Keep the roster of the last week here.")
    asked.add_argument("--rubbish", type=int, help="Files of other kinds in the folder, with one attestation.")
    asked.add_argument("--pause-while", type=Path, help="Wait for as long as this file is there: others measure.")
    given = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="roster"))
    try:
        if given.rubbish:
            rubbish(place, given.rubbish)
        else:
            year(place, given.members, given.weeks, given.pause_while)
            look(place, given.html)
        if given.keep:
            shutil.copy(place / "roster.sqlite3", given.keep)
    finally:
        shutil.rmtree(place)


def year(place: Path, members: int, weeks: int, pause: Path | None) -> None:
    """Take in week after week, and look at some of them."""
    before: dict[int, str] = {}
    spent: list[float] = []
    folder, roster = place / "received", place / "roster.sqlite3"
    for week in range(weeks):
        folder.mkdir()
        for number, made in enumerate(week_of(members, week, before)):
            if number % 500 == 0:
                wait(pause)
            (folder / f"{number}.jws").write_text(made)
        wait(pause)
        taken = mailcheck("roster", "take", folder, "--roster", roster)
        assert f"{members:,} new attestations taken in" in taken.said, taken.said
        spent.append(taken.seconds)
        rate = members / taken.seconds
        print(f"week {week + 1}: {taken.seconds:.1f} s ({rate:.0f} a second), {taken.megabytes:.0f} MB", flush=True)
        if week in {0, weeks // 2}:
            look(place, None)
        shutil.rmtree(folder)
    size = roster.stat().st_size
    print(f"{members * weeks} attestations taken in in {sum(spent):.0f} s; the roster is {size / 1e6:.0f} MB")
    print(f"a week: {min(spent):.1f} to {max(spent):.1f} s, median {statistics.median(spent):.1f} s")


def wait(pause: Path | None) -> None:
    """Wait while others measure."""
    while pause and pause.exists():
        time.sleep(1)


def look(place: Path, page: Path | None) -> None:
    """Make every output, and say what each costs."""
    for name in ("text", "json", "csv", "html"):
        made = place / f"made.{name}"
        cost = mailcheck("roster", "show", "--format", name, "--output", made, "--roster", place / "roster.sqlite3")
        size = made.stat().st_size / 1e6
        print(f"  {name:<5} {cost.seconds:5.1f} s  {size:6.1f} MB long  {cost.megabytes:5.0f} MB of memory", flush=True)
        if name == "html" and page:
            shutil.copy(made, page)


def rubbish(place: Path, count: int) -> None:
    """Take in a folder in which one file of many is an attestation, twice."""
    folder, opening = place / "received", b"eyJhbGciOiJFZERTQSIsImp3ayI6"
    folder.mkdir()
    (attestation,) = week_of(1, 0, {})
    kinds = (b"", b"hello\n" * 40, b"\x89PNG" + bytes(3000), b"x" * 200_000, opening + b"e" * 900 + b".e.e", b"eyJ" * 9)
    for number in range(count - 1):
        kind = number % (len(kinds) + 2)
        content = kinds[kind] if kind < len(kinds) else attestation[: number % len(attestation)].encode()
        if kind == 3 and number % 100:
            content = kinds[1]  # a few large ones are enough
        ending = "eml" if number % 50 == 7 else "jws" if number % 2 else "txt"
        (folder / f"{number}.{ending}").write_bytes(content)
    (folder / "z.jws").write_text(attestation)
    for _ in range(2):
        cost = mailcheck("roster", "take", folder, "--roster", place / "roster.sqlite3")
        print(f"{cost.seconds:.1f} s, {cost.megabytes:.0f} MB of memory\n{cost.said}", flush=True)


if __name__ == "__main__":
    main()
