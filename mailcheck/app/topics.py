"""What can be explained, and the pages of rules and clauses: text for `mailcheck explain`."""

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path

from mailcheck.app.own_words import where_own_words_are
from mailcheck.errors import SettingsError
from mailcheck.model import Policy
from mailcheck.model.policy import Clause
from mailcheck.settings import load_policy, load_settings

EVIDENCE = (
    "Rules rest on these: each is one thing that can be seen in a mailbox, a server or a file. Reports name them.\n"
)


def contents(policy: Policy, pages: Mapping[str, str], evidence: Sequence[str]) -> str:
    """Return everything that can be explained, each with what it is about. `pages` are the docstrings of rules."""
    return "\n".join(
        [
            "`mailcheck explain NAME` tells more. A name is one of these.",
            "\nYour data\n",
            "- privacy  what mailcheck reads, and where it goes",
            "\nClauses of the policy\n",
            *(f"- {clause.id}  {clause.title}" for clause in policy.clauses),
            "\nRules that mailcheck measures\n",
            *(_line(name, pages) for name in sorted(pages)),
            "\nPieces of evidence\n",
            EVIDENCE,
            " ".join(evidence),
        ]
    )


def clause_called(topic: str, policy: Policy) -> Clause | None:
    """Return a clause by its code, in capitals or not; None if there is none."""
    return next((clause for clause in policy.clauses if clause.id.casefold() == topic.casefold()), None)


def clause_page(clause: Clause, policy: Policy, pages: Mapping[str, str]) -> str:
    """Return a clause as a page for people, with the rules that measure it."""
    serving = [_line(name, pages) for name in sorted(pages) if _serves(name, clause, policy)]
    measured = ["\nMeasured by (`mailcheck explain NAME` tells more)\n", *serving]
    asked = any(clause.id in (each.clause, *each.also_serves) for each in policy.declarations)
    unmeasured = [
        "\nNo mailbox shows this. " + ("`mailcheck declare` asks you." if asked else "mailcheck does not check it.")
    ]
    page = [f"{clause.id}  {clause.title}", "", clause.demand.strip()]
    if any(each.own_words and clause.id == each.clause for each in policy.declarations):
        page += ["", where_own_words_are(policy)]
    return "\n".join([*page, *(measured if serving else unmeasured)])


def rule_page(name: str, docstring: str) -> str:
    """Return a rule's docstring as a page for people: a paragraph for each of its sections, on one line each."""
    paragraphs: list[str] = []
    new = True
    for line in inspect.cleandoc(docstring).splitlines():
        begins = new or (not line.startswith(" ") and ": " in line)
        new = not line.strip()
        if begins and not new:
            paragraphs.append(line.strip())
        elif not new:
            paragraphs[-1] += f" {line.strip()}"
    return "\n\n".join([name, *paragraphs])


def policy_in_use(config: Path | None) -> Policy:
    """Return the member's policy; the one that comes with mailcheck, where no settings can be read.

    Raises SettingsError if the settings that were named cannot be read.
    """
    try:
        return load_settings(config).policy
    except SettingsError:
        if config is not None:
            raise
        return load_policy()


def _serves(name: str, clause: Clause, policy: Policy) -> bool:
    return name in policy.rules and policy.rules[name].clause == clause.id


def _line(name: str, pages: Mapping[str, str]) -> str:
    demand = " ".join(inspect.cleandoc(pages[name]).split("\n\n")[0].split())
    return f"- {name}  {demand[:1].lower()}{demand[1:].rstrip('.')}"
