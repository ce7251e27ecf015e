"""What is known of letters that were examined: where each lies, by which key it is known again, and what was found."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from threading import RLock

from mailcheck.dataclass import dataclass
from mailcheck.state.steps import together


@dataclass(frozen=True, slots=True)
class Row:
    """One examined letter. Nothing in it names anything: folder and key are keyed digests."""

    uid: int
    key: str
    size: int
    found: str
    is_judged: bool = True
    """False: nothing in it was judged, so no other way of judging can change what was found."""


class Letters:
    """The examined letters of one account. Thread-safe.

    Remembering is a help, not a duty: where the file is in use or the disk full, the run goes on and remembers less.
    """

    def __init__(
        self, connection: sqlite3.Connection, lock: RLock, account: str, basis: str, *, table: str = "letter"
    ) -> None:
        """Use what was found on the same `basis` only: the version of the formats, and whatever else it depends on."""
        self._connection, self._lock, self._account, self._basis = connection, lock, account, basis
        self._table = table

    def among(self, folder: str, uidvalidity: int, first: int, last: int) -> Mapping[int, Row]:
        """Return the letters known in a folder as it is numbered now, from one UID to another, by UID."""
        where = "folder = ? AND uidvalidity = ? AND uid BETWEEN ? AND ?"
        return {row.uid: row for row in self._rows(where, (folder, uidvalidity, first, last))}

    def these(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Mapping[int, Row]:
        """Return some of them, by UID; no more than a few hundred at a time."""
        where = f"folder = ? AND uidvalidity = ? AND uid IN ({','.join('?' * len(uids))})"
        return {row.uid: row for row in self._rows(where, (folder, uidvalidity, *uids))}

    def anywhere(self, key: str, size: int) -> Row | None:
        """Return what is known of a letter wherever it lies: folders are moved and numbered anew."""
        return next(iter(self._rows("key = ? AND size = ? LIMIT 1", (key, size))), None)

    def are_there(self) -> bool:
        """Return whether any letter is known."""
        return bool(self._rows("TRUE LIMIT 1", ()))

    def keep(self, folder: str, uidvalidity: int, rows: Iterable[Row]) -> None:
        """Remember letters, all or none."""
        values: list[tuple[object, ...]] = [
            (
                self._account,
                folder,
                uidvalidity,
                row.uid,
                row.key,
                row.size,
                self._basis if row.is_judged else "",
                row.found,
            )
            for row in rows
        ]
        self._write([(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)])  # noqa: S608 - ours

    def drop(self, folder: str, uidvalidity: int, uids: Iterable[int]) -> None:
        """Forget letters that are no longer there, and everything under an earlier numbering of the folder."""
        place = (self._account, folder, uidvalidity)
        there = f"DELETE FROM {self._table} WHERE account = ? AND folder = ? AND uidvalidity"  # noqa: S608 - ours
        self._write([(f"{there} <> ?", [place]), (f"{there} = ? AND uid = ?", [(*place, uid) for uid in uids])])

    def _rows(self, where: str, values: tuple[object, ...]) -> list[Row]:
        of = "account = ? AND basis IN (?, '')"
        query = f"SELECT uid, key, size, found FROM {self._table} WHERE {of} AND {where}"  # noqa: S608 - ours
        try:
            with self._lock:
                found = self._connection.execute(query, (self._account, self._basis, *values)).fetchall()
        except sqlite3.Error:
            return []
        return [Row(*each) for each in found]

    def _write(self, statements: Iterable[tuple[str, list[tuple[object, ...]]]]) -> None:
        with suppress(sqlite3.Error), together(self._connection, self._lock):
            for statement, values in statements:
                self._connection.executemany(statement, values)
