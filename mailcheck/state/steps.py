"""Steps of writing: what is kept in one is kept whole or not at all, and two threads never write in one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock


@contextmanager
def together(connection: sqlite3.Connection, lock: RLock) -> Iterator[None]:
    """Keep all that is written inside, or nothing: a run that is cut off leaves the state as it was.

    Each such step waits for the disk. One inside another is part of it. Raises sqlite3.Error: nothing was kept then.
    """
    with lock:
        if connection.in_transaction:
            yield
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite may have taken it back already (sqlite.org/lang_transaction)
                connection.execute("ROLLBACK")
            raise
