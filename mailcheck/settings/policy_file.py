"""The shape of a policy file."""

from datetime import date
from typing import Any

from mailcheck.settings.table import Table, day, entry, flag, list_of, number, one_of, table_of, words, wrong


def _plain(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, bool | int | str) for item in items):
        raise wrong("should be a number, true or false, words, or a list of words.")
    return value


_BASIS_WORD = one_of("clause", "reading", "advice")

_A_CLAUSE = "Write the id of one of the clauses."
_BASIS = 'Write "clause", "reading" or "advice".'


class ClauseTable(Table):
    """One `[[clause]]`."""

    id: str = entry(words(1), 'Write a short id such as "MIP-KB-1".')
    title: str = entry(words(1), "Write a title of a few words.")
    demand: str = entry(words(1), "Write what the clause demands, in a sentence.")
    members: bool = entry(flag, "Write false for a clause that is for supervisors only.", default=True)


class RuleTable(Table, other=_plain):
    """One `[rules.NAME]`; every key that is not known here is an option of the rule."""

    clause: str = entry(words(), _A_CLAUSE)
    basis: str = entry(_BASIS_WORD, _BASIS, "clause")
    enabled: bool = entry(flag, "Write true or false.", default=True)
    at_worst: str = entry(one_of("not-met", "attention"), 'Write "not-met" or "attention".', "not-met")


class DeclarationTable(Table):
    """One `[[declaration]]`."""

    id: str = entry(words(1), 'Write a short id such as "antivirus-current".')
    clause: str = entry(words(), _A_CLAUSE)
    question: str = entry(words(1), "Write a question that is answered by yes or no.")
    meaning: str = entry(words(1), 'Write what "yes" means, in a sentence.')
    condition: str = entry(words(), "Write a question that is asked first, or leave it out.", "")
    basis: str = entry(_BASIS_WORD, _BASIS, "clause")
    months: int = entry(number(1, 120), "Write for how many months an answer holds.", 12)
    also_serves: list[str] = entry(list_of(words()), _A_CLAUSE, ())
    is_a_look: bool = entry(flag, 'Write true if "no" means "not looked yet", or leave it out.', default=False)
    only_if: str = entry(
        one_of("", "access-hidden", "forwarding-hidden", "access-granted", "not-connected", "work-not-connected"),
        "Write one of the words that policy.toml explains, or leave it out.",
        "",
    )
    covered: str = entry(words(), "Write the answer that makes it not applicable, or leave it out.", "")
    asks: str = entry(one_of("", "registration"), 'Write "registration", or leave it out.', "")
    own_words: bool = entry(flag, "Write true if it is about the policy's text, or leave it out.", default=False)


class DecisionTable(Table):
    """One `[[decision]]`: either a value of its own, or the rule and option that hold it."""

    id: str = entry(words(1), 'Write a short id such as "days-to-sort".')
    question: str = entry(words(1), "Write what is to be decided, as a question.")
    value: Any | None = entry(_plain, "Write the decision itself, or name `rule` and `option`.", None)
    rule: str | None = entry(words(), "Write the name of one of the rules.", None)
    option: str | None = entry(words(), "Write the name of an option of that rule.", None)
    decided: bool = entry(flag, "Write true once the institute has decided.", default=False)


class AttestationTable(Table):
    """`[attestation]`."""

    every_days: int = entry(number(1, 366), "Write after how many days another attestation is due.", 7)
    keep_months: int = entry(number(1, 120), "Write for how many months a supervisor keeps one.", 24)


class PolicyFile(Table):
    """A whole policy file."""

    file_format: int = entry(one_of(1), "Write 1.", alias="schema")
    id: str = entry(words(1), 'Write a short id such as "mip-social-media".')
    version: str = entry(words(1), 'Write a version such as "1".')
    title: str = entry(words(1), "Write the title of the policy.")
    reviewed: date = entry(day, "Write the day of the last review, such as 2026-11-22, without quotation marks.")
    confidential: str = entry(words(), "Write what counts as confidential, in plain words.", "")
    clause: list[ClauseTable] = entry(list_of(ClauseTable.read, 1), "Begin each clause with [[clause]].")
    rules: dict[str, RuleTable] = entry(table_of(RuleTable.read), "Begin each rule with [rules.NAME].", {})
    declaration: list[DeclarationTable] = entry(
        list_of(DeclarationTable.read), "Begin each declaration with [[declaration]].", ()
    )
    decision: list[DecisionTable] = entry(list_of(DecisionTable.read), "Begin each decision with [[decision]].", ())
    exception_reasons: dict[str, str] = entry(table_of(words()), "Write a sentence for each reason.", {})
    updated: date | None = entry(day, "Write the day of the last change, without quotation marks.", None)
    contact: str = entry(words(most=300), "Write whom members ask, in a sentence.", "")
    client_ids: dict[str, str] = entry(table_of(words()), 'Write a client id for each provider: microsoft = "…".', {})
    client_secrets: dict[str, str] = entry(
        table_of(words()), 'Write what was issued beside a client id: google = "…".', {}
    )
    attestation: AttestationTable = entry(AttestationTable.read, "Begin with [attestation].", AttestationTable.read({}))
