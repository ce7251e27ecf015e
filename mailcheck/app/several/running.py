"""Looks at several members: the one way of `check --members` and `mailcheck fleet`."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import datetime

from mailcheck.app.nightly.memory import keep_refusals, refusals_in
from mailcheck.app.nightly.refused import CarefulKeeper, refused_after
from mailcheck.app.several.lines import Line, for_monitor, for_program, line_of, line_without, text
from mailcheck.audit.run import Keeper
from mailcheck.errors import Problem, UserError
from mailcheck.fleet import Bounds, Ended, Failed, run_fleet
from mailcheck.fleet.hosting import Steward, kept, prepared
from mailcheck.gather.credentials import Secrets
from mailcheck.model import Report
from mailcheck.settings import Member
from mailcheck.state import State

FORMATS = {"text": text, "json": for_program, "nagios": for_monitor}


def required_format(name: str) -> Callable[[Sequence[Line]], str]:
    """Return what shows several members in a format; raises UserError if there is none of that name."""
    if name not in FORMATS:
        remedy = f"There are: {', '.join(sorted(FORMATS))}."
        raise UserError(Problem(f"There is no format {name!r} for several members.", "--format", remedy))
    return FORMATS[name]


def look_at(
    members: Sequence[Member],
    executor: Executor,
    bounds: Bounds,
    *,
    everyone: bool = True,
    progress: Callable[[int], None] = lambda ended: None,
) -> tuple[Line, ...]:
    """Return the line of each member, in their order; one who cannot be looked at is a line, and the others still run.

    Without `everyone`, whoever was looked at a short while ago is told as they were then. `progress` is called with
    how many have ended.
    """
    seen: dict[str, Line] = {}
    waiting = prepared(members, datetime.now().astimezone(), _careful(), everyone=everyone)
    for ended in run_fleet(waiting, executor, bounds=bounds):
        seen[ended.label] = _line(ended)
        progress(len(seen))
    return tuple(seen.get(each.label) or _not_due(each) for each in members)


def _careful() -> Steward:
    """Return what sees to it that a password which was refused for good is not tried again by itself."""

    def keep(state: State, report: Report, keeper: Keeper) -> None:
        if isinstance(keeper, CarefulKeeper):
            keep_refusals(state, refused_after(report, keeper, report.finished.date()))

    return Steward(lambda settings, state: CarefulKeeper(Secrets.of(settings), refusals_in(state)), keep)


def _line(ended: Ended) -> Line:
    match ended:
        case Failed(label, why):
            return line_without(label, why)
        case finished:
            return line_of(finished.label, finished.seen.report, finished.seen.before)


def _not_due(member: Member) -> Line:
    """Return the line of a member whose turn it was not, as the last run found them."""
    report = kept(member)
    return line_of(member.label, report, report) if report else line_without(member.label, "Never looked at.")
