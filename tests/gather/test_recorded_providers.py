"""The evidence at providers that cannot be run here, as published transcripts have them (tests/servers/recorded.py)."""

from dataclasses import replace

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.memory import look_at_marks
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.sharing import look_at_sharing
from mailcheck.gather.twins import look_for_twins
from mailcheck.model import Grade, Missing, Role, Sharing, Status
from mailcheck.rules.not_shared_mailbox import not_shared_mailbox
from mailcheck.rules.separate_mailboxes import separate_mailboxes
from mailcheck.settings.providers import load_providers
from tests.factories import evidence, policy, seen
from tests.servers.recorded import EXCHANGE, GMAIL, ICLOUD, STALWART, YAHOO
from tests.servers.scripted import Scripted

KEYS = Keys(b"the key of one run")
KNOWN = {each.id: each for each in load_providers()}
PROVIDERS = {
    "gmail": (GMAIL, "gmail"),
    "exchange": (EXCHANGE, "microsoft-365"),
    "icloud": (ICLOUD, "icloud"),
    "yahoo": (YAHOO, "yahoo"),
}
NUMBERS = tuple(1278455344230334865 + number for number in range(6))


@pytest.fixture
def served():
    """Start a provider, and return both accounts on it as they are seen."""

    def start(name, numbers=NUMBERS, others=None):
        recorded, provider = PROVIDERS[name]
        every = [("practice", Role.PROFESSIONAL, numbers), ("home", Role.PERSONAL, others or numbers)]
        return [account(recorded, provider, *each) for each in every]

    def account(recorded, provider, name, role, numbers):
        with Scripted(recorded.replies(numbers), greeting=recorded.greeting) as server:
            of = replace(server.address.account(name), role=role, provider=KNOWN[provider])
            mailbox = server.address.open(user=name)
            sharing = look_at_sharing(mailbox, of, (), KEYS)
            looks, marks = look_for_twins(mailbox, of, KEYS), look_at_marks(mailbox, of, KEYS)
            assert [folder.name for folder in find_sent(mailbox, of)] == [recorded.sent]
            connection = replace(mailbox.connection, server="imap.provider.example:993")  # one provider has one name
            mailbox.close()
        return seen(of, connection=connection, looks=looks, marks=marks, sharing=sharing)

    return start


def stalwart(*accounts):
    """Return a practice and a home account on one server that says whose account each folder is in."""

    def look(recorded, role):
        with Scripted(recorded.replies(), greeting=recorded.greeting) as server:
            of, mailbox = server.address.account(role), server.address.open(user=role)
            looks = look_for_twins(mailbox, of, KEYS)
            connection = replace(mailbox.connection, server="mail.provider.example:993")
            mailbox.close()
        return seen(replace(of, role=role), connection=connection, looks=looks)

    pairs = zip(accounts, (Role.PROFESSIONAL, Role.PERSONAL), strict=True)
    return [look(replace(STALWART, **changes), role) for changes, role in pairs]


def mailboxes(accounts):
    """Return what the rule says of two mailboxes."""
    (answer,) = separate_mailboxes(evidence(*accounts, together=True), policy("separate-mailboxes"))
    return answer


def test_letters_that_gmail_numbers_alike_are_a_question(served):
    """D7: six letters with one X-GM-MSGID each in both; never more than a question."""
    answer = mailboxes(served("gmail"))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("D7",))


def test_letters_that_gmail_numbers_apart_are_none(served):
    """The same letters, delivered twice."""
    answer = mailboxes(served("gmail", others=tuple(number + 100 for number in NUMBERS)))
    assert answer.evidence_ids == ("D11",)


def test_yahoos_short_identifier_accuses_nobody(served):
    """Both answer MAILBOXID (27) and UIDVALIDITY 1: it counts within one account only (D5)."""
    work, home = served("yahoo")
    assert {look.mailbox_id for each in (work, home) for look in each.looks} == {""}
    assert mailboxes((work, home)).evidence_ids == ("D11",)


def test_two_log_ins_of_one_account_are_told_by_the_server():
    """D5: one ACCOUNTID, where OBJECTID+ is offered, decides alone; the short MAILBOXID beside it says nothing."""
    work, home = stalwart({}, {})
    assert {look.mailbox_id for each in (work, home) for look in each.looks} == {""}
    answer = mailboxes((work, home))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.NOT_MET, Grade.PROOF, ("D5",))


@pytest.mark.parametrize(
    "other",
    [
        {"named": b"(MAILBOXID a ACCOUNTID u2b59f9f4)"},
        {"opened": STALWART.opened.replace(b"2947264181", b"1192848571")},
        {"named": b"(MAILBOXID a)"},
        {"named": b"()"},
        {"named": b""},
    ],
    ids=["another account", "another UIDVALIDITY", "no account", "nothing", "refused"],
)
def test_two_accounts_on_such_a_server_are_accused_of_nothing(other):
    """Another identifier, or a number that a mailbox cannot have twice: nobody is accused by it."""
    assert mailboxes(stalwart({}, other)).evidence_ids == ("D11",)


def test_an_accounts_identifier_that_is_a_mere_number_says_nothing():
    """As a MAILBOXID that is one: it may count within something else."""
    assert mailboxes(stalwart(*[{"named": b"(ACCOUNTID 27)"}] * 2)).evidence_ids == ("D11",)


def test_two_inboxes_numbered_14_are_not_one(served):
    """Exchange gives every inbox this UIDVALIDITY."""
    work, home = served("exchange")
    assert {each.looks[0].uidvalidity for each in (work, home)} == {14}
    assert mailboxes((work, home)).evidence_ids == ("D11",)


@pytest.mark.parametrize("name", PROVIDERS)
def test_who_else_has_access_is_a_question_with_the_providers_own_steps(served, name):
    """J13: shown nowhere, or refused; never a pass, and no fault of the member's."""
    work, home = served(name)
    assert isinstance(work.sharing, Missing) if name == "icloud" else work.sharing == Sharing(shows_rights=False)
    answers = list(not_shared_mailbox(evidence(work, home), policy("not-shared-mailbox")))
    assert [(each.status, each.evidence_ids) for each in answers] == [(Status.ATTENTION, ("J13",))]
    assert work.account.provider.access_steps[0] in answers[0].remedy


@pytest.mark.parametrize("name", PROVIDERS)
def test_how_far_the_folders_have_come_is_told(served, name):
    """By STATUS, which every one of them answers; the item that Dovecot alone knows is refused, and then left."""
    work, _ = served(name)
    assert [(marks.uidnext, marks.messages) for marks in work.marks] == [(7, 6), (7, 6)]
