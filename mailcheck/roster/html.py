"""The roster as one HTML file: sortable, printable, nothing fetched; one small script, named by its digest, sorts."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from mailcheck.model import Status
from mailcheck.report.html import ICON
from mailcheck.report.templates import environment_of, loader, style
from mailcheck.roster import FOOTER
from mailcheck.roster.standing import Row, Stage
from mailcheck.roster.text import CAME
from mailcheck.roster.view import View, troubled_first

POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a browser may do with the page: use this one style and this one script, and nothing else."""
FIRST = 300
"""Members that a browser lays out at once; the others wait in the page until they are wanted."""
SHORT = {
    Status.NOT_MET: "not met",
    Status.COULD_NOT_CHECK: "not checked",
    Status.ATTENTION: "look",
    Status.DECLARED: "declared",
    Status.MET: "met",
    Status.NOT_APPLICABLE: "–",
}
"""What a state is called in a narrow cell; the worst first."""


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
        first=FIRST,
        cells=cells,
        stages=[(stage, number) for stage, number in view.stages.items() if number],
        order={stage: place for place, stage in enumerate(Stage)},
        tallies=[(each, view.titles.get(each, ""), view.tally(each)) for each in view.clauses],
        came=[(view.files[key], words) for key, words in CAME.items() if view.files.get(key)],
        states=list(SHORT),
        short=SHORT,
        brief=partial(_brief, shared=_shared(view.clauses)),
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
            made.append("<td>")
            continue
        by = "; ".join(f"{n} {how}" for n, how in ((each.measured, "measured"), (each.declared, "declared")) if n)
        said = f"since {each.since:%d %b %Y}" + (f"; {by}" if by else "")
        made.append(_cell(each.status).format(said=said))
    return Markup("".join(made))  # noqa: S704 - every part was escaped above


@cache
def _cell(status: Status) -> Markup:
    # The end of a cell may be left out (HTML, optional tags): there are two hundred thousand of them.
    return Markup(f'<td class="{status.value}" title="{{said}}">{SHORT[status]}')  # noqa: S704 - our own words


def _shared(clauses: Sequence[str]) -> str:
    """Return what the ids of all clauses begin with, up to a hyphen: it need not stand over every column."""
    first = clauses[0].partition("-")[0] + "-" if clauses else ""
    return first if all(each.startswith(first) for each in clauses) else ""


def _brief(clause: str, *, shared: str) -> str:
    return clause.removeprefix(shared)


@cache
def _file(name: str) -> str:
    return (files("mailcheck.roster") / "look" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what names a style or a script in a page's own policy (CSP level 2, hash-source)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
