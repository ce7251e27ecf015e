"""`mailcheck open`: the local page, in the member's browser and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.app.web.desk import Desk

OPENED = "mailcheck is open in your browser. If no page came up, go to this address; it works once:"
WAITS = "mailcheck waits for your browser. Go to this address; it works once:"
LEAVE = "It closes by itself after half an hour without anybody looking. To close it now, press Ctrl-C."


@click.command("open")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--demo", "is_demo", is_flag=True, help="Show two invented mailboxes: no account, no network.")
@click.option("--browser/--no-browser", "has_browser", default=True, help="Open the browser, or only say where to go.")
def open_page(config: Path | None, is_demo: bool, has_browser: bool) -> None:
    """Show everything as a page in your browser. Nothing of it leaves this computer."""
    from contextlib import nullcontext

    from mailcheck.app.browser import private_browser
    from mailcheck.app.saying import say
    from mailcheck.app.web.serving import Serving, listening

    with _demo_desk() if is_demo else nullcontext(_own_desk(config)) as desk, listening() as listener:
        serving = Serving(listener, desk)
        address = serving.door.address
        with private_browser() as show:

            def begun() -> None:
                if has_browser:
                    show(address)

            say(OPENED if has_browser else WAITS)
            click.echo(f"\n  {address}\n")
            say(LEAVE)
            serving.run(begun=begun)
    say("mailcheck is closed.")


def _own_desk(config: Path | None) -> "Desk":
    """Return a desk for the member's own settings."""
    from mailcheck.app.web.desk import Desk
    from mailcheck.gather.credentials import Secrets

    return Desk(config, lambda settings, ask: Secrets.of(settings, ask=ask))


@contextmanager
def _demo_desk() -> "Iterator[Desk]":
    """Lend a desk for two invented mailboxes; what is said and seen goes when the page is closed."""
    from dataclasses import replace

    from mailcheck.app.demo import demo
    from mailcheck.app.demo.keeper import DemoKeeper
    from mailcheck.app.demo.names import DemoNames
    from mailcheck.app.web.desk import Desk

    with demo() as staged:
        keeper, folder = DemoKeeper(staged.environ), staged.settings_path.parent
        yield Desk(
            staged.settings_path,
            lambda settings, ask: keeper,
            resolver=DemoNames(),
            adapt=lambda settings: replace(settings, data_folder=folder),
            is_demo=True,
        )
