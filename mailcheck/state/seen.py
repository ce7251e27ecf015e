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
    pieces: Iterable[bytes] = ()
    """What takes too much room to be part of the text."""


_PIECES = "SELECT octets FROM evidence_piece WHERE subject = ? AND kind = ? ORDER BY number"


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
                pieces = tuple(octets for (octets,) in self._connection.execute(_PIECES, (subject, kind)))
            if row is None:
                return None
            basis, server, looked, again, found = row
            return Seen(subject, kind, basis, server, date.fromisoformat(looked), bool(again), found, pieces)
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def keep(self, seen: Iterable[Seen]) -> None:
        """Remember evidence in place of what was known of the same, all or none."""
        with suppress(sqlite3.Error), together(self._connection, self._lock):
            for each in seen:
                self._keep(each)

    def _keep(self, seen: Seen) -> None:
        which = seen.subject, seen.kind
        row = (*which, seen.basis, seen.server, seen.looked.isoformat(), seen.again, seen.found)
        self._connection.execute("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._connection.execute("DELETE FROM evidence_piece WHERE subject = ? AND kind = ?", which)
        pieces = ((*which, number, octets) for number, octets in enumerate(seen.pieces))
        self._connection.executemany("INSERT INTO evidence_piece VALUES (?, ?, ?, ?)", pieces)
