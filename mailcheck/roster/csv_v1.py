"""The roster as a table for a spreadsheet: one line for each member."""

import csv
import io

from mailcheck.roster.standing import Row
from mailcheck.roster.view import View

HEAD = ("number", "member", "address", "stage", "stuck at", "attested", "days overdue", "overall")
TAIL = ("changed", "notes", "key words")
_STEERING = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


def csv_v1(view: View) -> str:
    """Return the roster as comma-separated values (RFC 4180) with a head line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*HEAD, *view.clauses, *TAIL))
    for row in view.rows:
        writer.writerow([_harmless(cell) for cell in _cells(row, view.clauses)])
    return out.getvalue()


def _cells(row: Row, clauses: tuple[str, ...]) -> list[str]:
    states = {each.id: each.status.value for each in row.clauses}
    changed = "; ".join(f"{clause}: {before} to {now}" for clause, before, now in row.changed)
    return [
        str(row.number),
        row.who,
        row.address,
        row.stage.value,
        row.stuck_at,
        f"{row.made:%Y-%m-%d}" if row.made else "",
        str(row.overdue),
        row.status.value if row.status else "",
        *(states.get(each, "") for each in clauses),
        changed,
        " ".join(row.notes),
        row.words,
    ]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: whoever wrote an attestation chose some of its words."""
    return f"'{cell}" if cell.startswith(_STEERING) else cell
