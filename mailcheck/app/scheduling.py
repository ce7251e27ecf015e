"""`mailcheck schedule`: the nightly run, switched on, looked at and switched off."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.listing import Listed

if TYPE_CHECKING:
    from mailcheck.app.schedule import Kind, Plan

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
WITH = click.option(
    "--with",
    "kind",
    type=click.Choice(["systemd", "launchd", "windows", "cron"]),
    help="What starts it, if not the system's own way.",
)


@click.group(cls=Listed)
def schedule() -> None:
    """Let mailcheck look every night by itself, and tell you what changed."""


@schedule.command()
@WITH
@CONFIG
def install(kind: str | None, config: Path | None) -> int:
    """Switch the nightly run on. For you alone; no administrator is needed."""
    from mailcheck.app import schedule as nightly
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings

    settings = load_settings(config)  # a nightly run that could only fail is not switched on
    done = nightly.install(settings.path, kind=_kind(kind))
    say(f"The nightly run is switched on, by {done.kind.called}.")
    for piece in done.pieces:
        click.echo(f"  {piece.path}")
    for sentence in nightly.status(settings.path).sentences()[1:]:
        say(sentence)
    say("You hear of it only when something changed, and once a month that all is well.")
    return 0


@schedule.command()
@CONFIG
def status(config: Path | None) -> int:
    """Say whether the nightly run is on, when it last ran, and when it will run next."""
    from mailcheck.app import schedule as nightly
    from mailcheck.app.saying import say

    found = nightly.status(_path(config))
    for sentence in found.sentences():
        say(sentence)
    return 0 if found.is_well else 1


@schedule.command()
@CONFIG
def remove(config: Path | None) -> int:
    """Switch the nightly run off."""
    from mailcheck.app import schedule as nightly
    from mailcheck.app.saying import say

    gone = nightly.remove(_path(config))
    say("The nightly run is switched off." if gone else "There was no nightly run to switch off.")
    return 0


@schedule.command()
@WITH
@CONFIG
def show(kind: str | None, config: Path | None) -> int:
    """Show what `install` would write and run, and do nothing."""
    from mailcheck.app import schedule as nightly

    click.echo(shown(nightly.plan(_path(config), kind=_kind(kind))), nl=False)
    return 0


def shown(plan: "Plan") -> str:
    """Return a plan as text that can be read, and copied by whoever would rather do it by hand."""
    parts = [f"# {piece.path}\n{piece.text}" for piece in plan.pieces]
    if plan.crontab:
        parts.append(f"# to be added to your crontab\n{plan.crontab}")
    if plan.start:
        parts.append("".join(("# then\n", *(f"{' '.join(command)}\n" for command in plan.start))))
    return "\n".join(parts)


def _kind(name: str | None) -> "Kind | None":
    from mailcheck.app.schedule import Kind

    return None if name is None else Kind(name)


def _path(config: Path | None) -> Path:
    """Return the settings file; that it can be read is not needed to look at the schedule, or to remove it."""
    from mailcheck.settings import usual_settings_path

    return config.expanduser().absolute() if config else usual_settings_path()
