"""`mailcheck check`, `mailcheck show` and `mailcheck demo`: the main job."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.asked_for import require
from mailcheck.app.keeping import keep
from mailcheck.app.saying import complain, say, say_where_settings_are, show_pieces

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.credentials import Ask
    from mailcheck.gather.domain import Resolver
    from mailcheck.gather.reaching import Lines
    from mailcheck.model import Report
    from mailcheck.settings import Settings
    from mailcheck.state import State

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual one."
)
USUAL, KEPT = "text", "json"
"""How a report is shown unless something else is asked for, and how it is kept."""
FORMAT = click.option(
    "--format",
    "output_format",
    default=USUAL,
    metavar="text|json|html|…",
    help="How to show the report; oscal is for compliance suites.",
)
OUTPUT = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file."
)


@click.command()
@CONFIG
@click.option("--account", "accounts", multiple=True, metavar="NAME", help="Look at this account only; repeatable.")
@FORMAT
@OUTPUT
@click.option("--full", is_flag=True, help="Look at everything anew, not only at what is new or due.")
@click.option("--quiet", is_flag=True, help="Show no report and no progress; the exit code tells.")
@click.option("--look-back", is_flag=True, help="Tell as history what was sent before the day that counts.")
@click.option("--scheduled", is_flag=True, help="For a scheduler: only if it is due, and telling only what changed.")
@click.option(
    "--members", type=click.Path(path_type=Path, dir_okay=False), help="A list of members: one line for each of them."
)
def check(  # noqa: PLR0913, PLR0917 - click hands over one argument for each option
    config: Path | None,
    accounts: tuple[str, ...],
    output_format: str,
    output: Path | None,
    full: bool,
    quiet: bool,
    look_back: bool,
    scheduled: bool,
    members: Path | None,
) -> int:
    """Look at your accounts and say, clause by clause, how things stand."""
    from mailcheck.app import unattended

    asked = {"--account": accounts, "--full": full, "--look-back": look_back}
    if scheduled:
        unattended.alone("--scheduled", {**asked, "--members": members, "--output": output})
        return unattended.scheduled(config)
    if members is not None:
        unattended.alone("--members", {**asked, "--config": config})
        look = partial(unattended.of_members, members, output_format, output, quiet=quiet)
        return unattended.answered(output_format, look)
    look = partial(_look, config, accounts, output_format, output, full=full, quiet=quiet, look_back=look_back)
    return unattended.answered(output_format, look)


def _look(
    config: Path | None,
    accounts: tuple[str, ...],
    output_format: str,
    output: Path | None,
    *,
    full: bool,
    quiet: bool,
    look_back: bool,
) -> int:
    """Check by hand: look, keep what was found, and show it."""
    from mailcheck.app.policing import refresh
    from mailcheck.gather.reaching import Lines
    from mailcheck.settings import likely_accounts, load_settings, usual_settings_path

    with Lines(likely_accounts(config or usual_settings_path(), accounts)) as lines:
        if trouble := refresh(config):
            say(trouble, err=True)
        settings = load_settings(config)
        require(settings, accounts, output_format)
        report, kept = _checked(settings, accounts, lines, full=full, quiet=quiet, look_back=look_back)
    if not quiet:
        deliver(report, output_format, output, settings.plugins, kept)
        if output_format == "text" and output is None and sys.stdout.isatty():
            say_where_settings_are(settings)
    return report.exit_code


def _checked(
    settings: "Settings", accounts: tuple[str, ...], lines: "Lines", *, full: bool, quiet: bool, look_back: bool
) -> tuple["Report", tuple[bytes, ...]]:
    """Look, while nobody else does, and keep what was found. Returns the report too as it was kept, if it was."""
    from mailcheck.app.browsing import beginner
    from mailcheck.app.own_key import note_own_key
    from mailcheck.gather.credentials import Secrets
    from mailcheck.state import State
    from mailcheck.state.lock import only_run

    with only_run(settings.state_path), State.open(settings.state_path) as state:
        for notice in state.notices:
            say(notice, err=True)
        if full:
            state.forget_looks()
        keeper = Secrets.of(settings, ask=asker(), tell=complain, begin=beginner())
        if notice := note_own_key(settings, keeper):
            say(notice, err=True)
        report = run(settings, keeper, state, accounts, look_back=look_back, quiet=quiet, lines=lines)
        kept = () if accounts else keep(settings, state, report)
    return report, kept


@click.command()
@FORMAT
@OUTPUT
def demo(output_format: str, output: Path | None) -> int:
    """Show a check of two invented mailboxes. Needs no account and no network."""
    from mailcheck.app.demo import demo as served
    from mailcheck.app.demo.keeper import DemoKeeper
    from mailcheck.app.demo.names import DemoNames
    from mailcheck.settings import load_settings
    from mailcheck.state import State

    with served() as staged:
        settings = load_settings(staged.settings_path)
        require(settings, (), output_format)
        report = run(settings, DemoKeeper(staged.environ), State.in_memory(), (), resolver=DemoNames())
    deliver(report, output_format, output, ())
    if output_format == "text" and output is None:
        say("\nThis was a demo: an invented therapist, two invented mailboxes, a real check over real IMAP.")
        say("For your own accounts, begin with `mailcheck setup`.")
    return 0


@click.command()
@click.argument("finding")
@CONFIG
def show(finding: str, config: Path | None) -> int:
    """Show the names behind a finding, fetched afresh, on this screen only."""
    from mailcheck.app.showing import show_finding

    return show_finding(finding, config, ask=asker())


def run(
    settings: "Settings",
    keeper: "Keeper",
    state: "State | None",
    accounts: tuple[str, ...],
    *,
    look_back: bool = False,
    quiet: bool = False,
    resolver: "Resolver | None" = None,
    lines: "Lines | None" = None,
) -> "Report":
    """Run the check with progress on a terminal, and without a word elsewhere. What is typed in is asked for first."""
    import mailcheck
    from mailcheck.app.progress import shown_on_terminal
    from mailcheck.app.typed import ask_first
    from mailcheck.gather.reaching import reach

    ask_first(settings, keeper, accounts)
    with shown_on_terminal(quiet=quiet) as progress:
        return mailcheck.check(
            settings,
            secrets=keeper,
            state=state,
            progress=progress,
            only=accounts,
            look_back=look_back,
            resolver=resolver,
            reach=lines.reach if lines else reach,
        )


def deliver(
    report: "Report",
    output_format: str,
    output: Path | None,
    plugins: tuple[str, ...],
    kept: tuple[bytes, ...] = (),
) -> None:
    """Write the report to a file that only its owner can read, or show it. `kept`: it as JSON, squeezed."""
    from mailcheck.report import renderer, told
    from mailcheck.state.squeezed import in_pieces

    render = renderer(output_format, plugins)
    assert render is not None  # noqa: S101 - told to mypy; an unknown format was refused before the run
    pieces = in_pieces(kept) if kept and output_format == KEPT else told(render, report)
    if output is not None:
        from mailcheck.app.writing import write_private_pieces

        write_private_pieces(output, pieces)
    elif output_format == "text" and sys.stdout.isatty():
        from rich.console import Console

        from mailcheck.report.terminal import page

        Console(highlight=False, emoji=False, markup=False).print(page(report))
    else:
        show_pieces(pieces)


def asker() -> "Ask | None":
    """Return what asks for a password on a terminal; None where nobody could answer."""
    if not sys.stdin.isatty():
        return None

    def ask(account: str) -> str:
        return str(click.prompt(f"Password for {account} (not shown while you type)", hide_input=True, err=True))

    return ask
