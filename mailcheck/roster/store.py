"""What a supervisor's roster remembers: who was invited, which keys signed, and the chain of what they signed."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from mailcheck.roster.people import Person, Signer, everybody_in, people_in, signers_of
from mailcheck.roster.signed import Signed
from mailcheck.roster.tables import connect


class Roster:
    """One supervisor's roster. Use it from one thread; close it, or use it with `with`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.signed = Signed(connection)
        """The attestations themselves; used inside `together`."""

    @classmethod
    def open(cls, file: Path) -> "Roster":
        """Open a roster, or begin one. Raises UserError if the file cannot be used."""
        return cls(connect(file))

    def invite(self, address: str, code: str, today: date, devices: int) -> Person:
        """Note an invitation; a second one for the same address takes the place of the first."""
        values = (code, today.isoformat(), devices, address)
        with self.together():
            statement = "UPDATE person SET code = ?, invited = ?, devices = ? WHERE address = ?"
            if not self._connection.execute(statement, values).rowcount:
                statement = "INSERT INTO person (code, invited, devices, address) VALUES (?, ?, ?, ?)"
                self._connection.execute(statement, values)
        return next(each for each in self.people() if each.address == address)

    def confirm(self, person: int, fingerprint: str, today: date) -> None:
        """Note that the words of a member's key were compared in a call."""
        with self.together():
            values = (fingerprint, today.isoformat(), person)
            self._connection.execute("UPDATE person SET confirmed = ?, confirmed_on = ? WHERE id = ?", values)

    def remove(self, person: int) -> None:
        """Forget a member, with everything that was taken in of them."""
        with self.together():
            chosen = "SELECT id FROM signer WHERE person = ?"
            self._connection.execute(f"DELETE FROM attestation WHERE signer IN ({chosen})", (person,))  # noqa: S608
            self._connection.execute("DELETE FROM signer WHERE person = ?", (person,))
            self._connection.execute("DELETE FROM person WHERE id = ?", (person,))

    def people(self) -> Iterator[Person]:
        """Yield everybody, in the order in which they came."""
        return people_in(self._connection)

    def everybody(self) -> Iterator[tuple[Person, tuple[Signer, ...]]]:
        """Yield everybody with their keys, in the order in which they came."""
        return everybody_in(self._connection)

    def signers(self, person: int) -> tuple[Signer, ...]:
        """Return the keys of a member, in the order in which they came."""
        return signers_of(self._connection, person)

    def outcomes(self) -> Mapping[str, int]:
        """Return how many files came to what, by its key."""
        return dict(self._connection.execute("SELECT outcome, COUNT(*) FROM file GROUP BY outcome"))

    def known_file(self, name: bytes, size: int, changed: int) -> str | None:
        """Return what came of a file that was taken in before and is as it was; None if it is to be read."""
        query = "SELECT outcome FROM file WHERE name = ? AND size = ? AND changed = ?"
        row = self._one(query, name, size, changed)
        return row[0] if row else None

    def note_file(self, name: bytes, size: int, changed: int, outcome: str) -> None:
        """Note what came of a file."""
        self._connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", (name, size, changed, outcome))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything inside the block, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> "Roster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a row of a table
        return self._connection.execute(query, values).fetchone()
