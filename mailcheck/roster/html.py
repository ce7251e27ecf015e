"""The roster as one HTML file: sortable, printable, nothing fetched; one small script, named by its digest, sorts."""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from mailcheck.model import Status
from mailcheck.model.days import day_in_words
from mailcheck.report.html import ICON
from mailcheck.report.templates import environment_of, loader, style
from mailcheck.report.words import STATUS
from mailcheck.roster import FOOTER
from mailcheck.roster.standing import Row, Stage
from mailcheck.roster.text import CAME
from mailcheck.roster.view import View, troubled_first

POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a browser may do with the page: use this one style and this one script, and nothing else."""
RANK = {
    None: 9,
    Status.NOT_MET: 0,
    Status.COULD_NOT_CHECK: 1,
    Status.ATTENTION: 2,
    Status.DECLARED: 3,
    Status.MET: 4,
    Status.NOT_APPLICABLE: 5,
}
"""By which states are sorted: the worst first."""
SHORT = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "not checked",
    Status.ATTENTION: "look",
    Status.DECLARED: "declared",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "–",
}
"""What a state is called in a narrow cell."""


def html(view: View) -> str:
    """Return the roster as one page that needs nothing else."""
    return "".join(pieces(view))


def pieces(view: View) -> Iterator[str]:
    """Yield the page piece by piece, so that a large one need not be held whole."""
    look = style("base.css") + Markup(_file("roster.css"))  # noqa: S704 - our own file
    script = Markup(_file("sort.js"))  # noqa: S704 - our own file
    template = environment_of(ChoiceLoader([loader(), PackageLoader("mailcheck.roster", "look")])).get_template(
        "roster.html"
    )
    yield from template.generate(
        view=view,
        rows=troubled_first(view.rows),
        cells=cells,
        stages=[(stage, number) for stage, number in view.stages.items() if number],
        order={stage: place for place, stage in enumerate(Stage)},
        rank=RANK,
        tallies=[(each, view.titles.get(each, ""), view.tally(each)) for each in view.clauses],
        came=[(view.files[key], words) for key, words in CAME.items() if view.files.get(key)],
        states=[status for status in RANK if status is not None],
        short=SHORT,
        footer=FOOTER,
        style=look,
        script=script,
        policy=POLICY.format(style=_digest(look), script=_digest(script)),
        icon=ICON,
    )


def cells(row: Row, view: View) -> Markup:
    """Return the cells of a member's clauses; each state is a word, with since when for whoever points at it."""
    standing = {each.id: each for each in row.clauses}
    made = []
    for clause in view.clauses:
        each = standing.get(clause)
        if each is None:
            made.append("<td></td>")
            continue
        said = f"{clause}: {STATUS[each.status].lower()} since {day_in_words(each.since)}"
        by = f"{each.measured} measured, {each.declared} declared"
        made.append(_cell(each.status).format(said=f"{said}; {by}"))
    return Markup("".join(made))  # noqa: S704 - every part was escaped above


@cache
def _cell(status: Status) -> Markup:
    return Markup(f'<td class="s {status.value}" data-v="{RANK[status]}" title="{{said}}">{SHORT[status]}</td>')  # noqa: S704 - our own words


@cache
def _file(name: str) -> str:
    return (files("mailcheck.roster") / "look" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what names a style or a script in a page's own policy (CSP level 2, hash-source)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
