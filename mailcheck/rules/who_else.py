"""What the member said of who else reads a mailbox, laid beside what was seen.

All that was seen of one account is asked about once, as one question; what is new since the answer asks again.
"""

from collections.abc import Iterable
from enum import Enum, auto

from mailcheck.model import Account, AccountEvidence, Evidence, Role, Said, Sharing, Who, WhoElse
from mailcheck.model.days import day_in_words
from mailcheck.rules.signs import Sign, signs_of

GRANTED = frozenset({Who.COLLEAGUE, Who.EXECUTOR, Who.SUPPLIER})
"""Who may read a professional mailbox, if it is agreed (KB-2)."""


class Answered(Enum):
    """How far the member has answered what was seen."""

    NOT_YET = auto()
    """Something was not asked about before."""
    FAMILY = auto()
    OTHERS = auto()
    """Colleague, staff, executor or supplier."""
    NOBODY = auto()


def answered(account: Account, signs: Iterable[Sign], said: Said) -> Answered:
    """Return what the member said of these signs. A "family" holds on even if there is something new to ask."""
    answer = said.who_else_reads(account.name)
    keys = {sign.key for sign in signs}
    if answer is None or not keys & set(answer.evidence):
        return Answered.NOT_YET
    if Who.FAMILY in answer.who:
        return Answered.FAMILY
    if not keys <= set(answer.evidence):
        return Answered.NOT_YET
    return Answered.OTHERS if GRANTED & set(answer.who) else Answered.NOBODY


def is_open(seen: AccountEvidence, evidence: Evidence) -> bool:
    """Whether there is something about an account that the member has not been asked."""
    answer = evidence.said.who_else_reads(seen.account.name)
    known = set(answer.evidence) if answer else set()
    return any(sign.key not in known for sign in signs_of(seen, evidence))


def grants_access(seen: AccountEvidence, evidence: Evidence) -> bool:
    """Whether the member said that somebody who may read the mailbox does, and nothing shows that it has ended."""
    answer = evidence.said.who_else_reads(seen.account.name)
    if answer is None or not GRANTED & set(answer.who) or seen.account.role is Role.ENQUIRIES:
        return False
    was_looked_at = isinstance(seen.sharing, Sharing)
    return not was_looked_at or any(sign.key in answer.evidence for sign in signs_of(seen, evidence))


def said_on(answer: WhoElse | None) -> str:
    """Return when and what the member answered, in words."""
    if answer is None:
        return ""
    who = " and ".join(_WHO[each] for each in answer.who)
    return f"On {day_in_words(answer.made)} you said: {who}."


_WHO = {
    Who.NOBODY: "nobody but you",
    Who.FAMILY: "your partner or a member of your family",
    Who.COLLEAGUE: "a colleague or a member of staff",
    Who.EXECUTOR: "your clinical executor",
    Who.SUPPLIER: "a supplier",
}
