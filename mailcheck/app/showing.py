"""`mailcheck show`: the names behind a finding, on the member's own screen and nowhere else."""

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from mailcheck.app.access import named
from mailcheck.app.last_report import the_one
from mailcheck.app.saying import say, with_settings
from mailcheck.errors import AccountProblem, Problem, SettingsError, UserError
from mailcheck.gather.contained import contained
from mailcheck.gather.credentials import Ask, Secrets
from mailcheck.gather.details import MessageDetails, fetch_details
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.keys import Keys
from mailcheck.gather.sharing import name_readers
from mailcheck.model import Item, Missing
from mailcheck.model.days import day_in_words
from mailcheck.report.words import count, harmless
from mailcheck.settings import AccountSettings, Settings, load_settings

NOTICE = "Names are shown. Do not share this screen."
LISTED = frozenset({"J1", "J2", "J3"})
"""Evidence behind which stands the mail server's own list of who may read."""
NOT_SHOWN = "The mail server's own list names nobody beside you now."
NOT_A_SCREEN = Problem(
    "Names are shown on a screen only, and this output goes to a file or another program.",
    remedy="Run `mailcheck show` in a terminal, without > or |.",
)


def show_finding(finding: str, config: Path | None, *, ask: Ask | None) -> int:
    """Show a finding of the last report with names and recipients, fetched afresh. Returns the exit code.

    Raises UserError if standard output is no terminal, or there is no such finding.
    """
    if not sys.stdout.isatty():
        raise UserError(NOT_A_SCREEN)
    settings = load_settings(config)
    found = the_one(settings, finding)
    say(f"{NOTICE}\n\n{found['title']}\n{with_settings(settings, found['remedy'])}")
    items = [_item(each) for each in found["items"]]
    if not items:
        say(_without_letters(settings, found, ask))
        return 0
    account = _account(settings, found["accounts"][0])
    keeper = Secrets.of(settings, ask=ask)
    secret = keeper.secret_for(account)
    try:
        mailbox = open_mailbox(account.account, secret)
    except AccountProblem as problem:
        raise UserError(Problem(problem.text)) from None
    keys = Keys(keeper.installation_key())
    try:
        for item in dict.fromkeys(items):
            say(described(contained(partial(fetch_details, mailbox, account.account, item, keys))))
    finally:
        mailbox.close()
    return 0


def _without_letters(settings: Settings, found: dict[str, Any], ask: Ask | None) -> str:
    """Return what can be shown of a finding that is not about single letters: who may open the mailbox."""
    if found["rule"] != "not-shared-mailbox" or not LISTED & set(found["evidence_ids"]):
        return "\nThe report kept no single letters with this finding, so there are no names to show."
    account = _account(settings, found["accounts"][0])
    keeper = Secrets.of(settings, ask=ask)
    others = [each.account for each in settings.accounts if each is not account]
    try:
        mailbox = open_mailbox(account.account, keeper.secret_for(account))
    except AccountProblem as problem:
        raise UserError(Problem(problem.text)) from None
    try:
        readers = name_readers(mailbox, account.account, others, Keys(keeper.installation_key()))
    finally:
        mailbox.close()
    if isinstance(readers, Missing):
        return f"\n{readers.reason}"
    return "\n".join(["", *(f"  {line}" for line in named(readers))]) if readers else f"\n{NOT_SHOWN}"


def described(details: MessageDetails | Missing) -> str:
    """Return one letter in words. For the member's own screen."""
    if isinstance(details, Missing):
        return f"\n{details.reason}"
    files = [f"  {harmless(each.name or 'a file without a name')}, {size(each.size)}" for each in details.documents]
    people = ", ".join(harmless(each) for each in details.recipients) or "nobody named"
    lines = [f"\nLetter of {day_in_words(details.stored)} to {people}"]
    if files:
        lines += [f"  with {count(len(files), 'file')}:", *files]
    return "\n".join(lines)


def size(octets: int) -> str:
    """Return a size as people read it."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))} KB"


def _account(settings: Settings, name: str) -> AccountSettings:
    for each in settings.accounts:
        if each.account.name == name:
            return each
    raise SettingsError(Problem(f"The account {name!r} is no longer in the settings.", str(settings.path)))


def _item(each: dict[str, Any]) -> Item:
    return Item(each["folder"], each["uidvalidity"], each["uid"], date.fromisoformat(each["date"]))
