"""The members of a roster as data for the page's script: what many have in common stands there once. Pure."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from mailcheck.model import Status
from mailcheck.parse.harmless import harmless
from mailcheck.roster.standing import ClauseStanding, Row, Stage

SHORT = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "not checked",
    Status.ATTENTION: "look",
    Status.DECLARED: "declared",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "–",
}
"""What a state is called in a narrow cell; the worst first."""
_PLACE = {status: place for place, status in enumerate(SHORT)}
_STAGE = {stage: place for place, stage in enumerate(Stage)}

Value = TypeVar("Value", bound=Hashable)


class Shared(dict[Value, int]):
    """Numbers values in the order in which they are first met."""

    def of(self, value: Value) -> int:
        """Return the number of a value."""
        return self.setdefault(value, len(self))


def as_data(rows: Iterable[Row], clauses: Sequence[str], shared: str) -> Iterator[Markup]:
    """Yield one JSON object, piece by piece; `shared` is what every clause's id begins with, left out of the words."""
    stages: Shared[tuple[int, str, str]] = Shared()
    days: Shared[tuple[int, str]] = Shared()
    notes: Shared[str] = Shared()
    cells: Shared[tuple[int, str]] = Shared()
    yield Markup('{"rows":[')
    for at, row in enumerate(rows):
        standing = {each.id: cells.of((_PLACE[each.status], said(each))) for each in row.clauses}
        line = [
            row.number,
            harmless(row.who),
            row.words,
            stages.of((_STAGE[row.stage], row.stage.value, row.stuck_at)),
            -1 if row.status is None else _PLACE[row.status],
            days.of(day(row)),
            row.overdue,
            notes.of(changed(row, shared)),
            [notes.of(harmless(each)) for each in row.notes],
            [standing.get(each, -1) for each in clauses],
        ]
        yield Markup(",\n") * bool(at) + _json(line)
    tables: dict[str, Iterable[object]] = {"stages": stages, "days": days, "notes": notes, "cells": cells}
    for name, table in tables.items():
        yield Markup('\n{},"{}":').format(Markup("]") if name == "stages" else Markup(""), name) + _json(list(table))
    yield Markup(',"states":') + _json([(status.value, word) for status, word in SHORT.items()]) + Markup("}")


def changed(row: Row, shared: str) -> str:
    """Return in words what stands otherwise than in the attestation before; empty if nothing does."""
    told = [
        f"{clause.removeprefix(shared)} {SHORT[Status(before)]} → {SHORT[Status(now)]}"
        for clause, before, now in row.changed
    ]
    return f"Changed: {', '.join(told)}. " if told else ""


def day(row: Row) -> tuple[int, str]:
    """Return the day of the newest attestation: to sort by, and in words."""
    return (row.made.toordinal(), f"{row.made.day} {row.made:%b %Y}") if row.made else (0, "")


@lru_cache(maxsize=10_000)
def said(standing: ClauseStanding) -> str:
    """Return since when a clause stands as it does, and by what."""
    by = ((standing.measured, "measured"), (standing.unchecked, "not checked"), (standing.declared, "declared"))
    return "; ".join((f"since {standing.since:%d %b %Y}", *(f"{number} {how}" for number, how in by if number)))


def _json(value: object) -> Markup:
    """Return a value for an element of a page, in which nothing that could end the element is left as it is."""
    return htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"))
