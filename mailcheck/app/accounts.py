"""`mailcheck account`: add, list, test, sign in to and remove the accounts in the settings."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.listing import Listed

if TYPE_CHECKING:
    from mailcheck.settings import AccountSettings, Settings

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
ROLES = ("professional", "personal", "enquiries")
ADDED = frozenset(("further", "letter", "report", "done", "declared"))
"""Steps of the set-up at which an account is in the settings, or was left out."""


@click.group(cls=Listed)
def account() -> None:
    """Add an account, test it, sign in to it again, or remove it."""


@account.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="professional", help="What it is for.")
@CONFIG
def add(name: str, role: str, config: Path | None) -> int:
    """Set up one more account, step by step."""
    from dataclasses import replace

    from mailcheck.app.saying import say
    from mailcheck.app.setting_up import needs_a_terminal, teller, walk_while
    from mailcheck.app.steps import Draft, Progress
    from mailcheck.app.steps.work import Walk
    from mailcheck.errors import Problem, UserError
    from mailcheck.model import Role

    needs_a_terminal()
    walk = Walk(config.expanduser().absolute() if config else None, tell=teller, is_kept=False)
    if name.casefold() in {each.casefold() for each in _names(walk.path)}:
        raise UserError(Problem(f"There is an account called {name!r} already.", remedy="Choose another name."))
    walk.facts = replace(walk.facts, known={})
    draft = Draft(Role(role), name)
    side = Role.PERSONAL if role == Role.PERSONAL else Role.PROFESSIONAL
    first = Progress(at="address", role=side, shared=_is_shared(walk.path))
    first = replace(first, home=draft) if side is Role.PERSONAL else replace(first, work=draft)
    last = walk_while(walk, first, lambda progress: progress.at not in ADDED and progress.role is side)
    done = last.home if side is Role.PERSONAL else last.work
    say(f"{name} is in your settings now." if done.is_done else "Nothing was added.")
    return 0


@account.command("list")
@CONFIG
def listed(config: Path | None) -> int:
    """Show the accounts in the settings, and how each is signed in to."""
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    for each in settings.accounts:
        provider = each.account.provider.name if each.account.provider else each.account.host
        click.echo(f"{each.account.name:<16} {each.account.role.value:<13} {_where(each)}; {provider}")
    for declared in settings.declared:
        click.echo(f"{declared.name:<16} {declared.role.value:<13} declared, not connected")
    return 0


@account.command("test")
@click.argument("name")
@CONFIG
def test(name: str, config: Path | None) -> int:
    """Sign in to an account, read-only, and say what was found."""
    from mailcheck.app.browsing import beginner
    from mailcheck.app.checking import asker
    from mailcheck.app.four_lines import four_lines
    from mailcheck.app.saying import complain, say
    from mailcheck.errors import AccountProblem, SecretError
    from mailcheck.gather.credentials import Secrets
    from mailcheck.gather.trial import try_account
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    found = named(settings, name)
    keeper = Secrets.of(settings, ask=asker(), tell=complain, begin=beginner())
    try:
        trial = try_account(found.account, keeper.secret_for(found))
    except (AccountProblem, SecretError) as problem:
        complain("\n".join(four_lines(problem, name)))
        return 3
    say(_works(trial.messages))
    return 0


@account.command("sign-in")
@click.argument("name")
@click.option("--browser", "how", flag_value="browser", help="Sign in in the browser, also where a password would do.")
@click.option("--code", "how", flag_value="code", help="Sign in with a code that you type in on another device.")
@CONFIG
def sign_in(name: str, how: str | None, config: Path | None) -> int:
    """Sign in to an account again: in the browser, or with a password that is tested before it is kept.

    Where nothing keeps a password for you, write secret = "prompt" under the account, and it is asked for each time.
    """
    from mailcheck.app.signing_in import again
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    return again(settings, named(settings, name), how or "")


@account.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@CONFIG
def remove(name: str, yes: bool, config: Path | None) -> int:
    """Take an account out of the settings, with its password or sign-in."""
    from mailcheck.app.leaving import forget_secrets, revoking
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings
    from mailcheck.settings.edit import remove_account

    settings = load_settings(config)
    connected = [each for each in settings.accounts if each.account.name == name]
    if not connected and name not in {each.name for each in settings.declared}:
        named(settings, name)
    if not yes and not click.confirm(f"Take {name} out of your settings, and its password out of the store?"):
        say("Nothing was changed.")
        return 0
    remove_account(settings.path, name)
    for each in connected:
        for line in (*forget_secrets(settings, each), *revoking(each.account)):
            say(line)
    say(f"{name} is no longer in your settings. Nothing in the mailbox was changed.")
    return 0


def named(settings: "Settings", name: str) -> "AccountSettings":
    """Return the connected account of a name. Raises UserError with the names there are."""
    from mailcheck.errors import Problem, UserError

    for each in settings.accounts:
        if each.account.name == name:
            return each
    names = ", ".join(each.account.name for each in settings.accounts) or "none yet"
    raise UserError(Problem(f"There is no connected account called {name!r}.", remedy=f"There are: {names}."))


def _works(messages: int | None) -> str:
    if messages is None:
        return "Read-only. The sign-in works; your home mail was not counted. Nothing was changed."
    letters = "1 sent message" if messages == 1 else f"{messages} sent messages"
    return f"Read-only. {letters} found. Nothing was changed."


def _where(each: "AccountSettings") -> str:
    from mailcheck.settings import FromCommand, FromPrompt, FromSignIn, FromTokenCommand, InKeyring, InTurn

    match each.secret:
        case InKeyring():
            return "password in the computer's store"
        case FromPrompt():
            return "password typed each time"
        case FromSignIn():
            return "signed in in the browser"
        case FromCommand() | FromTokenCommand():
            return "a command prints it"
        case InTurn():
            return "several places in turn"
    return "password kept as the settings say"


def _names(path: Path) -> tuple[str, ...]:
    from mailcheck.errors import SettingsError
    from mailcheck.settings import load_settings

    try:
        settings = load_settings(path)
    except SettingsError:
        if path.exists():
            raise
        return ()
    return (*(each.account.name for each in settings.accounts), *(each.name for each in settings.declared))


def _is_shared(path: Path) -> bool:
    from mailcheck.errors import SettingsError
    from mailcheck.settings import load_settings

    try:
        return load_settings(path).shared_computer
    except SettingsError:
        return False
