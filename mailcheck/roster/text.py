"""The roster for a terminal: who needs something first, readable at 80 columns and without colour."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill

from mailcheck.model import Status
from mailcheck.model.days import day_in_words
from mailcheck.report.words import STATUS, count, harmless
from mailcheck.roster import FOOTER
from mailcheck.roster.standing import Row, Stage
from mailcheck.roster.view import View, troubled_first

SHOWN = 50
"""Members shown unless all are asked for."""
WIDTH = 80
SIGN = {
    Status.MET: "+",
    Status.DECLARED: "d",
    Status.ATTENTION: "?",
    Status.COULD_NOT_CHECK: "x",
    Status.NOT_MET: "!",
    Status.NOT_APPLICABLE: ".",
}
LEGEND = "+ met  d declared  ? attention  x could not check  ! not met  . does not apply"
CAME = {
    "changed": "like an attestation, but changed or cut short: ask whoever sent it for it again",
    "newer": "from a newer mailcheck: update yours",
    "future": "dated in the future: not taken in",
    "expired": "past the day until which it may be kept: please delete",
    "closed": "to unpack yourself: damaged, too large, or with a password; attestations in it may not be taken in",
    "unreadable": "that could not be opened",
    "other": "of other kinds: passed over",
    "duplicate": "with an attestation that was there before",
}


def text(view: View, *, whole: bool = False) -> str:
    """Return the roster as plain text; without `whole`, the members who need something, up to fifty."""
    return "\n".join(_lines(view, whole=whole)) + "\n"


def _lines(view: View, *, whole: bool) -> Iterator[str]:
    yield fill(f"{harmless(view.policy.title)} (policy version {view.policy.version})", WIDTH)
    yield f"{day_in_words(view.made)}: {count(len(view.rows), 'member')}, {view.overdue} overdue"
    stages = [f"{number} {stage.value}" for stage, number in view.stages.items() if number]
    yield fill(f"Stages: {', '.join(stages) or 'nobody is invited yet'}", WIDTH)
    yield from _files(view)
    ordered = troubled_first(view.rows)
    chosen = ordered if whole else [row for row in ordered if _needs_something(row)][:SHOWN]
    yield ""
    yield from _legend(view.clauses)
    for row in chosen:
        yield ""
        yield from _member(row, view.clauses)
    left = len(view.rows) - len(chosen)
    if left:
        yield ""
        yield f"… and {count(left, 'more member', 'more members')}: --all shows everybody."
    yield ""
    yield fill(f"About the policy itself: {STATUS[view.current.status].lower()}. {view.current.words}", WIDTH)
    yield FOOTER


def _needs_something(row: Row) -> bool:
    is_well = row.status in {Status.MET, Status.DECLARED}
    return not is_well or bool(row.stuck_at or row.notes or row.changed)


def _files(view: View) -> Iterator[str]:
    for came, words in CAME.items():
        if view.files.get(came) and came not in {"other", "duplicate"}:
            yield fill(f"{count(view.files[came], 'file')} {words}.", WIDTH)


def _legend(clauses: Sequence[str]) -> Iterator[str]:
    """Yield what the columns are: clauses of one family beside each other, by their last part."""
    yield LEGEND
    families = [(family, [each.rpartition("-")[2] for each in group]) for family, group in groupby(clauses, _family)]
    yield fill("Columns: " + "; ".join(f"{family} {' '.join(numbers)}" for family, numbers in families), WIDTH)


def _family(clause: str) -> str:
    return clause.rpartition("-")[0]


def _member(row: Row, clauses: Sequence[str]) -> Iterator[str]:
    state = STATUS[row.status] if row.status else "NO ATTESTATION YET"
    yield f"{row.number:>4}  {harmless(row.who)[:40]:<40}  {state}"
    if row.clauses:
        signs = {each.id: SIGN[each.status] for each in row.clauses}
        groups = [" ".join(signs.get(each, " ") for each in group) for _, group in groupby(clauses, _family)]
        yield f"      {'   '.join(groups)}"
    when = f" The newest attestation is of {day_in_words(row.made)}" if row.made else ""
    late = f", {count(row.overdue, 'day')} overdue" if row.overdue else ""
    stuck = f" Next: {row.stuck_at}." if row.stuck_at and row.stage is not Stage.DUE else ""
    yield _hanging(f"{row.stage.value.capitalize()}.{when}{late}{'.' if when else ''}{stuck}")
    for clause, before, now in row.changed:
        yield _hanging(f"changed: {clause} was {STATUS[Status(before)].lower()}, is {STATUS[Status(now)].lower()}")
    for note in row.notes:
        yield _hanging(f"- {note}")


def _hanging(line: str) -> str:
    return fill(line, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8)
