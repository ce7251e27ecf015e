"""The roster as JSON: a contract, written field by field (schema `mailcheck.roster/1`)."""

import json
from collections.abc import Iterator
from typing import Any

from mailcheck.roster import FOOTER
from mailcheck.roster.standing import Row
from mailcheck.roster.view import View

SCHEMA = "mailcheck.roster/1"


def json_v1(view: View) -> str:
    """Return the roster as one JSON object."""
    return "".join(pieces(view))


def pieces(view: View) -> Iterator[str]:
    """Yield the same piece by piece: what it says of all, a line for each member, and the note."""
    yield f'{_text(_about(view))[:-1]}, "members": ['
    for number, row in enumerate(view.rows):
        yield f"{',' if number else ''}\n{_text(_member(row))}"
    yield f'\n], "note": {_text(FOOTER)}}}\n'


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _about(view: View) -> dict[str, Any]:
    """Return everything but the members, in the order of the contract."""
    tallies = view.tallies
    return {
        "schema": SCHEMA,
        "made": view.made.isoformat(timespec="seconds"),
        "policy": {
            "id": view.policy.id,
            "version": view.policy.version,
            "title": view.policy.title,
            "reviewed": view.policy.reviewed.isoformat(),
            "current": {"status": view.current.status.value, "words": view.current.words},
        },
        "clauses": [
            {"id": each, "title": view.titles.get(each, ""), "tally": {k.value: n for k, n in tallies[each].items()}}
            for each in view.clauses
        ],
        "stages": {stage.value: count for stage, count in view.stages.items()},
        "overdue": view.overdue,
        "files": dict(view.files),
    }


def _member(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "who": row.who,
        "address": row.address,
        "stage": row.stage.value,
        "stuck_at": row.stuck_at,
        "status": row.status.value if row.status else None,
        "attested": row.made.isoformat(timespec="seconds") if row.made else None,
        "overdue_days": row.overdue,
        "policy_version": row.version,
        "nights": row.nights,
        "key_words": row.words,
        "clauses": [
            {
                "id": each.id,
                "status": each.status.value,
                "since": each.since.isoformat(),
                "measured": each.measured,
                "declared": each.declared,
                "could_not_check": each.unchecked,
            }
            for each in row.clauses
        ],
        "changed": [{"clause": clause, "before": before, "now": now} for clause, before, now in row.changed],
        "notes": list(row.notes),
    }
