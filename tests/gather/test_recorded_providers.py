"""The evidence at providers that cannot be run here, as published transcripts have them (tests/servers/recorded.py)."""

from dataclasses import replace

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.memory import look_at_marks
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.sharing import look_at_sharing
from mailcheck.gather.twins import look_for_twins
from mailcheck.model import Missing, Role, Sharing, Status
from mailcheck.rules.not_shared_mailbox import not_shared_mailbox
from mailcheck.rules.separate_mailboxes import separate_mailboxes
from mailcheck.settings.providers import load_providers
from tests.factories import evidence, policy, seen
from tests.servers.recorded import EXCHANGE, GMAIL, ICLOUD, YAHOO
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
