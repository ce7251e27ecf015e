"""What is looked at in each account, in this order, and how long it holds: the one list of it."""

from functools import partial

from mailcheck.gather.looking import (
    contacts,
    replies,
    salutations,
    scripts,
    sent,
    sent_use,
    sharing,
    traces,
    wishes_of_contacts,
    wishes_of_replies,
    wishes_of_traces,
    wishes_of_use,
    words,
)
from mailcheck.gather.memory import UNCHANGED, WEEKLY
from mailcheck.gather.visit import Errand, Question
from mailcheck.model import Account


def _professional(account: Account, question: Question) -> bool:
    return account.role.is_professional


def _not_joint(account: Account, question: Question) -> bool:
    """Leave out a joint home address: it is allowed, and others read it."""
    return account.role.is_professional or not account.joint


def _always(account: Account, question: Question) -> bool:
    return True


def _reads_words(account: Account, question: Question) -> bool:
    return account.role.is_professional and "words" in question.switched_on


ERRANDS: tuple[Errand, ...] = (
    Errand("sent", "reading sent letters", sent, _professional, age=UNCHANGED, follows_sent=True),
    Errand(
        "earlier",
        "looking back",
        partial(sent, earlier=True),
        lambda account, question: account.role.is_professional and question.look_back,
    ),
    Errand(
        "replies",
        "looking for answers",
        replies,
        _professional,
        wishes_of_replies,
        age=WEEKLY,
        is_short=True,
    ),
    Errand(
        "sharing",
        "looking who may read",
        sharing,
        _always,
        is_short=True,
    ),
    Errand(
        "sent_use",
        "looking at sender names",
        sent_use,
        _always,
        wishes_of_use,
        age=WEEKLY,
        follows_sent=True,
        rows=frozenset({"U1", "U2", "U3", "F15", "J5", "J10", "J11"}),
        is_short=True,
    ),
    Errand(
        "traces",
        "looking for forwarded letters",
        traces,
        _not_joint,
        wishes_of_traces,
        age=WEEKLY,
        is_compared=True,
        rows=frozenset({"F6", "F7", "F8", "F9", "F10", "F11", "F12", "F13"}),
        is_short=True,
    ),
    Errand(
        "scripts",
        "looking at mail rules",
        scripts,
        _not_joint,
        age=WEEKLY,
        is_apart=True,
        rows=frozenset({"F1", "F2", "F3", "F4"}),
    ),
    Errand(
        "contacts",
        "comparing correspondents",
        contacts,
        lambda account, question: "correspondents" in question.switched_on and _not_joint(account, question),
        wishes_of_contacts,
        age=WEEKLY,
        is_compared=True,
        rows=frozenset({"U4", "U5", "U6", "U7", "U9"}),
        is_short=True,
    ),
    Errand(
        "salutations",
        "reading how letters begin and end",
        salutations,
        _reads_words,
        age=WEEKLY,
        follows_sent=True,
        rows=frozenset({"J9"}),
    ),
    Errand(
        "words",
        "reading the words of sent letters",
        words,
        _reads_words,
        age=UNCHANGED,
        follows_sent=True,
    ),
)

COMPARED_ROWS = frozenset({"D4", "D5", "D6", "D7", "D8", "D11", "F10", "F13", "U4", "U7", "U9"})
"""What laying two accounts side by side shows."""
