"""A supervisor's roster of many members over many weeks.

    python -m tests.bench.roster --members 10000 --weeks 52

Every week each member's next attestation comes into the folder; the supervisor takes it in and looks. Prints for the
first, a middle and the last week how long taking in took, how long every output takes, how large it is, and the most
memory that this process ever held. Attestations are signed before the clock runs; the folder is emptied each week.
"""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from mailcheck.attestation.chain import digest
from mailcheck.model import Status
from mailcheck.roster.csv_v1 import csv_v1
from mailcheck.roster.html import pieces
from mailcheck.roster.intake import Came, take_in
from mailcheck.roster.json_v1 import json_v1
from mailcheck.roster.store import Roster
from mailcheck.roster.text import text
from mailcheck.roster.view import view
from mailcheck.settings import load_policy
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


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--members", type=int, default=10_000)
    asked.add_argument("--weeks", type=int, default=52)
    asked.add_argument("--html", type=Path, help="Keep the page of the last week here.")
    given = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="roster"))
    try:
        year(place, given.members, given.weeks, given.html)
    finally:
        shutil.rmtree(place)


def year(place: Path, members: int, weeks: int, page: Path | None) -> None:
    """Take in week after week, and look at some of them."""
    before: dict[int, str] = {}
    looked_at = {0, weeks // 2, weeks - 1}
    taking = 0.0
    for week in range(weeks):
        folder = place / "received"
        folder.mkdir()
        for number, made in enumerate(week_of(members, week, before)):
            (folder / f"{number}.jws").write_text(made)
        now = START + timedelta(weeks=week, hours=1)
        began = time.perf_counter()
        with Roster.open(place / "roster.sqlite3") as roster:
            taken = take_in(roster, folder, now)
        spent = time.perf_counter() - began
        taking += spent
        assert taken.came == {Came.TAKEN: members}, taken
        if week in looked_at:
            print(f"week {week + 1}: {members} taken in in {spent:.1f} s ({members / spent:.0f} a second)", flush=True)
            look(place, now, page)
        shutil.rmtree(folder)
    size = (place / "roster.sqlite3").stat().st_size
    print(f"{members * weeks} attestations taken in in {taking:.0f} s; the roster is {size / 1e6:.0f} MB")


def look(place: Path, now: datetime, page: Path | None) -> None:
    """Make every output, and say what each costs."""
    began = time.perf_counter()
    with Roster.open(place / "roster.sqlite3") as roster:
        seen = view(roster, load_policy(), now)
    print(f"  the view of {len(seen.rows)} members: {time.perf_counter() - began:.1f} s")
    for name, made in (
        ("text", lambda: text(seen)),
        ("json", lambda: json_v1(seen)),
        ("csv", lambda: csv_v1(seen)),
        ("html", lambda: "".join(pieces(seen))),
    ):
        began = time.perf_counter()
        whole = made()
        print(f"  {name:<5} {time.perf_counter() - began:5.1f} s  {len(whole.encode()) / 1e6:6.1f} MB")
        if name == "html" and page:
            page.write_text(whole, encoding="utf-8")
    print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
