"""What was signed: whose key it is, its place in a chain, and of the newest what it says."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from mailcheck.parse.attested import Attested
from mailcheck.roster.chains import judge_chain


class Signed:
    """The attestations of a roster. Used inside `Roster.together`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def signer_of(self, attested: Attested, fingerprint: str, today: date) -> int:
        """Return the number of a key; one that is new is put to the person it belongs to, or to a new one."""
        known = self._one("SELECT id, person FROM signer WHERE fingerprint = ?", fingerprint)
        person = self._person_of(attested, known[1] if known else None)
        if known:
            if known[1] != person:
                self._connection.execute("UPDATE signer SET person = ? WHERE id = ?", (person, known[0]))
                self._drop_if_empty(known[1])
            return int(known[0])
        values = (fingerprint, person, today.isoformat(), attested.replaces)
        statement = "INSERT INTO signer (fingerprint, person, first_taken, replaces) VALUES (?, ?, ?, ?)"
        return int(self._connection.execute(statement, values).lastrowid or 0)

    def has(self, signer: int, sequence: int, digest: bytes) -> bool:
        """Whether an attestation was taken in before."""
        query = "SELECT 1 FROM attestation WHERE signer = ? AND sequence = ? AND digest = ?"
        return self._one(query, signer, sequence, digest) is not None

    def add(self, signer: int, attested: Attested, digest: bytes, text: str) -> None:
        """Keep an attestation: its place in the chain, and of the newest one what it says, as it was written."""
        made = int(attested.made.timestamp())
        previous = bytes.fromhex(attested.previous) if attested.previous else None
        values = (signer, attested.sequence, digest, previous, made, attested.keep_until.isoformat())
        self._connection.execute("INSERT OR IGNORE INTO attestation VALUES (?, ?, ?, ?, ?, ?)", values)
        newest, latest = self._newest(signer)
        last = latest["sequence"] if latest else 0
        if newest is None or (made, attested.sequence) > (newest, last):
            before = json.dumps({each["id"]: each["status"] for each in latest["clauses"]}) if latest else ""
            values_now = (made, text, before, signer)
            self._connection.execute("UPDATE signer SET made = ?, latest = ?, before = ? WHERE id = ?", values_now)
        elif attested.sequence == last - 1:  # taken in late: it is the one before
            states = json.dumps({each.id: each.status.value for each in attested.clauses})
            self._connection.execute("UPDATE signer SET before = ? WHERE id = ?", (states, signer))

    def refuse(self, fingerprint: str, why: str) -> None:
        """Note on a key that is known why something it signed was refused."""
        self._connection.execute("UPDATE signer SET refused = ? WHERE fingerprint = ?", (why, fingerprint))

    def judge_chains(self, signers: set[int]) -> None:
        """Look at the chains of some keys again."""
        for signer in signers:
            query = "SELECT sequence, digest, previous, made FROM attestation WHERE signer = ? ORDER BY sequence, made"
            found = judge_chain(self._connection.execute(query, (signer,)).fetchall(), *self._chain_start(signer))
            values = (found.lowest, found.missing, found.broken, found.forked, found.backwards, signer)
            statement = "UPDATE signer SET lowest = ?, missing = ?, broken = ?, forked = ?, backwards = ? WHERE id = ?"
            self._connection.execute(statement, values)

    def drop_old(self, today: date) -> int:
        """Forget what need not be kept any longer, and return how many attestations that were."""
        gone = self._connection.execute("DELETE FROM attestation WHERE keep_until < ?", (today.isoformat(),)).rowcount
        empty = "SELECT id FROM signer WHERE id NOT IN (SELECT signer FROM attestation)"
        if gone:
            statement = f"UPDATE signer SET latest = NULL, before = NULL, made = NULL WHERE id IN ({empty})"  # noqa: S608
            self._connection.execute(statement)
        return int(gone)

    def _person_of(self, attested: Attested, known: int | None) -> int:
        """Return whose a key is: the invitation's, else the one it is known for, else that of the key before it."""
        code = attested.onboarding.code if attested.onboarding else ""
        if invited := self._one("SELECT id FROM person WHERE code = ?", code):
            return int(invited[0])
        if known is not None:
            return known
        if before := self._one("SELECT person FROM signer WHERE fingerprint = ?", attested.replaces):
            return int(before[0])
        return int(self._connection.execute("INSERT INTO person DEFAULT VALUES").lastrowid or 0)

    def _drop_if_empty(self, person: int) -> None:
        """Drop somebody who was not invited and has no key any more."""
        statement = (
            "DELETE FROM person WHERE id = ? AND code IS NULL AND address = '' "
            "AND NOT EXISTS (SELECT 1 FROM signer WHERE signer.person = person.id)"
        )
        self._connection.execute(statement, (person,))

    def _newest(self, signer: int) -> tuple[int | None, Mapping[str, Any]]:
        """Return when the newest attestation of a key was made and what it says; nothing, if there is none."""
        row = self._connection.execute("SELECT made, latest FROM signer WHERE id = ?", (signer,)).fetchone()
        return row[0], json.loads(row[1]) if row[1] else {}

    def _chain_start(self, signer: int) -> tuple[int | None, frozenset[bytes], int]:
        """Return the lowest number seen of a key, and of the key before it the digests and the highest number."""
        lowest, replaces = self._connection.execute(
            "SELECT lowest, replaces FROM signer WHERE id = ?", (signer,)
        ).fetchone()
        query = "SELECT digest, sequence FROM attestation JOIN signer ON id = signer WHERE fingerprint = ?"
        before = self._connection.execute(query, (replaces,)).fetchall()
        return lowest, frozenset(each for each, _ in before), max((number for _, number in before), default=0)

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a row of a table
        return self._connection.execute(query, values).fetchone()
