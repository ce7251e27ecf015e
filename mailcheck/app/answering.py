"""`mailcheck answer`: who else reads the mail of an account? One question for everything that was seen of it."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.app.access import Access, Opener
    from mailcheck.audit.run import Keeper
    from mailcheck.model import AccountEvidence, Who
    from mailcheck.settings import Settings

WHY = """\
Why it is asked: clients trust that you alone read what they write. The policy
says that no partner and nobody in your family may. A colleague, staff, your
clinical executor or a supplier may, if it is agreed in writing."""
QUESTION = """\
Who else reads the mail of this account, or could?
  1  nobody but me
  2  my partner, or somebody in my family
  3  a colleague, or a member of staff
  4  my clinical executor, who tells my clients if I no longer can
  5  a supplier, such as the firm that looks after my computer
  s  skip for now
  q  stop here
If several are right, write them all, for example 3,4"""
AGREED = "access-agreed"
"""The declaration that says that it is agreed in writing who else reads."""
SKIP, STOP = "s", "q"
NOTHING = "There is nothing to answer: nothing was seen that you were not asked about."
SETTLED = "There is no more to do here until something new is seen."


@click.command()
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
@click.option("--again", is_flag=True, help="Ask about everything that is seen, also if it was answered.")
def answer(config: Path | None, again: bool) -> int:
    """Say who else reads an account's mail, where something suggests it.

    Looks afresh and shows names, so it needs a terminal. Each thing that was seen is asked about once.
    """
    from mailcheck.app.checking import asker
    from mailcheck.app.showing import NOT_A_SCREEN
    from mailcheck.errors import UserError
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import load_settings

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise UserError(NOT_A_SCREEN)
    settings = load_settings(config)
    keeper = Secrets.of(settings, ask=asker())
    ask_who(settings, keeper, _opener(settings, keeper), again=again)
    return 0


def _opener(settings: "Settings", keeper: "Keeper") -> "Opener":
    from mailcheck.gather.imap import open_mailbox

    by_name = {each.account.name: each for each in settings.accounts}
    return lambda account: open_mailbox(account, keeper.secret_for(by_name[account.name]))


def ask_who(settings: "Settings", keeper: "Keeper", opener: "Opener", *, again: bool = False) -> None:
    """Look at every account, ask about each for which something is open, and write every answer down at once."""
    from mailcheck.app.access import look_at_access
    from mailcheck.app.declaring import stopped
    from mailcheck.app.names import NOTICE
    from mailcheck.app.saying import command_line, say
    from mailcheck.gather.keys import Keys

    say("Looking at who may open your professional mail …")
    access = look_at_access(settings, opener, Keys(keeper.installation_key()))
    for trouble in access.troubles:
        say(f"mailcheck: {trouble}", err=True)
    waiting = waiting_in(access, again=again)
    if not waiting:
        say(NOTHING)
        return
    say(f"\n{NOTICE}\n\n{WHY}")
    ending, kept = "Done.", 0
    try:
        for seen in waiting:
            kept += _ask(seen, access, settings)
    except (KeyboardInterrupt, click.Abort):
        ending = stopped(kept)
    say(f"\n{ending} `{command_line(settings, 'check')}` shows where you stand.")
    if kept:
        say(f"To change an answer: `{command_line(settings, 'answer --again')}`.")


def waiting_in(access: "Access", *, again: bool = False) -> "tuple[AccountEvidence, ...]":
    """Return the accounts to ask about: where something is new, or, with `again`, where anything is seen."""
    from mailcheck.rules.signs import signs_of
    from mailcheck.rules.who_else import is_open

    return tuple(
        seen
        for seen in access.evidence.professional()
        if is_open(seen, access.evidence) or (again and signs_of(seen, access.evidence))
    )


def earlier_answer(seen: "AccountEvidence", access: "Access") -> str:
    """Return what the member said of an account so far, and why it is asked; empty if it was never asked."""
    from mailcheck.rules.who_else import is_open, said_on

    earlier = said_on(access.evidence.said.who_else_reads(seen.account.name))
    is_new = is_open(seen, access.evidence)
    return earlier and f"{earlier} {'Something new was seen since then.' if is_new else 'You can change that now.'}"


def write_answer(seen: "AccountEvidence", access: "Access", settings: "Settings", who: "tuple[Who, ...]") -> str:
    """Write down who else reads the mail of an account, and return the one thing to do next."""
    from mailcheck.model import WhoElse
    from mailcheck.rules.signs import signs_of
    from mailcheck.settings import record_who_else

    today, signs = date.today(), signs_of(seen, access.evidence)
    told = WhoElse(seen.account.name, who, tuple(sign.key for sign in signs), today, settings.member)
    record_who_else(settings.said_path, told)
    said = (each for each in settings.said.declarations if each.id == AGREED and today <= each.expires)
    agreed = any(each.answer == "yes" for each in said)
    return what_next(who, has_list=any(sign.row in {"J1", "J2"} for sign in signs), is_agreed=agreed)


def _ask(seen: "AccountEvidence", access: "Access", settings: "Settings") -> bool:
    """Ask the one question about an account, and write the answer down; False if it was skipped. Raises Abort."""
    from mailcheck.app.choosing import understood
    from mailcheck.app.saying import say
    from mailcheck.report.words import harmless
    from mailcheck.rules.signs import signs_of

    name = seen.account.name
    signs = signs_of(seen, access.evidence)
    click.echo(f"\n{harmless(name)} <{harmless(seen.account.address)}>\nThis was seen:")
    click.echo("\n".join(f"  - {harmless(sign.words)}" for sign in signs))
    for line in shown_names(access, name):
        click.echo(line)
    if earlier := earlier_answer(seen, access):
        click.echo(earlier)
    click.echo(f"\n{QUESTION}")
    who = understood(read_choice)
    if who:
        say(write_answer(seen, access, settings, who))
    return bool(who)


def shown_names(access: "Access", account: str) -> list[str]:
    """Return the server's own names of who may read an account, one line each."""
    from mailcheck.app.access import named

    lines = named(access.names.get(account, ()))
    return ["The mail server's own list says:", *(f"    {line}" for line in lines)] if lines else []


def read_choice(text: str) -> "tuple[Who, ...]":
    """Return what was chosen: nothing if it was skipped.

    Raises BadParameter if it is no choice, and Abort if it is to stop.
    """
    from mailcheck.model import Who

    if text.strip().lower() == STOP:
        raise click.Abort
    if text.strip().lower() == SKIP:
        return ()
    chosen = [part.strip() for part in text.replace(" ", ",").split(",") if part.strip()]
    if not chosen or not set(chosen) <= set("12345"):
        raise click.BadParameter("Please write a number from 1 to 5, or s or q.")
    if "1" in chosen and len(set(chosen)) > 1:
        raise click.BadParameter("Nobody and somebody cannot both be right.")
    return tuple(who for number, who in enumerate(Who, start=1) if str(number) in chosen)


def what_next(who: "tuple[Who, ...]", *, has_list: bool, is_agreed: bool = False) -> str:
    """Return thanks, and the one thing to do after an answer, or that there is none."""
    from mailcheck.model import Who
    from mailcheck.rules.who_else import GRANTED

    take_away = "in your webmail's settings for sharing, or ask whoever runs the mail server"
    if Who.FAMILY in who:
        return (
            "Thank you for saying so. It is common, and it can be put right: take their access "
            f"away {take_away}. If it is a joint address, "
            "open one of your own for your practice. A joint address at home is fine."
        )
    if GRANTED & set(who) and is_agreed:
        return f"Thank you. It is agreed in writing, as you said. {SETTLED}"
    if GRANTED & set(who):
        return "Thank you. Is it agreed in writing? `mailcheck declare` asks you that."
    if has_list:
        return f"Thank you. Then the list is wrong, perhaps by mistake. Take the access away {take_away}."
    return f"Thank you. {SETTLED}"
