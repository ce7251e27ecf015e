"""The roster as one HTML file: sortable, printable, nothing fetched; one small script, named by its digest, sorts."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, PackageLoader
from markupsafe import Markup

from mailcheck.report.html import ICON
from mailcheck.report.templates import environment_of, loader, style
from mailcheck.roster import FOOTER
from mailcheck.roster.members import SHORT, as_data, changed, day, said
from mailcheck.roster.standing import ClauseStanding, Row, Stage
from mailcheck.roster.text import CAME
from mailcheck.roster.view import View, troubled_first

POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a browser may do with the page: use this one style and this one script, and nothing else."""
FIRST = 300
"""Members that a browser lays out at once; the others wait as data until they are wanted."""


def html(view: View) -> str:
    """Return the roster as one page that needs nothing else."""
    return "".join(pieces(view))


def pieces(view: View) -> Iterator[str]:
    """Yield the page piece by piece, so that a large one need not be held whole."""
    look = style("base.css") + Markup(source("roster_parts.css") + source("roster.css"))  # noqa: S704 - ours
    script = Markup(source("roster.js"))  # noqa: S704 - our own file
    template = environment_of(ChoiceLoader([loader(), parts()])).get_template("roster.html")
    yield from template.generate(
        **values(view),
        style=look,
        script=script,
        policy=POLICY.format(style=_digest(look), script=_digest(script)),
        icon=ICON,
    )


def values(view: View) -> Mapping[str, Any]:
    """Return what the parts of a page about a roster are filled in with."""
    ordered, tallies, shared = troubled_first(view.rows), view.tallies, _shared(view.clauses)
    return {
        "view": view,
        "rows": ordered[:FIRST],
        "first": FIRST,
        "everybody": lambda: as_data(ordered, view.clauses, shared),
        "cells": cells,
        "changed": partial(changed, shared=shared),
        "day": day,
        "stages": [(stage, number) for stage, number in view.stages.items() if number],
        "order": {stage: place for place, stage in enumerate(Stage)},
        "tallies": [(each, view.titles.get(each, ""), tallies[each]) for each in view.clauses],
        "came": [(view.files[key], words) for key, words in CAME.items() if view.files.get(key)],
        "states": list(SHORT),
        "short": SHORT,
        "shared": shared,
        "footer": FOOTER,
    }


def parts() -> BaseLoader:
    """Return what finds the parts of a page about a roster."""
    return PackageLoader("mailcheck.roster", "look")


def cells(row: Row, view: View) -> Markup:
    """Return the cells of a member's clauses; each state is a word, with since when for whoever points at it."""
    standing = {each.id: each for each in row.clauses}
    made = (_cell(each) if (each := standing.get(clause)) else Markup("<td>") for clause in view.clauses)
    return Markup("").join(made)


@lru_cache(maxsize=10_000)
def _cell(each: ClauseStanding) -> Markup:
    # The end of a cell may be left out (HTML, optional tags).
    return Markup('<td class="{}" title="{}">{}').format(each.status.value, said(each), SHORT[each.status])


def _shared(clauses: Sequence[str]) -> str:
    """Return what the ids of all clauses begin with, up to a hyphen: it need not stand over every column."""
    first = clauses[0].partition("-")[0] + "-" if clauses else ""
    return first if all(each.startswith(first) for each in clauses) else ""


@cache
def source(name: str) -> str:
    """Return a style or a script of a page about a roster."""
    return (files("mailcheck.roster") / "look" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what names a style or a script in a page's own policy (CSP level 2, hash-source)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
