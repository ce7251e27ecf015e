"""`mailcheck letter`: the test letter, which a person sends and mailcheck looks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.credentials import Secrets
    from mailcheck.gather.mailbox import Mailbox
    from mailcheck.model.letter import Letter
    from mailcheck.settings import AccountSettings, Settings

NO_ACCOUNT = Problem(
    "No professional account is connected, so there is no mailbox in which mailcheck could look for a test letter.",
    remedy="Connect one with `mailcheck setup`.",
)


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--again", is_flag=True, help="Begin anew, though a letter is under way or has been found.")
def letter(config: Path | None, again: bool) -> int:
    """Find out with a letter that you send yourself whether your mailboxes are two. mailcheck sends nothing."""
    from mailcheck.app.letter_text import told
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings, record_letter

    settings = load_settings(config)
    now = datetime.now().astimezone()
    known = () if again else _looked_for(settings, now)
    letters = [*known, *missing_letters(settings, known, now)]
    if not letters:
        raise UserError(NO_ACCOUNT)
    for each in letters:
        record_letter(settings.said_path, each)
        say("\n".join(told(each, is_theirs=each.code in from_supervisors(settings))))
    say("\nRun `mailcheck letter` again after ten minutes; `mailcheck check` looks as well.")
    return 0


def _looked_for(settings: "Settings", now: datetime) -> tuple["Letter", ...]:
    """Return the latest letter of each way, as far as it has come; sign in only if one is still looked for."""
    latest = tuple(latest_letters(settings.said.letters, settings))
    if not any(each.is_sought(now) for each in latest):
        return latest
    mailboxes = dict(opened(accounts_of(latest, settings, now), keeper_for(settings)))
    return tuple(answered(each, now) for each in seen_in(mailboxes, latest, settings, now))


def accounts_of(letters: Iterable["Letter"], settings: "Settings", now: datetime) -> list["AccountSettings"]:
    """Return the accounts in which a letter is still looked for."""
    wanted = {name for each in letters if each.is_sought(now) for name in (each.to, each.other)}
    return [each for each in settings.accounts if each.account.name in wanted]


def seen_in(
    mailboxes: Mapping[str, "Mailbox"], letters: Iterable["Letter"], settings: "Settings", now: datetime
) -> tuple["Letter", ...]:
    """Look for the letters in mailboxes that are open, close these, and return how far each letter has come."""
    from mailcheck.gather.keys import Keys, Purpose
    from mailcheck.gather.letter import look_for_letters
    from mailcheck.parse.recognise import recognisers

    keys = Keys.random()
    whose = recognisers((each.account for each in settings.accounts), lambda text: keys.digest(Purpose.ADDRESS, text))
    try:
        return look_for_letters(letters, mailboxes, whose, now)
    finally:
        for mailbox in mailboxes.values():
            mailbox.close()


def keeper_for(settings: "Settings") -> "Secrets":
    """Return where passwords come from; on a terminal they may be asked for."""
    from mailcheck.app.checking import asker
    from mailcheck.gather.credentials import Secrets

    return Secrets.of(settings, ask=asker())


def _say_trouble(trouble: str) -> None:
    click.echo(trouble, err=True)


def opened(
    accounts: Iterable["AccountSettings"], keeper: "Keeper", tell: Callable[[str], object] = _say_trouble
) -> Iterator[tuple[str, "Mailbox"]]:
    """Sign in to each account; one that cannot be reached is told, and left out."""
    from mailcheck.errors import AccountProblem, SecretError
    from mailcheck.gather.imap import open_mailbox

    for each in accounts:
        name = each.account.name
        try:
            yield name, open_mailbox(each.account, keeper.secret_for(each))
        except (AccountProblem, SecretError) as problem:
            tell(f"{name} could not be looked at: {problem}")


def latest_letters(letters: Iterable["Letter"], settings: "Settings") -> Iterator["Letter"]:
    """Yield the latest letter of each way between the accounts that are set up.

    One that a supervisor sends takes the place of the member's own only when it is finished.
    """
    from mailcheck.model.letter import LetterState

    theirs = from_supervisors(settings)
    finished = {LetterState.APART, LetterState.BOTH}
    for to, other in ways(settings):
        of_way = [each for each in letters if (each.to, each.other) == (to, other)]
        if of_way:
            yield max(of_way, key=lambda each: (each.code not in theirs or each.state in finished, each.made))


def from_supervisors(settings: "Settings") -> frozenset[str]:
    """Return the codes of letters that somebody else sends: a supervisor, with an invitation."""
    return frozenset(each.code for each in settings.said.invitations)


def ways(settings: "Settings") -> Iterator[tuple[str, str]]:
    """Yield every way that a letter can take: to a professional account and then back; `""` is not connected."""
    work = [each.account.name for each in settings.accounts if each.account.role.is_professional]
    home = [each.account.name for each in settings.accounts if not each.account.role.is_professional] or [""]
    for professional in work:
        for personal in home:
            yield professional, personal
            yield personal, professional


def missing_letters(settings: "Settings", known: Iterable["Letter"], now: datetime) -> Iterator["Letter"]:
    """Yield a new letter for each way that needs one; the way back waits until the first has arrived."""
    from mailcheck.gather.letter import new_code
    from mailcheck.model.letter import Letter, LetterState

    by_way = {(each.to, each.other): each for each in known}
    for at, (to, other) in enumerate(ways(settings)):
        old = by_way.get((to, other))
        if old is not None and (old.is_sought(now) or old.holds(now)):
            continue
        back = by_way.get((other, to))
        is_first = at % 2 == 0
        if is_first or (back is not None and back.state in {LetterState.APART, LetterState.BOTH}):
            yield Letter(new_code(), to, other, now)


def answered(each: "Letter", now: datetime) -> "Letter":
    """Ask the member about the mailbox that mailcheck cannot look into; nobody is asked where nobody could answer."""
    import sys

    question = own_look(each, now)
    if not question or not sys.stdin.isatty():
        return each
    return with_own_look(each, now, is_there=click.confirm(question))


def own_look(each: "Letter", now: datetime) -> str:
    """Return what only the member can see of a letter, as a question; empty if there is nothing to ask (yet)."""
    from mailcheck.model.letter import SETTLED, LetterState

    if now - each.made < SETTLED:
        return ""
    if not each.other and each.state is LetterState.ARRIVED:
        return f"Look into your other mailbox, in every folder: is the letter {each.code} there too?"
    if not each.to and each.state is LetterState.WAITING:
        return f"Look into your other mailbox: has the letter {each.code} arrived there?"
    return ""


def with_own_look(each: "Letter", now: datetime, *, is_there: bool) -> "Letter":
    """Return a letter with what the member saw of it; one that has not arrived yet is still waited for."""
    from mailcheck.model.letter import LetterState

    if not each.to and not is_there:
        return each
    state = LetterState.BOTH if is_there and each.to else LetterState.APART
    return replace(each, state=state, looked=now, declared=True)
