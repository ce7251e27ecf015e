"""Signing in to an account again: in the browser, or with a password that is tested before it is kept."""

import sys
from typing import TYPE_CHECKING

import click

from mailcheck.app.four_lines import four_lines
from mailcheck.app.saying import complain, say
from mailcheck.errors import AccountProblem, Problem, SecretError, UserError
from mailcheck.settings import AccountSettings, FromSignIn, InKeyring, Settings

if TYPE_CHECKING:
    from mailcheck.gather.oauth.service import Granted
    from mailcheck.model.issuer import Issuer

COULD_NOT = 3


def again(settings: Settings, found: AccountSettings, how: str) -> int:
    """Sign in to an account and keep what came of it. `how` is `browser`, `code`, or empty: as it was, or must be."""
    if not sys.stdin.isatty():
        remedy = "Run `mailcheck account sign-in` in a terminal."
        raise UserError(Problem("Signing in needs somebody who is there.", remedy=remedy))
    try:
        if how or isinstance(found.secret, FromSignIn) or _needs_browser(found):
            return _in_browser(settings, found, how)
        return _with_password(settings, found)
    except (AccountProblem, SecretError) as problem:
        complain("\n".join(four_lines(problem, found.account.name)))
        return COULD_NOT


def _needs_browser(found: AccountSettings) -> bool:
    """Whether the server takes no password of any kind. Raises AccountProblem."""
    from mailcheck.gather.imap.meeting import meet_server

    return not meet_server(found.account).takes_passwords


def _in_browser(settings: Settings, found: AccountSettings, how: str) -> int:
    from mailcheck.app.browsing import in_browser, with_code
    from mailcheck.gather.credentials import Secrets
    from mailcheck.gather.trial import try_account
    from mailcheck.settings.edit import put_account

    name = found.account.name
    issuer = _issuer(settings, found)
    granted: Granted = with_code(name, issuer) if how == "code" else in_browser(name, issuer, found.account.address)
    try_account(found.account, granted.token)
    say(Secrets.of(settings).sign_ins.keep(name, granted))
    put_account(settings.path, {"name": name, "secret": f"oauth:{issuer.id}", "command": None, "token_command": None})
    say(f"{name} works. Read-only; nothing was changed.")
    return 0


def _issuer(settings: Settings, found: AccountSettings) -> "Issuer":
    from mailcheck.gather.credentials import Secrets

    provider = found.account.provider
    named = found.secret.issuer if isinstance(found.secret, FromSignIn) else (provider and provider.oauth) or ""
    if not named:
        own = [name for name, each in settings.issuers.items() if each.is_usable]
        named = own[0] if len(own) == 1 else ""
    if not named:
        remedy = 'Write secret = "oauth:NAME" under the account, and [oauth.NAME] with what your institute sent you.'
        raise SecretError(Problem("mailcheck does not know whose sign-in this account takes.", remedy=remedy))
    return Secrets.of(settings).sign_ins.issuer(named)


def _with_password(settings: Settings, found: AccountSettings) -> int:
    from mailcheck.app.passwords import keep_tested
    from mailcheck.gather.secret import Password
    from mailcheck.gather.trial import try_account

    name = found.account.name
    typed = str(click.prompt(f"Password for {name} (not shown while you type)", hide_input=True, err=True))
    try_account(found.account, Password(typed))
    if isinstance(found.secret, InKeyring) and not settings.shared_computer:
        say(keep_tested(name, typed, settings))
    else:
        say("The password works. It was not kept: your settings say that it is somewhere else, or asked for each time.")
    return 0
