"""How each errand looks: loaded when it is due, since on most nights most of it is not."""

from mailcheck.gather.visit import Question, Visited
from mailcheck.gather.wishes import Wishes
from mailcheck.model import Account, Missing, Said, SentMail, Sharing, Words
from mailcheck.model.traces import SieveLook
from mailcheck.model.use import Contacts, SentUse, TraceLook
from mailcheck.model.words import Salutations


def load() -> None:
    """Load how every errand looks, and the readers of documents: for a first visit, while servers are waited for."""
    from mailcheck.gather import mail_rules, received, sent, sent_use, sharing, traces  # noqa: F401
    from mailcheck.protection.judge import load_formats

    load_formats()


def sent(visited: Visited, *, earlier: bool = False) -> SentMail | Missing:
    """Look at sent letters; or with `earlier`, at those from before the day that counts."""
    from mailcheck.gather.sent import look_at_sent

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
        meanwhile=visited.meanwhile,
    )


def words(visited: Visited) -> Words | Missing:
    """Read the words of sent letters."""
    from mailcheck.gather.words import read_words

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


def scripts(visited: Visited) -> SieveLook | Missing:
    """Look at the rules on the server."""
    return visited.connector.scripts(visited.account, visited.recognise, visited.question.today)


def replies(visited: Visited) -> int | Missing:
    """Count the letters that answer the account's own."""
    from mailcheck.gather.received import count_replies

    return count_replies(visited.mailbox, visited.account)


def sharing(visited: Visited) -> Sharing | Missing:
    """Look at who else may read."""
    from mailcheck.gather.sharing import look_at_sharing

    return look_at_sharing(visited.mailbox, visited.account, visited.recognise.others, visited.question.keys)


def sent_use(visited: Visited) -> SentUse | Missing:
    """Look at under whose address letters were sent."""
    from mailcheck.gather.sent_use import look_at_use

    ask = visited.question
    known = ask.uses(visited.account)
    return look_at_use(
        visited.mailbox, visited.account, visited.recognise, since=ask.since, keys=ask.keys, letters=known
    )


def traces(visited: Visited) -> TraceLook | Missing | None:
    """Look at the ways that letters took."""
    from mailcheck.gather.traces import look_at_traces

    return look_at_traces(visited.mailbox, visited.account, visited.vantage, visited.question.run_keys)


def contacts(visited: Visited) -> Contacts | Missing | None:
    """Look at whom the account corresponds with."""
    from mailcheck.gather.contacts import look_at_contacts

    return look_at_contacts(visited.mailbox, visited.account, visited.recognise, visited.question.run_keys)


def salutations(visited: Visited) -> Salutations | Missing:
    """Read how letters begin and end."""
    from mailcheck.gather.salutations import look_at_salutations

    return look_at_salutations(visited.mailbox, visited.account, visited.recognise)


def wishes_of_replies(account: Account, question: Question) -> Wishes:
    """Return what that asks of the newest letters."""
    from mailcheck.gather.received import wishes_for_replies

    return wishes_for_replies(account)


def wishes_of_use(account: Account, question: Question) -> Wishes:
    """Return what that asks of the newest letters."""
    from mailcheck.gather.sent_use import wishes_for_use

    return wishes_for_use(account, question.uses(account))


def wishes_of_traces(account: Account, question: Question) -> Wishes:
    """Return what that asks of the newest letters."""
    from mailcheck.gather.traces import wishes_for_traces

    return wishes_for_traces(account)


def wishes_of_contacts(account: Account, question: Question) -> Wishes:
    """Return what that asks of the newest letters."""
    from mailcheck.gather.contacts import wishes_for_contacts

    return wishes_for_contacts(account)
