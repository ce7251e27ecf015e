"""`mailcheck show`: the names behind a finding, on the member's own screen and nowhere else."""

import sys
from pathlib import Path

from mailcheck.app.last_report import the_one
from mailcheck.app.names import NOTICE, fetch_names
from mailcheck.app.saying import say, with_settings
from mailcheck.errors import Problem, UserError
from mailcheck.gather.credentials import Ask, Secrets
from mailcheck.gather.details import MessageDetails
from mailcheck.model import Missing
from mailcheck.model.days import day_in_words
from mailcheck.report.words import count, harmless
from mailcheck.settings import load_settings

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
    names = fetch_names(settings, found, Secrets.of(settings, ask=ask))
    for letter in names.letters:
        say(described(letter))
    if names.readers:
        say("\n".join(["", *(f"  {line}" for line in names.readers)]))
    if names.told:
        say(f"\n{names.told}")
    return 0


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
