"""The report as one HTML file: the same words, pictures drawn in it, nothing fetched and nothing run."""

from base64 import b64encode
from hashlib import sha256

from mailcheck.model import Report
from mailcheck.report import report
from mailcheck.report.pictures import coverage
from mailcheck.report.sections import checked, sections, tally, title
from mailcheck.report.templates import environment, style

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' "
    "rx='8' fill='%232a6558'/%3E%3Cpath d='M7 11h18v12H7zM7 11l9 7 9-7' fill='none' stroke='%23fff' stroke-width='2.2' "
    "stroke-linejoin='round'/%3E%3C/svg%3E"
)
"""An envelope, drawn in the address itself, so that nothing has to be fetched."""
POLICY = "default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page: use this one style, and nothing else."""


@report("html")
def html(result: Report) -> str:
    """Return the report as one page that needs nothing else, on a screen or on A4 paper."""
    look = style("base.css", "report.css")
    page = environment().get_template("report.html")
    return page.render(
        report=result,
        title=title(result),
        checked=checked(result),
        tally=tally(result),
        sections=list(sections(result)),
        pictures=any(each.months for each in result.accounts),
        bars=[coverage(each) for each in result.accounts if each.coverage.documents],
        style=look,
        policy=POLICY.format(style=_digest(look)),
        icon=ICON,
    )


def _digest(text: str) -> str:
    """Return what names a style in a page's own policy (CSP level 2, hash-source)."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
