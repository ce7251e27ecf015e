"""`mailcheck settings`: where the settings file belongs, and an example to begin with."""

import os
from pathlib import Path

import click

from mailcheck.app.saying import say

PLACED = """\
Open it in a text editor and put in your own two accounts. No password belongs in it; `mailcheck password NAME` keeps \
each in your computer's own password store."""


@click.command()
@click.option("--create", is_flag=True, help="Put an example there to begin with; never over a file that is there.")
def settings(create: bool) -> None:
    """Say where your settings file belongs, and put an example there."""
    from mailcheck.settings import usual_settings_path

    path = usual_settings_path()
    if create:
        place_example(path)
        say("An example is there now:\n")
        click.echo(f"  {path}\n")  # whole, however long and whatever spaces it holds
        say(PLACED)
        return
    click.echo(path)  # alone and whole, so that another program can take it
    if not path.exists():
        say("Nothing is there yet. `mailcheck settings --create` puts an example there.", err=True)


def place_example(path: Path) -> None:
    """Write the example settings where only their owner can read them. Raises UserError, if a file is there already."""
    from mailcheck.errors import Problem, UserError
    from mailcheck.settings import shipped

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_EXCL: a file that is there, or a link, is never written over.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(Problem("A file is there already. It was left as it is.", str(path))) from None
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"The example could not be written ({why}).", str(path))) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(shipped("mailcheck.example.toml"))
