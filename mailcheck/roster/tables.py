"""The tables of a supervisor's roster: small enough that ten thousand members and a year fit on any computer."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from mailcheck.errors import Problem, UserError

VERSION = 1
_TABLES = """
CREATE TABLE person (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL DEFAULT '', code TEXT UNIQUE, invited TEXT, devices INTEGER NOT NULL
    DEFAULT 0, confirmed TEXT, confirmed_on TEXT
);
CREATE TABLE signer (
    id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, person INTEGER NOT NULL, first_taken TEXT NOT NULL,
    replaces TEXT, lowest INTEGER, missing INTEGER NOT NULL DEFAULT 0, broken INTEGER NOT NULL DEFAULT 0,
    forked INTEGER NOT NULL DEFAULT 0, backwards INTEGER NOT NULL DEFAULT 0, refused TEXT, made INTEGER,
    latest TEXT, before TEXT
);
CREATE INDEX signer_of ON signer (person);
CREATE TABLE attestation (
    signer INTEGER NOT NULL, sequence INTEGER NOT NULL, digest BLOB NOT NULL, previous BLOB, made INTEGER NOT NULL,
    keep_until TEXT NOT NULL, PRIMARY KEY (signer, sequence, digest)
) WITHOUT ROWID;
CREATE TABLE file (
    name BLOB PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, outcome TEXT NOT NULL
) WITHOUT ROWID;
"""


def connect(file: Path) -> sqlite3.Connection:
    """Open a roster, or begin one; only its owner can read it. Raises UserError if it cannot be used."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(file, timeout=10, isolation_level=None)
        # What is forgotten is written over; Debian's SQLite does that by itself, others do not.
        connection.execute("PRAGMA secure_delete = ON")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    except (OSError, sqlite3.Error) as error:
        raise _unusable(error, file) from None
    if version > VERSION:
        connection.close()
        raise UserError(Problem("This roster comes from a newer mailcheck.", str(file), "Update mailcheck."))
    return connection


def _unusable(error: Exception, file: Path) -> UserError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return UserError(Problem("Another mailcheck is using this roster.", str(file), "Wait until it is finished."))
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
        remedy = "Move it away, and take the attestations in again; invite and confirm the members again."
        return UserError(Problem("The roster is damaged, or is none.", str(file), remedy))
    return UserError(Problem("The roster cannot be opened.", str(file), "Look at who may read and write there."))
