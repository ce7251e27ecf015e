"""`mailcheck fleet`: the members whose mailboxes an institute hosts, all in one run."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from mailcheck.fleet import Ended
    from mailcheck.report.members import Glance
    from mailcheck.settings import Member


@click.command()
@click.argument("members", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--threads", "count", default=8, show_default=True, type=click.IntRange(1, 64), help="Members at a time.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster instead: tls://scheduler.example:8786.")
@click.option(
    "--per-server", default=8, show_default=True, type=click.IntRange(1), help="Members at a time, each server."
)
@click.option("--everyone", is_flag=True, help="Also those who were looked at less than twenty hours ago.")
@click.option("--format", "output_format", default="text", type=click.Choice(["text", "json"]), help="How to show it.")
def fleet(members: Path, count: int, scheduler: str | None, per_server: int, everyone: bool, output_format: str) -> int:
    """Look at the accounts of many members, each named in a list with the day they were told.

    A run that is cut off goes on where it stopped. Nothing of a member is shown but a label and counts.
    """
    from mailcheck.errors import UserError
    from mailcheck.fleet.hosting import unnoticed
    from mailcheck.model import worst
    from mailcheck.report.members import as_object, lines
    from mailcheck.settings import load_members

    listed = load_members(members)
    if wrong := unnoticed(listed, str(members)):
        raise UserError(wrong)
    with _executor(scheduler, count) as executor:
        seen = list(_shown(_run(listed, executor, per_server, everyone=everyone), len(listed)))
    seen += _not_due(listed, {each.label for each in seen})
    if output_format == "json":
        click.echo(json.dumps(as_object(seen), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(seen)))
    return worst(each.status for each in seen).exit_code


def _executor(scheduler: str | None, count: int) -> "AbstractContextManager[Executor]":
    from mailcheck.fleet.executors import cluster, threads

    return cluster(scheduler) if scheduler else threads(count)


def _run(members: "tuple[Member, ...]", executor: "Executor", per_server: int, *, everyone: bool) -> "Iterator[Glance]":
    """Yield each member as it ends, beside the report of the run before."""
    from mailcheck.fleet import Bounds, run_fleet
    from mailcheck.fleet.hosting import prepared

    now = datetime.now().astimezone()
    waiting = prepared(members, now, everyone=everyone)
    for ended in run_fleet(waiting, executor, bounds=Bounds(per_server=per_server)):
        yield _glance(ended)


def _not_due(members: "tuple[Member, ...]", seen: set[str]) -> "list[Glance]":
    """Return those whose turn it was not, as their last run found them."""
    from mailcheck.fleet.hosting import kept
    from mailcheck.report.members import Glance

    return [Glance(each.label, last, last) for each in members if each.label not in seen for last in [kept(each)]]


def _glance(ended: "Ended") -> "Glance":
    from mailcheck.fleet import Failed
    from mailcheck.report.members import Glance

    match ended:
        case Failed(label, why):
            return Glance(label, None, why=why)
        case finished:
            return Glance(finished.label, finished.seen.report, finished.seen.before)


def _shown(seen: "Iterator[Glance]", total: int) -> "Iterator[Glance]":
    """Yield the same, and say on a terminal how far the run has come."""
    for number, each in enumerate(seen, start=1):
        if sys.stderr.isatty():
            click.echo(f"\r{number} of {total}", nl=number == total, err=True)
        yield each
