"""Headings and rows: how a report is laid out on a terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailcheck.model import Status
from mailcheck.report.words import STATUS, harmless

ORDER = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)
COLOUR = {
    Status.NOT_MET: "bold red",
    Status.COULD_NOT_CHECK: "bold magenta",
    Status.ATTENTION: "bold yellow",
    Status.DECLARED: "bold cyan",
    Status.MET: "bold green",
    Status.NOT_APPLICABLE: "dim",
}
GOOD = frozenset({Status.MET, Status.DECLARED, Status.NOT_APPLICABLE})


def heading(title: str, status: Status | None = None) -> RenderableType:
    """Return a heading: the state in words first, then what it is about."""
    label = Text.assemble((f"{STATUS[status]}  " if status else "", COLOUR[status] if status else ""))
    return Group(Text(), label.append(harmless(title), style="bold"))


def rows_of(rows: Iterable[tuple[str, str | Text]]) -> RenderableType:
    """Return rows of a label and a text, wrapped at the console's own width."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=14, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for label, value in rows:
        table.add_row(harmless(label), value if isinstance(value, Text) else Text(harmless(value)))
    return Padding(table, (0, 0, 0, 2))
