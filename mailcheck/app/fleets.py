"""`mailcheck fleet`: the members whose mailboxes an institute hosts, all in one run."""

import sys
from pathlib import Path

import click


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
    from mailcheck.app.several.running import look_at, required_format
    from mailcheck.errors import UserError
    from mailcheck.fleet import Bounds
    from mailcheck.fleet.executors import cluster, threads
    from mailcheck.fleet.hosting import unnoticed
    from mailcheck.settings import load_members

    show = required_format(output_format)
    listed = load_members(members)
    if wrong := unnoticed(listed, str(members)):
        raise UserError(wrong)

    def progress(ended: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{ended} of {len(listed)}", nl=ended == len(listed), err=True)

    with cluster(scheduler) if scheduler else threads(count) as executor:
        lines = look_at(listed, executor, Bounds(per_server=per_server), everyone=everyone, progress=progress)
    click.echo(show(lines), nl=False)
    return exit_code(lines)
