"""`mailcheck password`: keeps an account's password in the computer's own password store, or takes it out again."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.checking import CONFIG
from mailcheck.app.saying import command_line, say

if TYPE_CHECKING:
    from mailcheck.errors import UserError
    from mailcheck.gather.keyring_store import ErasableKeyring
    from mailcheck.settings import AccountSettings, Settings

AskHidden = Callable[[str], str]
"""Asks for something that is not shown while it is typed."""


@click.command()
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take the password out of the store again.")
@CONFIG
def password(name: str, remove: bool, config: Path | None) -> None:
    """Keep an account's password in your computer's own password store."""
    from mailcheck.gather.keyring_store import system_keyring
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    account = _account(settings, name)
    if remove:
        say(take_out(system_keyring(), account, settings))
    else:
        say(put_in(system_keyring(), account, settings, ask=_hidden))


def put_in(store: "ErasableKeyring", account: "AccountSettings", settings: "Settings", *, ask: AskHidden) -> str:
    """Ask twice for an account's password and keep it in the store. Returns what was done.

    Raises UserError if the settings keep this password elsewhere, or the store does not keep it.
    """
    from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, tell_keyring
    from mailcheck.settings import InKeyring

    name = account.account.name
    if not isinstance(account.secret, InKeyring):
        raise _elsewhere(name, settings)
    try:
        there = ask_keyring(store, name)  # before anybody types: a store that refuses says so now
        typed = _asked_twice(name, ask)
        tell_keyring(store, name, typed)
        if ask_keyring(store, name) != typed:
            raise _not_kept(name, settings)
    except StoreRefused as refused:
        raise _store_refused(refused.key, refused.text, name, settings) from None
    done = "replaced" if there else "kept"
    undo = command_line(settings, f"password {shlex.quote(name)} --remove")
    return f"The password of {name} is {done} in your computer's password store. To take it out again: `{undo}`"


def keep_tested(name: str, typed: str, settings: "Settings") -> str:
    """Keep a password that was found to work in the store. Returns what was done. Raises UserError."""
    from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, system_keyring, tell_keyring

    store = system_keyring()
    try:
        tell_keyring(store, name, typed)
        if ask_keyring(store, name) != typed:
            raise _not_kept(name, settings)
    except StoreRefused as refused:
        raise _store_refused(refused.key, refused.text, name, settings) from None
    return f"The password works, and is kept in your computer's password store for {name}."


def take_out(store: "ErasableKeyring", account: "AccountSettings", settings: "Settings") -> str:
    """Take an account's password out of the store. Returns what was done. Raises UserError if the store refuses."""
    from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, erase_in_keyring

    name = account.account.name
    try:
        if ask_keyring(store, name) is None:
            return f"No password of {name} is in your computer's password store. Nothing was changed."
        erase_in_keyring(store, name)
    except StoreRefused as refused:
        raise _store_refused(refused.key, refused.text, name, settings) from None
    return f"The password of {name} is no longer in your computer's password store."


def _asked_twice(name: str, ask: AskHidden) -> str:
    while True:
        typed = ask(f"Password for {name} (not shown while you type)")
        if ask("Once more, to be sure") == typed:
            return typed
        say("The two were not the same. Please type it again.", err=True)


def _hidden(question: str) -> str:
    from mailcheck.errors import Problem, UserError

    if not sys.stdin.isatty():
        raise UserError(Problem("A password is typed in.", remedy="Run `mailcheck password` in a terminal."))
    return str(click.prompt(question, hide_input=True, err=True))


def _account(settings: "Settings", name: str) -> "AccountSettings":
    from mailcheck.errors import Problem, UserError
    from mailcheck.gather.installation_key import ATTESTING, USER  # mailcheck's own entries are nobody's password

    for each in settings.accounts:
        if each.account.name == name != USER and not name.startswith(ATTESTING):
            return each
    names = ", ".join(each.account.name for each in settings.accounts)
    raise UserError(Problem(f"There is no account called {name!r}.", remedy=f"There are: {names}."))


def _elsewhere(name: str, settings: "Settings") -> "UserError":
    return _problem(
        f"Your settings say that the password of {name} is somewhere else than in the password store.",
        f'To keep it there, write under the account {name} in {settings.path}:\n  secret = "keyring"',
    )


def _store_refused(key: str, text: str, name: str, settings: "Settings") -> "UserError":
    if key != "store-none":
        return _problem(text)
    return _problem("This computer has no password store that mailcheck can use.", _prompt_instead(name, settings))


def _not_kept(name: str, settings: "Settings") -> "UserError":
    return _problem("The password store of this computer did not keep the password.", _prompt_instead(name, settings))


def _prompt_instead(name: str, settings: "Settings") -> str:
    return (
        f"To be asked for the password each time, write under the account {name} in {settings.path}:\n"
        '  secret = "prompt"'
    )


def _problem(what: str, remedy: str = "") -> "UserError":
    from mailcheck.errors import Problem, UserError

    return UserError(Problem(what, remedy=remedy))
