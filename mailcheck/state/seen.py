"""What earlier runs saw of accounts and pairs, each kind of evidence with the day it was looked at."""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from threading import RLock

from mailcheck.dataclass import dataclass
from mailcheck.state.steps import together


@dataclass(frozen=True, slots=True)
class Seen:
    """One kind of evidence of one account or pair, as text. Nothing in it names anybody."""

    subject: str
    """The account's name, or those of a pair, as whoever keeps it writes them."""
    kind: str
    basis: str
    """A digest of everything but the server that it depends on."""
    server: str
    """A digest of what the server offered and how its folders stood."""
    looked: date
    again: bool
    """True: it showed something to put right, so the next run looks again."""
    found: str


class SeenBefore:
    """The evidence of earlier runs. Remembering is a help, not a duty: where it fails, more is looked at anew."""

    def __init__(self, connection: sqlite3.Connection, lock: RLock) -> None:
        self._connection, self._lock = connection, lock

    def of(self, subject: str, kind: str) -> Seen | None:
        """Return what is remembered of one kind; None if nothing."""
        query = "SELECT basis, server, looked, again, found FROM evidence WHERE subject = ? AND kind = ?"
        try:
            with self._lock:
                row = self._connection.execute(query, (subject, kind)).fetchone()
            if row is None:
                return None
            basis, server, looked, again, found = row
            return Seen(subject, kind, basis, server, date.fromisoformat(looked), bool(again), found)
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def keep(self, seen: Iterable[Seen]) -> None:
        """Remember evidence in place of what was known of the same, all or none."""
        rows = [
            (each.subject, each.kind, each.basis, each.server, each.looked.isoformat(), each.again, each.found)
            for each in seen
        ]
        with suppress(sqlite3.Error), together(self._connection, self._lock):
            self._connection.executemany("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
