"""A state as octets: what is sent to a worker that keeps nothing, and what comes back."""

import sqlite3

from mailcheck.state.store import State


def pack(state: State) -> bytes:
    """Return everything that a state holds."""
    copy = sqlite3.connect(":memory:")
    try:
        state.connection.backup(copy)  # what is committed, whatever journal the file keeps
        return copy.serialize()
    finally:
        copy.close()


def unpack(octets: bytes) -> State:
    """Return a state that lives in memory, from what `pack` gave."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(octets)
    return State(connection)


def put_back(octets: bytes, state: State) -> None:
    """Put what `pack` gave in the place of all that a state holds: the whole of it or, if it is cut off, nothing."""
    with unpack(octets) as other:
        other.connection.backup(state.connection)
