"""The report for a terminal: readable at 80 columns without colour."""

import io

from rich.console import Console, Group, RenderableType
from rich.text import Text

from mailcheck.model import Report
from mailcheck.report import report
from mailcheck.report.grid import COLOUR, laid_out
from mailcheck.report.parts import only_waits
from mailcheck.report.sections import checked, sections, tally, title
from mailcheck.report.words import label


@report("text")
def text(result: Report) -> str:
    """Return the report as plain text, 80 columns wide."""
    out = io.StringIO()
    Console(file=out, width=80, no_color=True, highlight=False, emoji=False, markup=False).print(page(result))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def page(result: Report) -> RenderableType:
    """Return the report as something a rich console prints at its own width."""
    stands = label(result.status, is_waiting=only_waits(result))
    return Group(
        Text(title(result), style="bold"),
        Text(checked(result)),
        Text(),
        Text.assemble((stands, COLOUR[result.status]), f"  {tally(result)}"),
        *(piece for each in sections(result) for piece in laid_out(each)),
    )
