"""Checks that nobody sits before: for a scheduler, for a list of members, for a monitor."""

from collections.abc import Callable
from pathlib import Path

import click

UNKNOWN = 3
TOGETHER = 4
"""Members of a list who are looked at at one time."""


def scheduled(config: Path | None) -> int:
    """Make the nightly run, if it is due."""
    from mailcheck.app.nightly.run import nightly_run
    from mailcheck.settings.folders import usual_settings_path

    return nightly_run(config or usual_settings_path())


def of_members(path: Path, output_format: str, output: Path | None, *, quiet: bool) -> int:
    """Look at every member of a list, and show one line for each. Raises UserError for the list itself."""
    from mailcheck.app.several.lines import exit_code
    from mailcheck.app.several.running import look_at, required_format
    from mailcheck.fleet import Bounds
    from mailcheck.fleet.executors import threads
    from mailcheck.settings import load_members

    show = required_format(output_format)
    members = load_members(path)
    with threads(TOGETHER) as executor:
        lines = look_at(members, executor, Bounds(TOGETHER))
    shown = show(lines)
    if output is not None:
        from mailcheck.app.writing import write_private

        write_private(output, shown)
    elif not quiet:
        click.echo(shown, nl=False)
    return exit_code(lines)


def answered(output_format: str, look: Callable[[], int]) -> int:
    """Return the exit code of a look. A monitor reads standard output alone: there it is told of a wrong call, too."""
    from mailcheck.errors import UserError

    try:
        return look()
    except UserError as wrong:
        if output_format != "nagios":
            raise
        from mailcheck.report.words import harmless

        said = " ".join(harmless(str(wrong)).replace("|", "/").split())
        click.echo(f"MAILCHECK UNKNOWN - {said}")
        return UNKNOWN


def alone(option: str, others: dict[str, object]) -> None:
    """Raise UserError if an option is given with others that it takes no notice of."""
    from mailcheck.errors import Problem, UserError

    given = [name for name, value in others.items() if value]
    if given:
        raise UserError(Problem(f"cannot be used together with {' and '.join(given)}.", option))
