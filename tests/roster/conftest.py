"""A supervisor with a folder, and members who send attestations."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mailcheck.attestation.chain import digest
from mailcheck.roster.intake import take_in
from mailcheck.roster.store import Roster
from mailcheck.roster.view import view
from mailcheck.settings import load_policy
from tests.attestation.factories import NOW, signed


@dataclass
class Member:
    """Somebody who writes attestations."""

    seed: bytes
    previous: str | None = None
    sequence: int = 0

    def attest(self, made: datetime = NOW, **given) -> str:
        """Write the next one."""
        self.sequence += 1
        values = {"made": made, "checked": made, "sequence": self.sequence, "previous": self.previous, **given}
        text = signed(self.seed, **values)
        self.previous = digest(text.encode())
        return text


@dataclass
class Desk:
    """The supervisor's folder and roster."""

    place: Path
    now: datetime = NOW
    policy: object = field(default_factory=load_policy)

    def __post_init__(self):
        self.folder = self.place / "received"
        self.folder.mkdir()
        self.file = self.place / "data" / "roster.sqlite3"

    def put(self, text: str | bytes, name: str = "") -> Path:
        """Put a file into the folder."""
        file = self.folder / (name or f"{len(list(self.folder.iterdir()))}.jws")
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def take(self):
        """Take in what is there."""
        with Roster.open(self.file) as roster:
            return take_in(roster, self.folder, self.now)

    def came(self):
        """Take in, and return what came of the files."""
        return {came.value: number for came, number in self.take().came.items()}

    def view(self):
        """Return the view as it is now."""
        with Roster.open(self.file) as roster:
            return view(roster, self.policy, self.now)

    def row(self):
        """Take in, and return the only member's row."""
        self.take()
        (row,) = self.view().rows
        return row

    def invite(self, address="anna@practice.example", code="MCABCDEFGH", devices=3):
        """Note an invitation with a known code."""
        with Roster.open(self.file) as roster:
            return roster.invite(address, code, date(2026, 11, 1), devices)

    def confirm(self, number=1):
        """Confirm the newest key of a member."""
        with Roster.open(self.file) as roster:
            newest = max(roster.signers(number), key=lambda each: each.made)
            roster.confirm(number, newest.fingerprint, self.now.date())


@pytest.fixture
def desk(tmp_path):
    """An empty desk."""
    return Desk(tmp_path)


@pytest.fixture
def anna():
    """A member."""
    return Member(bytes(range(32)))


@pytest.fixture
def bert():
    """Another member."""
    return Member(bytes(range(100, 132)))


def weeks(count: int) -> list[datetime]:
    """Return the last so many weeks, the oldest first."""
    return [NOW - timedelta(weeks=week) for week in reversed(range(count))]
