"""Opening the file of a member's state: made, brought up to date, found damaged, put aside."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mailcheck.errors import Problem

VERSION = 8
"""Of the tables (PRAGMA user_version)."""

CACHE = 1000
"""Kilobytes of the file that are held at most. With less, what is kept of 500 letters no longer fits, and is written
twice."""

_STEPS = (
    """
CREATE TABLE IF NOT EXISTS first_seen (id TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY, finished TEXT NOT NULL, report TEXT NOT NULL);
""",
    """
CREATE TABLE IF NOT EXISTS document (
    account TEXT NOT NULL, key TEXT NOT NULL, finding TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (account, key)
) WITHOUT ROWID;
""",
    """
CREATE TABLE IF NOT EXISTS letter (
    account TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, key TEXT NOT NULL,
    size INTEGER NOT NULL, basis TEXT NOT NULL, found TEXT NOT NULL, PRIMARY KEY (account, folder, uidvalidity, uid)
) WITHOUT ROWID;
""",
    """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
""",
    """
CREATE TABLE IF NOT EXISTS evidence (
    subject TEXT NOT NULL, kind TEXT NOT NULL, basis TEXT NOT NULL, server TEXT NOT NULL, looked TEXT NOT NULL,
    again INTEGER NOT NULL, found TEXT NOT NULL, PRIMARY KEY (subject, kind)
) WITHOUT ROWID;
""",
    """
CREATE INDEX IF NOT EXISTS letter_by_key ON letter (account, key, size);
-- A report may be squeezed from now on: an earlier mailcheck could not read it.
""",
    """
CREATE TABLE IF NOT EXISTS letter_use (
    account TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL, key TEXT NOT NULL,
    size INTEGER NOT NULL, basis TEXT NOT NULL, found TEXT NOT NULL, PRIMARY KEY (account, folder, uidvalidity, uid)
) WITHOUT ROWID;
""",
    """
CREATE TABLE IF NOT EXISTS evidence_piece (
    subject TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, octets BLOB NOT NULL,
    PRIMARY KEY (subject, kind, number)
) WITHOUT ROWID;
-- The rows of documents stood in the text until now. They are put together anew from what is known of the letters.
DELETE FROM evidence WHERE kind = 'sent';
""",
)
"""What each version added to the one before."""
_COLUMNS: tuple[dict[str, set[str]], ...] = (
    {"first_seen": {"id", "day"}, "run": {"number", "finished", "report"}},
    {"document": {"account", "key", "finding", "document"}},
    {"letter": {"account", "folder", "uidvalidity", "uid", "key", "size", "basis", "found"}},
    {"note": {"name", "text"}},
    {"evidence": {"subject", "kind", "basis", "server", "looked", "again", "found"}},
    {},
    {"letter_use": {"account", "folder", "uidvalidity", "uid", "key", "size", "basis", "found"}},
    {"evidence_piece": {"subject", "kind", "number", "octets"}},
)
# A lock or a full disk is no damage: the file is left alone.
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_COMPANIONS = ("-journal", "-wal", "-shm")


class Unusable(Exception):
    """The file is there, and is not a state that this version can use."""

    def __init__(self, why: str, suffix: str) -> None:
        super().__init__(why)
        self.why, self.suffix = why, suffix


def connect(file: Path, patience: float) -> sqlite3.Connection:
    """Open the file, or create it, and make sure that it is a state of this version. Raises Unusable."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives a new file, and its journals the file's own, the mode that the umask leaves: made here first.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        _check(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in _DAMAGE:
            raise Unusable("The file of earlier results was damaged.", "damaged") from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty file; else look whether the file is sound, and bring it up to this version."""
    connection.execute("BEGIN")  # so that all of this is of one moment, though another run creates the tables meanwhile
    version = _sound_version(connection)
    connection.execute("COMMIT")
    if version < VERSION:
        create(connection, since=version)


def _sound_version(connection: sqlite3.Connection) -> int:
    """Return the version of a sound file, 0 of an empty one. Raises Unusable, and DatabaseError."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise Unusable("The file of earlier results comes from a newer mailcheck.", "newer")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables and version == 0:
        return 0
    sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    expected = {name: columns for step in _COLUMNS[:version] for name, columns in step.items()}
    if not sound or version < 1 or any(_columns(connection, name) != expected[name] for name in expected):
        raise Unusable("The file of earlier results was damaged.", "damaged")
    return int(version)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}


def create(connection: sqlite3.Connection, since: int = 0) -> None:
    """Create the tables that a file of version `since` lacks; 0 is an empty one."""
    # A second run may be creating them at this moment: the first one to come wins, and the other finds them there.
    tables = "".join(_STEPS[since:])
    connection.executescript(f"BEGIN IMMEDIATE; {tables} PRAGMA user_version = {VERSION}; COMMIT;")


def erase(file: Path) -> tuple[str, ...]:
    """Delete the file, its journals, its lock and what was kept aside; return the names of what was deleted."""
    return tuple(_erased(file))


def _erased(file: Path) -> Iterator[str]:
    companions = [file.with_name(file.name + companion) for companion in _COMPANIONS]
    aside = [each for suffix in ("damaged", "newer") for each in sorted(file.parent.glob(f"{file.name}.{suffix}*"))]
    for each in (*companions, file, file.with_name(f"{file.name}.lock"), *aside):
        if each.exists():
            each.unlink()
            yield each.name


def set_aside(file: Path, suffix: str) -> Path:
    """Rename a file to a name that is free, and drop its journals."""
    number = 1
    while (aside := file.with_name(f"{file.name}.{suffix}" + (f"-{number}" if number > 1 else ""))).exists():
        number += 1
    file.rename(aside)
    for companion in _COMPANIONS:
        file.with_name(file.name + companion).unlink(missing_ok=True)
    return aside


def no_way_in(error: Exception, file: Path) -> Problem:
    """Return what to tell a person if the file cannot be opened."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        remedy = "Wait until the other one is finished."
        return Problem("Another run of mailcheck is using the results of earlier runs.", str(file), remedy)
    remedy = "Look at who may read and write there, and at the room on the disk."
    return Problem("The results of earlier runs cannot be opened.", str(file), remedy)
