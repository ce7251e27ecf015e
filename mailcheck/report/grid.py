"""Headings and rows: how a report is laid out on a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailcheck.model import Status
from mailcheck.report.parts import Part, Row
from mailcheck.report.words import harmless, label

COLOUR = {
    Status.NOT_MET: "bold red",
    Status.COULD_NOT_CHECK: "bold magenta",
    Status.ATTENTION: "bold yellow",
    Status.DECLARED: "bold cyan",
    Status.MET: "bold green",
    Status.NOT_APPLICABLE: "dim",
}


def laid_out(part: Part) -> Iterator[RenderableType]:
    """Yield a part as something that a rich console prints."""
    yield _heading(part)
    yield from map(_rows, part.blocks)


def _heading(part: Part) -> RenderableType:
    """Return a heading: the state in words first, then what it is about."""
    text = Text()
    if part.status:
        text.append(f"{label(part.status, is_waiting=part.is_waiting)}  ", style=COLOUR[part.status])
    return Group(Text(), text.append(harmless(part.title), style="bold"))


def _rows(rows: Iterable[Row]) -> RenderableType:
    """Return rows of a label and a text, wrapped at the console's own width."""
    table = Table.grid(padding=(0, 2))
    table.add_column(width=14, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        table.add_row(harmless(row.label), _text(row))
    return Padding(table, (0, 0, 0, 2))


def _text(row: Row) -> Text:
    text = Text(harmless(row.text), style="bold" if row.is_next else "")
    return text.append(f"  [{row.small}]", style="dim") if row.small else text
