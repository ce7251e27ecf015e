"""What is looked at in each account, in this order, and how long it holds: the one list of it."""

from functools import partial

from mailcheck.gather.contacts import look_at_contacts, wishes_for_contacts
from mailcheck.gather.memory import UNCHANGED, WEEKLY
from mailcheck.gather.received import count_replies, wishes_for_replies
from mailcheck.gather.salutations import look_at_salutations
from mailcheck.gather.sent import look_at_sent
from mailcheck.gather.sent_use import look_at_use, wishes_for_use
from mailcheck.gather.sharing import look_at_sharing
from mailcheck.gather.traces import look_at_traces, wishes_for_traces
from mailcheck.gather.visit import Errand, Question, Visited
from mailcheck.gather.words import read_words
from mailcheck.model import Account, Missing, Said, SentMail, Words
from mailcheck.model.traces import SieveLook


def _professional(account: Account, question: Question) -> bool:
    return account.role.is_professional


def _not_joint(account: Account, question: Question) -> bool:
    """Leave out a joint home address: it is allowed, and others read it."""
    return account.role.is_professional or not account.joint


def _always(account: Account, question: Question) -> bool:
    return True


def _reads_words(account: Account, question: Question) -> bool:
    return account.role.is_professional and "words" in question.switched_on


def _sent(visited: Visited, *, earlier: bool = False) -> SentMail | Missing:
    ask = visited.question
    return look_at_sent(
        visited.mailbox,
        visited.account,
        since=ask.since,
        said=Said() if earlier else ask.said,  # nobody is asked about the past
        keys=ask.keys,
        judge=ask.judge,
        progress=visited.told("looking back" if earlier else "reading sent letters"),
        earlier=earlier,
        letters=ask.letters(visited.account),
        secure=ask.secure_mail,
    )


def _words(visited: Visited) -> Words | Missing:
    ask = visited.question
    return read_words(
        visited.mailbox,
        visited.account,
        since=ask.since,
        said=ask.said,
        keys=ask.keys,
        judge=ask.judge,
        progress=visited.told("reading the words of sent letters"),
    )


def _scripts(visited: Visited) -> SieveLook | Missing:
    return visited.connector.scripts(visited.account, visited.recognise, visited.question.today)


ERRANDS: tuple[Errand, ...] = (
    Errand("sent", "reading sent letters", _sent, _professional, age=UNCHANGED, follows_sent=True),
    Errand(
        "earlier",
        "looking back",
        partial(_sent, earlier=True),
        lambda account, question: account.role.is_professional and question.look_back,
    ),
    Errand(
        "replies",
        "looking for answers",
        lambda visited: count_replies(visited.mailbox, visited.account),
        _professional,
        wishes_for_replies,
        age=WEEKLY,
    ),
    Errand(
        "sharing",
        "looking who may read",
        lambda visited: look_at_sharing(
            visited.mailbox, visited.account, visited.recognise.others, visited.question.keys
        ),
        _always,
    ),
    Errand(
        "sent_use",
        "looking at sender names",
        lambda visited: look_at_use(
            visited.mailbox,
            visited.account,
            visited.recognise,
            since=visited.question.since,
            keys=visited.question.keys,
        ),
        _always,
        wishes_for_use,
        age=WEEKLY,
        follows_sent=True,
        rows=frozenset({"U1", "U2", "U3", "F15", "J5", "J10", "J11"}),
    ),
    Errand(
        "traces",
        "looking for forwarded letters",
        lambda visited: look_at_traces(visited.mailbox, visited.account, visited.vantage, visited.question.run_keys),
        _not_joint,
        wishes_for_traces,
        age=WEEKLY,
        is_compared=True,
        rows=frozenset({"F6", "F7", "F8", "F9", "F10", "F11", "F12", "F13"}),
    ),
    Errand(
        "scripts",
        "looking at mail rules",
        _scripts,
        _not_joint,
        age=WEEKLY,
        rows=frozenset({"F1", "F2", "F3", "F4"}),
    ),
    Errand(
        "contacts",
        "comparing correspondents",
        lambda visited: look_at_contacts(
            visited.mailbox, visited.account, visited.recognise, visited.question.run_keys
        ),
        lambda account, question: "correspondents" in question.switched_on and _not_joint(account, question),
        wishes_for_contacts,
        age=WEEKLY,
        is_compared=True,
        rows=frozenset({"U4", "U5", "U6", "U7", "U9"}),
    ),
    Errand(
        "salutations",
        "reading how letters begin and end",
        lambda visited: look_at_salutations(visited.mailbox, visited.account, visited.recognise),
        _reads_words,
        age=WEEKLY,
        follows_sent=True,
        rows=frozenset({"J9"}),
    ),
    Errand(
        "words",
        "reading the words of sent letters",
        _words,
        _reads_words,
        age=UNCHANGED,
        follows_sent=True,
    ),
)

COMPARED_ROWS = frozenset({"D4", "D5", "D6", "D7", "D8", "D11", "F10", "F13", "U4", "U7", "U9"})
"""What laying two accounts side by side shows."""
