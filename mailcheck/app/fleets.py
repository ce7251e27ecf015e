"""`mailcheck fleet`: the members whose mailboxes an institute hosts, all in one run."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from mailcheck.app.several.lines import Line
    from mailcheck.audit.run import Keeper
    from mailcheck.fleet import Ended
    from mailcheck.fleet.hosting import Steward
    from mailcheck.model import Report
    from mailcheck.settings import Member
    from mailcheck.state import State


@click.command()
@click.argument("members", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--threads", "count", default=8, show_default=True, type=click.IntRange(1, 64), help="Members at a time.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster instead: tls://scheduler.example:8786.")
@click.option(
    "--per-server", default=8, show_default=True, type=click.IntRange(1), help="Members at a time, each server."
)
@click.option("--everyone", is_flag=True, help="Also those who were looked at less than twenty hours ago.")
@click.option("--format", "output_format", default="text", metavar="text|json|nagios", help="How to show it.")
def fleet(members: Path, count: int, scheduler: str | None, per_server: int, everyone: bool, output_format: str) -> int:
    """Look at the accounts of many members, each named in a list with the day they were told.

    A run that is cut off goes on where it stopped. Nothing of a member is shown but a label and counts.
    """
    from mailcheck.app.several.lines import exit_code
    from mailcheck.app.several.running import required_format
    from mailcheck.errors import UserError
    from mailcheck.fleet.hosting import unnoticed
    from mailcheck.settings import load_members

    show = required_format(output_format)
    listed = load_members(members)
    if wrong := unnoticed(listed, str(members)):
        raise UserError(wrong)
    with _executor(scheduler, count) as executor:
        seen = dict(_shown(_run(listed, executor, per_server, everyone=everyone), len(listed)))
    lines = [seen.get(each.label) or _not_due(each) for each in listed]
    click.echo(show(lines), nl=False)
    return exit_code(lines)


def _executor(scheduler: str | None, count: int) -> "AbstractContextManager[Executor]":
    from mailcheck.fleet.executors import cluster, threads

    return cluster(scheduler) if scheduler else threads(count)


def _run(
    members: "Sequence[Member]", executor: "Executor", per_server: int, *, everyone: bool
) -> "Iterator[tuple[str, Line]]":
    """Yield the line of each member as it ends."""
    from mailcheck.fleet import Bounds, run_fleet
    from mailcheck.fleet.hosting import prepared

    waiting = prepared(members, datetime.now().astimezone(), _careful(), everyone=everyone)
    for ended in run_fleet(waiting, executor, bounds=Bounds(per_server=per_server)):
        yield ended.label, _line(ended)


def _careful() -> "Steward":
    """Return what sees to it that a password which was refused for good is not tried again by itself."""
    from mailcheck.app.nightly.memory import keep_refusals, refusals_in
    from mailcheck.app.nightly.refused import CarefulKeeper, refused_after
    from mailcheck.fleet.hosting import Steward
    from mailcheck.gather.credentials import Secrets

    def keep(state: "State", report: "Report", keeper: "Keeper") -> None:
        if isinstance(keeper, CarefulKeeper):
            keep_refusals(state, refused_after(report, keeper, report.finished.date()))

    return Steward(lambda settings, state: CarefulKeeper(Secrets.of(settings), refusals_in(state)), keep)


def _line(ended: "Ended") -> "Line":
    from mailcheck.app.several.lines import line_of, line_without
    from mailcheck.fleet import Failed

    match ended:
        case Failed(label, why):
            return line_without(label, why)
        case finished:
            return line_of(finished.label, finished.seen.report, finished.seen.before)


def _not_due(member: "Member") -> "Line":
    """Return the line of a member whose turn it was not, as the last run found them."""
    from mailcheck.app.several.lines import line_of, line_without
    from mailcheck.fleet.hosting import kept

    last = kept(member)
    return line_of(member.label, last, last) if last else line_without(member.label, "Never looked at.")


def _shown(seen: "Iterator[tuple[str, Line]]", total: int) -> "Iterator[tuple[str, Line]]":
    """Yield the same, and say on a terminal how far the run has come."""
    for number, each in enumerate(seen, start=1):
        if sys.stderr.isatty():
            click.echo(f"\r{number} of {total}", nl=number == total, err=True)
        yield each
