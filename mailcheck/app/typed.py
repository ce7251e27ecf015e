"""Asks for the passwords that a person types in each time, before anything else is on the screen."""

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

from mailcheck.errors import SecretError
from mailcheck.settings import FromPrompt, Settings

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper


def ask_first(settings: Settings, keeper: "Keeper", only: Collection[str] = ()) -> None:
    """Ask now for every password that is typed in: a line that keeps changing would hide the question later.

    `only` names the accounts to be looked at; empty means all. The keeper remembers what it was told.
    """
    for each in settings.accounts:
        if isinstance(each.secret, FromPrompt) and (not only or each.account.name in only):
            with suppress(SecretError):  # the check meets it again, and the report says so
                keeper.secret_for(each)
