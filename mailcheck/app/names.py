"""The names behind a finding, fetched afresh: for the member's own screen, asked for by name. Nothing is kept.

The terminal and the page both show them; neither value shows a name when it is printed by accident.
"""

from dataclasses import field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from mailcheck.app.access import named
from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem, Problem, SettingsError, UserError
from mailcheck.gather.contained import contained
from mailcheck.gather.details import MessageDetails, fetch_details
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.keys import Keys
from mailcheck.gather.sharing import name_readers
from mailcheck.model import Item, Missing
from mailcheck.settings import AccountSettings, Settings

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.mailbox import Mailbox

NOTICE = "Names are shown. Do not share this screen."
LISTED = frozenset({"J1", "J2", "J3"})
"""Evidence behind which stands the mail server's own list of who may read."""
NOBODY = "The mail server's own list names nobody beside you now."
NO_LETTERS = "The report kept no single letters with this finding, so there are no names to show."


@dataclass(frozen=True, slots=True)
class Names:
    """What is behind a finding."""

    letters: tuple[MessageDetails | Missing, ...] = ()
    readers: tuple[str, ...] = field(default=(), repr=False)
    """Who may read, by the server's own names, a line each."""
    told: str = ""
    """What is said where there is neither."""


def fetch_names(settings: Settings, found: dict[str, Any], keeper: "Keeper") -> Names:
    """Sign in and fetch what a finding of the last report is about. Raises UserError, SecretError."""
    items = tuple(dict.fromkeys(map(_item, found["items"])))
    if not items and (found["rule"] != "not-shared-mailbox" or not LISTED & set(found["evidence_ids"])):
        return Names(told=NO_LETTERS)
    account = _account(settings, found["accounts"][0])
    mailbox = _opened(account, keeper)
    keys = Keys(keeper.installation_key())
    try:
        if not items:
            return _readers(settings, account, mailbox, keys)
        fetched = (contained(partial(fetch_details, mailbox, account.account, item, keys)) for item in items)
        return Names(tuple(fetched))
    finally:
        mailbox.close()


def _readers(settings: Settings, account: AccountSettings, mailbox: "Mailbox", keys: Keys) -> Names:
    others = [each.account for each in settings.accounts if each is not account]
    readers = name_readers(mailbox, account.account, others, keys)
    if isinstance(readers, Missing):
        return Names(told=readers.reason)
    return Names(readers=tuple(named(readers))) if readers else Names(told=NOBODY)


def _opened(account: AccountSettings, keeper: "Keeper") -> "Mailbox":
    try:
        return open_mailbox(account.account, keeper.secret_for(account))
    except AccountProblem as problem:
        raise UserError(Problem(problem.text)) from None


def _account(settings: Settings, name: str) -> AccountSettings:
    for each in settings.accounts:
        if each.account.name == name:
            return each
    raise SettingsError(Problem(f"The account {name!r} is no longer in the settings.", str(settings.path)))


def _item(each: dict[str, Any]) -> Item:
    return Item(each["folder"], each["uidvalidity"], each["uid"], date.fromisoformat(each["date"]))
