"""The people of a roster, and the keys by which they sign, as they are remembered."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the supervisor knows them."""

    id: int
    address: str
    """Where the invitation was sent; empty for somebody who was not invited."""
    code: str | None
    invited: date | None
    devices: int
    confirmed: str | None
    """The fingerprint of the key that was compared in a call."""
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Signer:
    """A key, and what it signed."""

    id: int
    fingerprint: str
    person: int
    first_taken: date
    replaces: str | None
    missing: int
    """Attestations that are missing in the chain."""
    broken: int
    """Links that do not fit."""
    forked: int
    """Numbers that two attestations carry."""
    backwards: int
    """Attestations dated before the one that they follow."""
    refused: str
    """Why the last one that was refused was; empty if none was."""
    made: int
    """When the newest was written, in seconds since 1970."""
    latest: str
    """What the newest says, as JSON; empty if there is none."""
    before: str
    """How each clause stood in the one before, as JSON."""


_NOBODY: tuple[int, Iterator[Signer]] = (0, iter(()))
_PERSON = "id, address, code, invited, devices, confirmed, confirmed_on"
_SIGNER = (
    "id, fingerprint, person, first_taken, replaces, missing, broken, forked, backwards, refused, made, latest, before"
)


def people_in(connection: sqlite3.Connection) -> Iterator[Person]:
    """Yield everybody, in the order in which they came."""
    for row in connection.execute(f"SELECT {_PERSON} FROM person ORDER BY id"):  # noqa: S608 - ours
        id_, address, code, invited, devices, confirmed, on = row
        yield Person(id_, address, code, _day(invited), devices, confirmed, _day(on))


def everybody_in(connection: sqlite3.Connection) -> Iterator[tuple[Person, tuple[Signer, ...]]]:
    """Yield everybody with their keys, in the order in which they came, one after the other."""
    query = f"SELECT {_SIGNER} FROM signer ORDER BY person, id"  # noqa: S608 - ours
    keys = groupby(map(_signer, connection.execute(query)), key=lambda each: each.person)
    whose, theirs = next(keys, _NOBODY)
    for person in people_in(connection):
        if whose == person.id:
            yield person, tuple(theirs)
            whose, theirs = next(keys, _NOBODY)
        else:
            yield person, ()


def signers_of(connection: sqlite3.Connection, person: int) -> tuple[Signer, ...]:
    """Return the keys of a member, in the order in which they came."""
    query = f"SELECT {_SIGNER} FROM signer WHERE person = ? ORDER BY id"  # noqa: S608 - ours
    return tuple(map(_signer, connection.execute(query, (person,))))


def _signer(row: tuple[Any, ...]) -> Signer:
    id_, fingerprint, person, taken, replaces, missing, broken, forked, backwards, refused, made, latest, before = row
    return Signer(
        id_,
        fingerprint,
        person,
        date.fromisoformat(taken),
        replaces,
        missing,
        broken,
        forked,
        backwards,
        refused or "",
        made or 0,
        latest or "",
        before or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
