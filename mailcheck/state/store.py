"""The state of one member, in one SQLite file."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from mailcheck.errors import Problem, UserError

VERSION = 1
"""Of the tables (PRAGMA user_version)."""

_TABLES = """
CREATE TABLE first_seen (id TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE run (number INTEGER PRIMARY KEY, finished TEXT NOT NULL, report TEXT NOT NULL);
"""
_COLUMNS = {"first_seen": {"id", "day"}, "run": {"number", "finished", "report"}}
# A lock or a full disk is no damage: the file is left alone.
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_COMPANIONS = ("-journal", "-wal", "-shm")


class _Unusable(Exception):
    """The file is there, and is not a state that this version can use."""

    def __init__(self, why: str, suffix: str) -> None:
        super().__init__(why)
        self.why, self.suffix = why, suffix


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run."""

    finished: datetime
    report: str
    """The report in the JSON contract `mailcheck.report/1`."""


class State:
    """What earlier runs of one member left behind. Use it from one thread; close it, or use it with `with`."""

    def __init__(self, connection: sqlite3.Connection, notices: tuple[str, ...] = ()) -> None:
        self._connection = connection
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
                return cls(_connect(file, patience))
            except _Unusable as unusable:
                aside = _set_aside(file, unusable.suffix)
                notice = f"{unusable.why} It was kept as {aside.name}, and mailcheck measures again what it held."
                return cls(_connect(file, patience), (notice,))
        except (OSError, sqlite3.Error, _Unusable) as error:
            raise UserError(_no_way_in(error, file)) from None

    @classmethod
    def in_memory(cls) -> "State":
        """Return a state that leaves no trace."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _create(connection)
        return cls(connection)

    def first_seen(self, ids: Iterable[str], today: date) -> Mapping[str, date]:
        """Return the day on which each finding was first seen; one that is new is first seen today."""
        wanted = tuple(dict.fromkeys(ids))
        with self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO first_seen VALUES (?, ?)", ((id_, today.isoformat()) for id_ in wanted)
            )
            return {id_: self._day(id_) for id_ in wanted}

    def save(self, report_json: str, finished: datetime) -> None:
        """Keep the report of a finished run."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO run (finished, report) VALUES (?, ?)", (finished.isoformat(), report_json)
            )

    def last(self) -> str | None:
        """Return the report of the last run; None before the first."""
        row = self._connection.execute("SELECT report FROM run ORDER BY number DESC LIMIT 1").fetchone()
        return None if row is None else str(row[0])

    def history(self) -> tuple[Run, ...]:
        """Return every run, the newest first."""
        rows = self._connection.execute("SELECT finished, report FROM run ORDER BY number DESC")
        return tuple(Run(datetime.fromisoformat(finished), report) for finished, report in rows)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> "State":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _day(self, id_: str) -> date:
        row = self._connection.execute("SELECT day FROM first_seen WHERE id = ?", (id_,)).fetchone()
        return date.fromisoformat(row[0])

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._connection)


@dataclass(frozen=True, slots=True)
class _Transaction:
    """All or nothing: a run that is cut off leaves the state as it was."""

    connection: sqlite3.Connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.execute("COMMIT" if error is None else "ROLLBACK")


def _connect(file: Path, patience: float) -> sqlite3.Connection:
    """Open the file, or create it, and make sure that it is a state of this version. Raises _Unusable."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives a new file, and its journals the file's own, the mode that the umask leaves: made here first.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    try:
        _check(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in _DAMAGE:
            raise _Unusable("The file of earlier results was damaged.", "damaged") from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty file; else look whether the file is sound and of this version."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise _Unusable("The file of earlier results comes from a newer mailcheck.", "newer")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables and version == 0:
        _create(connection)
        return
    sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    if not sound or version != VERSION or any(_columns(connection, name) != _COLUMNS[name] for name in _COLUMNS):
        raise _Unusable("The file of earlier results was damaged.", "damaged")


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}


def _create(connection: sqlite3.Connection) -> None:
    # A second run may be creating them at this moment: the first one to come wins, and the other looks again.
    connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def _set_aside(file: Path, suffix: str) -> Path:
    """Rename a file to a name that is free, and drop its journals."""
    number = 1
    while (aside := file.with_name(f"{file.name}.{suffix}" + (f"-{number}" if number > 1 else ""))).exists():
        number += 1
    file.rename(aside)
    for companion in _COMPANIONS:
        file.with_name(file.name + companion).unlink(missing_ok=True)
    return aside


def _no_way_in(error: Exception, file: Path) -> Problem:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        remedy = "Wait until the other one is finished."
        return Problem("Another run of mailcheck is using the results of earlier runs.", str(file), remedy)
    remedy = "Look at who may read and write there, and at the room on the disk."
    return Problem("The results of earlier runs cannot be opened.", str(file), remedy)
