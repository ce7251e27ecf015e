"""`mailcheck explain`: what a rule or a piece of evidence looks at, what it cannot see, and what follows."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.app.checking import CONFIG
from mailcheck.app.saying import reflowed, say

if TYPE_CHECKING:
    from mailcheck.model.catalogue import EvidenceEntry

PRIVACY = """\
What mailcheck reads, and where it goes

It signs in to your mailboxes and reads: the list of folders; dates, sizes and identifiers of letters; header lines of
the newest letters, such as who wrote and the marks that forwarding leaves; the mail rules on the server and who else
may read a folder; and of attached documents as few octets as show whether they need a password. It asks the public
name system about your own domains. It does not read the words of a letter, unless your settings allow it
(`read_words`): then those that you sent, and of those that you received whom they greet, in memory only. It opens
folders read-only, and a filter in front of the connection stops any command that could change something.

On disk it keeps: your settings (without passwords), what you said, and when a finding was first seen. Letters are
known by a keyed digest. No subject and no file name is ever written anywhere, by any command, and no other person's
address or name but what you give yourself: your partner's name, if you gave it in the set-up, and, for supervisors, the
addresses they invited, in their roster.

`mailcheck show FINDING` and `mailcheck sort` are the places that show names: fetched afresh, on your own screen, kept
nowhere.

Beside the connections to your own mail servers and those look-ups, nothing leaves your computer but what you send
yourself.
"""


GRADES = {
    "proof": "It can decide alone.",
    "strong": "It decides together with a second, independent piece of evidence, or with your answer.",
    "weak": "It is never more than a question.",
    "info": "It proves nothing, and is worth knowing.",
}
"""How much each grade proves."""

WIDTH = 80


@click.command()
@click.argument("topic", required=False)
@CONFIG
def explain(topic: str | None, config: Path | None) -> None:
    """Say what a rule, a clause or a piece of evidence is about; `privacy`: what happens to your data."""
    from mailcheck.app.topics import clause_called, clause_page, contents, policy_in_use, rule_page
    from mailcheck.registry import discover
    from mailcheck.rules import name_of
    from mailcheck.settings.evidence import load_catalogue

    pages = {name_of(each): each.__doc__ or "" for each in discover("mailcheck.rules", "rule")}
    catalogue = load_catalogue()
    if topic is None:
        say(contents(policy_in_use(config), pages, [each.id for each in catalogue.entries]))
    elif topic == "privacy":
        say(reflowed(PRIVACY).rstrip())
    elif topic in pages:
        say(rule_page(topic, pages[topic]))
    elif entry := catalogue.find(topic):
        say(evidence_page(entry, catalogue.groups[entry.group]).rstrip())
    elif clause := clause_called(topic, policy := policy_in_use(config)):
        say(clause_page(clause, policy, pages))
    else:
        raise click.UsageError(
            f"There is no rule, no clause and no evidence called {topic!r}. `mailcheck explain` lists what there is."
        )


def evidence_page(entry: "EvidenceEntry", question: str) -> str:
    """Return one piece of evidence as a page for people."""
    rows = {
        "Looks at": entry.looks_at,
        "Proves": GRADES[entry.grade.value],
        "What follows": entry.follows,
        "Cannot see": entry.cannot_see,
        "Used by": ", ".join(entry.rules) or "no rule",
    }
    if entry.told_as:
        rows["Told as"] = f"{entry.told_as}; a report names no {entry.id} of its own."
    if entry.beside:
        rows["Used by"] = f"no rule; it is said beside the declaration {entry.beside}"
    lines = (_row(title, text) for title, text in rows.items())
    return "\n".join((f"{entry.id}  {question}", "", *lines)) + "\n"


def _row(title: str, text: str) -> str:
    import textwrap

    return textwrap.fill(
        text, WIDTH, initial_indent=f"{title + ':':<14}", subsequent_indent=" " * 14, break_on_hyphens=False
    )
