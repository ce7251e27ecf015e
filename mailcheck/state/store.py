"""The state of one member, in one SQLite file."""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from threading import RLock
from types import TracebackType

from mailcheck.dataclass import dataclass
from mailcheck.errors import UserError
from mailcheck.state.file import Unusable, connect, create, no_way_in, set_aside
from mailcheck.state.kept import KeptDocument, as_text, from_text
from mailcheck.state.letters import Letters
from mailcheck.state.seen import SeenBefore
from mailcheck.state.squeezed import squeezed, unsqueezed
from mailcheck.state.steps import together
from mailcheck.state.tally import brief, is_brief

TOGETHER = 500
"""Findings looked up by one query; SQLite takes 999 values at least."""
_NOTE = "INSERT OR REPLACE INTO note VALUES (?, ?)"
_DOCUMENTS = "documents"
"""As what the mark of an account's documents is noted."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run."""

    finished: datetime
    report: str
    """The report in the JSON contract `mailcheck.report/1`."""


class _Among:
    """Tells whether a key is one of many thousands. Of each it keeps eight octets, in order."""

    def __init__(self, keys: Iterable[str]) -> None:
        marks = [array("q") for _ in range(256)]
        for mark in map(hash, keys):
            marks[mark & 0xFF].append(mark)  # few of them are put in order at a time
        self._marks = [array("q", sorted(some)) for some in marks]

    def __contains__(self, key: str) -> bool:
        mark = hash(key)
        some = self._marks[mark & 0xFF]
        place = bisect_left(some, mark)
        return place < len(some) and some[place] == mark


class State:
    """What earlier runs of one member left behind. Use it from one thread; close it, or use it with `with`."""

    def __init__(self, connection: sqlite3.Connection, notices: tuple[str, ...] = ()) -> None:
        self._connection, self._lock = connection, RLock()
        self.notices = notices
        """What the member should be told about the file itself, in plain words; usually nothing."""

    @classmethod
    def open(cls, path: Path | str, *, patience: float = 5.0) -> "State":
        """Open the state of a member, or begin one; only the member can read the file.

        A file that is damaged or comes from a newer mailcheck is kept aside under another name, told in `notices`,
        and begun anew. `patience` is how many seconds to wait while another run writes.
        Raises UserError if the file cannot be opened or stays in use.
        """
        file = Path(path)
        try:
            try:
                return cls(connect(file, patience))
            except Unusable as unusable:
                aside = set_aside(file, unusable.suffix)
                notice = f"{unusable.why} It was kept as {aside.name}, and mailcheck measures again what it held."
                return cls(connect(file, patience), (notice,))
        except (OSError, sqlite3.Error, Unusable) as error:
            raise UserError(no_way_in(error, file)) from None

    @classmethod
    def in_memory(cls) -> "State":
        """Return a state that leaves no trace."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        create(connection)
        return cls(connection)

    def first_seen(self, ids: Iterable[str], today: date) -> Mapping[str, date]:
        """Return the day on which each finding was first seen; one that is new is first seen today."""
        wanted = tuple(dict.fromkeys(ids))
        known = self._days(wanted)
        if unknown := [id_ for id_ in wanted if id_ not in known]:
            with self.together():
                rows = ((id_, today.isoformat()) for id_ in unknown)
                added = self._connection.executemany("INSERT OR IGNORE INTO first_seen VALUES (?, ?)", rows).rowcount
                # Unless another run was faster with one of them, all are first seen today.
                known |= dict.fromkeys(unknown, today) if added == len(unknown) else self._days(unknown)
        return known

    def save(self, report_json: str | Iterable[str], finished: datetime) -> tuple[bytes, ...]:
        """Keep the report of a finished run; it may come in pieces. Returns it squeezed, as it was kept."""
        kept = squeezed((report_json,) if isinstance(report_json, str) else report_json)
        row = finished.isoformat(), sum(map(len, kept))
        with self.together():
            run = self._connection.execute("INSERT INTO run (finished, report) VALUES (?, zeroblob(?))", row).lastrowid
            with self._connection.blobopen("run", "report", run or 0) as blob:
                for piece in kept:  # as one value it would be held three times over
                    blob.write(piece)
        return kept

    def last(self) -> str | None:
        """Return the report of the last run; None before the first."""
        row = self._connection.execute("SELECT report FROM run ORDER BY number DESC LIMIT 1").fetchone()
        return None if row is None else unsqueezed(row[0])

    def history(self) -> tuple[Run, ...]:
        """Return every run, the newest first."""
        rows = self._connection.execute("SELECT finished, report FROM run ORDER BY number DESC")
        return tuple(Run(datetime.fromisoformat(finished), unsqueezed(report)) for finished, report in rows)

    def shorten(self, before: datetime) -> None:
        """Keep only the counts of runs that finished before a moment; the last run stays whole."""
        opening = "CASE typeof(report) WHEN 'text' THEN substr(report, 1, 100) ELSE '' END"
        query = f"SELECT number, finished, {opening} FROM run ORDER BY number DESC"  # noqa: S608 - ours
        rows = self._connection.execute(query).fetchall()[1:]
        long_ago = [(number, begins) for number, finished, begins in rows if datetime.fromisoformat(finished) < before]
        with self.together():
            for number in (number for number, begins in long_ago if not is_brief(begins)):
                (kept,) = self._connection.execute("SELECT report FROM run WHERE number = ?", (number,)).fetchone()
                counts = brief(unsqueezed(kept))
                self._connection.execute("UPDATE run SET report = ? WHERE number = ?", (counts, number))

    def forget_before(self, day: date) -> int:
        """Erase the runs that finished before a day, and return how many. What is still open stays known."""
        rows = self._connection.execute("SELECT number, finished FROM run").fetchall()
        old = [(number,) for number, finished in rows if datetime.fromisoformat(finished).date() < day]
        with self.together():
            self._connection.executemany("DELETE FROM run WHERE number = ?", old)
        self._connection.execute("VACUUM")  # so that nothing is left in the file's free pages
        return len(old)

    def documents(self, account: str, *, but: Iterable[str] = ()) -> tuple[KeptDocument, ...]:
        """Return the documents that runs saw leave an account without protection, and that are not closed.

        Those of which the key is in `but` are left out.
        """
        query = "SELECT key, finding, document FROM document WHERE account = ? ORDER BY key"
        rows = self._connection.execute(query, (account,))
        if not (first := rows.fetchone()):
            return ()
        known, every = _Among(but), chain((first,), rows)
        return tuple(KeptDocument(from_text(document), finding) for key, finding, document in every if key not in known)

    def mark_of_documents(self, account: str) -> str | None:
        """Return the mark under which the documents of an account were last kept; None if there was none."""
        return self.note(f"{_DOCUMENTS} {account}")

    def keep_documents(
        self, account: str, documents: Iterable[KeptDocument], *, closed: Iterable[str] = (), mark: str = ""
    ) -> None:
        """Remember documents of an account, each once by its key; `closed` are the keys of those to forget.

        `mark` tells later what was kept. It is written with the documents or not at all.
        """
        rows = ((account, kept.document.key, kept.finding, as_text(kept.document)) for kept in documents)
        with self.together():
            self._connection.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", rows)
            over = ((account, key) for key in closed)
            self._connection.executemany("DELETE FROM document WHERE account = ? AND key = ?", over)
            if mark:
                self._connection.execute(_NOTE, (f"{_DOCUMENTS} {account}", mark))

    def letters(self, account: str, basis: str) -> Letters:
        """Return what is known of the letters of an account; unlike the rest, it may be used from any thread."""
        return Letters(self._connection, self._lock, account, basis)

    def uses(self, account: str, basis: str) -> Letters:
        """Return what is known of the headers of an account's sent letters, in the same way."""
        return Letters(self._connection, self._lock, account, basis, table="letter_use")

    def seen(self) -> SeenBefore:
        """Return what earlier runs saw of accounts and pairs; it may be used from any thread."""
        return SeenBefore(self._connection, self._lock)

    def forget_looks(self) -> None:
        """Forget what was found in letters and seen of accounts, so that everything is looked at anew."""
        with self.together():
            self._connection.execute("DELETE FROM letter")
            self._connection.execute("DELETE FROM letter_use")
            self._connection.execute("DELETE FROM evidence")
            self._connection.execute("DELETE FROM evidence_piece")

    def note(self, name: str) -> str | None:
        """Return what an earlier run wrote down under a name; None if nothing."""
        row = self._connection.execute("SELECT text FROM note WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_note(self, name: str, text: str) -> None:
        """Write something down for later runs; it takes the place of what stood under that name."""
        with self.together():
            self._connection.execute(_NOTE, (name, text))

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, for whoever copies the whole of it."""
        return self._connection

    def close(self) -> None:
        """Close the file, once no other thread reads or writes: SQLite does not outlive that."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _days(self, ids: Sequence[str]) -> dict[str, date]:
        """Return the days that are known of some findings."""
        found: dict[str, date] = {}
        days: dict[str, date] = {}
        for start in range(0, len(ids), TOGETHER):
            some = ids[start : start + TOGETHER]
            query = f"SELECT id, day FROM first_seen WHERE id IN ({','.join('?' * len(some))})"  # noqa: S608 - ours
            for id_, day in self._connection.execute(query, some):
                found[id_] = days.get(day) or days.setdefault(day, date.fromisoformat(day))
        return found

    def together(self) -> AbstractContextManager[None]:
        """Keep all that is kept inside in one step, or nothing; one inside another is part of it."""
        return together(self._connection, self._lock)


def glance(path: Path, name: str) -> str | None:
    """Return a note without opening the state to write, and without making one; None if there is none to be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)) as connection:
            row = connection.execute("SELECT text FROM note WHERE name = ?", (name,)).fetchone()
    except (sqlite3.Error, ValueError):
        return None
    return None if row is None else str(row[0])
