"""Members' situations, each judged by the real rules and told as the finished report for a terminal.

`python -m tests.golden.situations` writes what the reports say now. Read them aloud before they are committed: they are
what a therapist reads.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mailcheck.audit.concluding import made
from mailcheck.audit.verdicts import judge
from mailcheck.model import (
    Declared,
    Evidence,
    Missing,
    Policy,
    Report,
    Said,
    Strength,
    protected,
)
from mailcheck.model.evidence import APART
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.transition import Transition
from mailcheck.model.use import Named, SentUse
from mailcheck.registry import discover
from mailcheck.report.terminal import text
from mailcheck.settings import load_policy, load_providers
from tests.factories import (
    NOW,
    SINCE,
    account,
    connection,
    document,
    evidence,
    home,
    look,
    message_ref,
    person,
    sample,
    seen,
    sent,
    sharing,
)
from tests.rules.forwarding import inbox, marks, scripts
from tests.rules.test_domain_protection import WELL

FOLDER = Path(__file__).parent
KEY = b"a key that is the same in every test"
UNSHOWN = Missing("The mail server does not show its mail rules.", "sieve-not-offered")
GMAIL = next(each for each in load_providers() if each.id == "gmail")


@dataclass(frozen=True)
class _Settings:
    """As much of the settings as the last stage of a run reads."""

    policy: Policy


def _declared(policy: Policy, *left_out: str) -> tuple[Declared, ...]:
    """Every question answered in the best way; one with a condition does not apply, unless a provider hides it."""
    made, until = date(2026, 11, 1), date(2027, 5, 1)
    answers = {each.id: "not-applicable" if each.condition else "yes" for each in policy.declarations}
    return tuple(
        Declared(name, answer, "Anna", made, until, "ZA123456")
        for name, answer in answers.items()
        if name not in left_out
    )


def _names(prefix: str, count: int = 30) -> tuple[str, ...]:
    return tuple(f"{prefix} {number}" for number in range(count))


def _practice(**given):
    """A practice at which nothing is wrong: two protected letters, its own name, its rules and readers shown."""
    letters = [message_ref(uid, date(2026, 11, uid)) for uid in (3, 17)]
    closed = protected("pdf", "AES with 256 bits", strength=Strength.STRONG)
    return seen(
        **{
            "sent": sent(*(document(closed, message) for message in letters), messages=31),
            "looks": (look(*sample(*_names("client"))), look(*sample(*_names("reply")), folder="Sent")),
            "replies": 9,
            "sharing": sharing(Drafts=()),
            "traces": inbox(),
            "sent_use": SentUse(31, date(2026, 10, 20), own=31, people=1),
            "scripts": scripts(),
            "domain": WELL,
        }
        | given
    )


def _home(**given):
    """A home account at which nothing is wrong."""
    values = {
        "of": home(),
        "connection": connection("imap.home.example:993"),
        "sent": None,
        "looks": (look(*sample(*_names("friend"), start=400), uidvalidity=9),),
        "sharing": sharing(),
        "traces": inbox(),
        "sent_use": SentUse(52, date(2026, 6, 2), own=52, people=1),
        "scripts": scripts(),
    }
    return seen(**values | given)


def all_well(policy: Policy) -> Evidence:
    """Two mailboxes, nothing shared, nothing passed on, every question answered."""
    return evidence(_practice(), _home(), together=True, said=Said(declarations=_declared(policy)))


def one_mailbox_under_two_names(policy: Policy) -> Evidence:
    """The home address is an alias of the practice's mailbox: one server, two log-ins, the same letters."""
    practice = _practice()
    inboxes = tuple(replace(each, guid=f"guid of {each.folder}") for each in practice.looks)
    practice = replace(practice, looks=inboxes)
    alias = home(address="anna.winter@harbour.example", host="imap.harbour.example")
    private = _home(of=alias, connection=connection(), looks=inboxes, sent_use=practice.sent_use)
    return evidence(practice, private, together=True, said=Said(declarations=_declared(policy)))


def gmail_forwards_home(policy: Policy) -> Evidence:
    """A practice at Gmail that passes its letters on to the home account; Gmail shows neither rules nor readers."""
    work = account(address="anna.harbour@gmail.com", host="imap.gmail.com", provider=GMAIL, provider_by_domain=True)
    practice = _practice(
        of=work,
        connection=connection("imap.gmail.com:993"),
        sharing=sharing(shows_rights=False),
        scripts=UNSHOWN,
    )
    private = _home(traces=inbox(marks("F6", "practice", count=14, senders=9)))
    hidden = ("forwarding-settings-reviewed", "access-settings-reviewed")
    return evidence(practice, private, together=True, said=Said(declarations=_declared(policy, *hidden)))


def partner_has_access(policy: Policy) -> Evidence:
    """The mail server's list of readers names somebody for the inbox and the Sent folder; nobody was asked yet."""
    practice = _practice(sharing=sharing(person(), Sent=(person(),), Drafts=()))
    return evidence(practice, _home(), together=True, said=Said(declarations=_declared(policy)))


def wrong_identity(policy: Policy) -> Evidence:
    """Two letters went out under the practice's address from home, and answers to some go home."""
    letters = tuple(message_ref(uid, date(2026, 11, 12 + uid)) for uid in (2, 1))
    under = Named("practice", 2, date(2026, 11, 13), date(2026, 11, 14), recent=2, messages=letters)
    answers = Named("home", 3, date(2026, 11, 1), date(2026, 11, 19), recent=3)
    practice = _practice(sent_use=SentUse(31, date(2026, 10, 20), own=31, people=1, replies_to=(answers,)))
    private = _home(sent_use=SentUse(52, date(2026, 6, 2), own=50, people=1, under=(under,)))
    return evidence(practice, private, together=True, said=Said(declarations=_declared(policy)))


def trainee_in_transition(policy: Policy) -> Evidence:
    """A new practice address, made by copying the old mailbox three weeks ago; no client yet, nothing answered."""
    start = date(2026, 11, 1)
    old = sample(*_names("before"), first=datetime(2026, 9, 1, tzinfo=UTC))
    new_work = sample("first", "second", start=31, first=datetime(2026, 11, 5, tzinfo=UTC))
    new_home = sample("a", "b", "c", start=31, first=datetime(2026, 11, 6, tzinfo=UTC))
    practice = _practice(
        sent=sent(messages=2, total=2),
        looks=(look(*old, *new_work),),
        replies=1,
        sent_use=SentUse(2, start, own=2, people=1),
        traces=inbox(letters=32),
    )
    private = _home(looks=(look(*old, *new_home, uidvalidity=9),), traces=inbox(letters=33))
    letter = Letter("MC2345", "practice", "home", NOW - timedelta(hours=2), LetterState.WAITING, NOW)
    transition = Transition(start, start + timedelta(days=60))
    return evidence(practice, private, together=True, since=start, transition=transition, said=Said(letters=(letter,)))


def not_connected_but_declared(policy: Policy) -> Evidence:
    """A home account that the member would rather not connect, and says to be apart: the practice alone is seen."""
    said = _declared(policy)
    apart = Declared(APART, "yes", "Anna", date(2026, 11, 1), date(2027, 5, 1))
    others = tuple(each for each in said if each.id != APART)
    return evidence(_practice(), said=Said(declarations=(*others, apart)))


def provider_hides_everything(policy: Policy) -> Evidence:
    """Both accounts at Gmail, which shows neither rules nor readers; the member has looked at nothing yet."""
    at_gmail = {"host": "imap.gmail.com", "provider": GMAIL, "provider_by_domain": True}
    hidden = {
        "sharing": sharing(shows_rights=False),
        "scripts": UNSHOWN,
        "connection": connection("imap.gmail.com:993"),
    }
    practice = _practice(of=account(address="anna.harbour@gmail.com", **at_gmail), **hidden)
    private = _home(of=home(address="winter.anna@gmail.com", **at_gmail), **hidden)
    unlooked = ("forwarding-settings-reviewed", "access-settings-reviewed")
    return evidence(practice, private, together=True, said=Said(declarations=_declared(policy, *unlooked)))


def check_that_half_failed(policy: Policy) -> Evidence:
    """The home account did not answer, and the practice's server broke off while mail rules were looked at."""
    lost = Missing("The mail server stopped answering while its rules were looked at.", "sieve-lost")
    silent = Missing("The mail server did not answer. Nothing you did is wrong; the next check tries again.", "timeout")
    private = seen(of=home(), connection=silent, sent=silent, looks=silent, replies=silent)
    return evidence(_practice(scripts=lost), private, said=Said(declarations=_declared(policy)))


SITUATIONS: dict[str, Callable[[Policy], Evidence]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        all_well,
        one_mailbox_under_two_names,
        gmail_forwards_home,
        partner_has_access,
        wrong_identity,
        trainee_in_transition,
        not_connected_but_declared,
        provider_hides_everything,
        check_that_half_failed,
    )
}


def reported(name: str) -> Report:
    """Return the report of one situation: the shipped policy, every rule, every later stage of a run."""
    policy = load_policy()
    found = SITUATIONS[name](policy)
    rules = discover("mailcheck.rules", "rule")
    findings = judge(found, policy, rules, installation_key=KEY)
    findings = findings.first_seen_on(lambda ids: dict.fromkeys(ids, SINCE))
    return made(_Settings(policy), found, rules, findings, started=NOW, finished=NOW + timedelta(seconds=8))


def told(name: str) -> str:
    """Return what a member reads."""
    return text(reported(name))


if __name__ == "__main__":
    for situation in SITUATIONS:
        (FOLDER / f"{situation}.txt").write_text(told(situation), encoding="utf-8")
