"""How sent letters travelled: the server is asked for the word in their subjects, or the subjects are looked at."""

from datetime import date

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import Account, MessageProtection, Role, Said, SecureRoute, Security, SentMail, opens
from mailcheck.settings.providers import load_providers
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

FLAGS = {"Sent": ["\\Sent"]}
PROTON = next(provider for provider in load_providers() if provider.id == "proton")


def account(address, **more):
    """A professional account at this address."""
    return Account("work", Role.PROFESSIONAL, address, "h", 993, Security.TLS, address, **more)


def look(raw, of, *offers):
    """Look at one sent letter."""
    box = FakeMailbox({"Sent": [raw]}, flags=FLAGS, capabilities=("IMAP4REV1", "NAMESPACE", "SPECIAL-USE", *offers))
    keys = Keys(b"k" * 32)
    found = look_at_sent(box, of, since=date(2026, 10, 1), said=Said(), keys=keys, judge=lambda _: opens("pdf"))
    assert isinstance(found, SentMail)
    return found


def marked(subject, to="ben@else.example"):
    """A letter with a document and this subject."""
    return letter(attached(b"x"), to=to).replace(b"Subject: hello", f"Subject: {subject}".encode())


class Listened(FakeMailbox):
    """A mailbox that notes which header fields it was asked for."""

    def flow(self, orders):
        self.asked_for = orders[0].headers
        return super().flow(orders)


@pytest.mark.parametrize("offers", [(), ("ESEARCH",)], ids=["looked at", "searched for"])
@pytest.mark.parametrize(
    ("address", "subject", "to", "routes"),
    [
        ("anna@nhs.net", "[secure] your report", "ben@else.example", [SecureRoute.GATEWAY]),
        ("anna@nhs.net", "[SECURE] your report", "ben@else.example", [SecureRoute.GATEWAY]),
        ("anna@nhs.net", "your report", "ben@nhs.net", [SecureRoute.SECURE_DOMAINS]),
        ("anna@nhs.net", "your report", "ben@else.example", []),
        ("anna@practice.example", "[secure] your report", "ben@else.example", [SecureRoute.WORD_ONLY]),
        ("anna@practice.example", "your report", "ben@nhs.net", []),
    ],
)
def test_the_route_is_told(address, subject, to, routes, offers):
    """By the sender's address, the readers' and the one word, whoever looks for it."""
    assert [route for _, route in look(marked(subject, to), account(address), *offers).routes] == routes


@pytest.mark.parametrize(("offers", "is_fetched"), [("ESEARCH", False), ("IDLE", True)])
def test_subjects_are_fetched_only_where_the_server_cannot_be_asked_at_once(offers, is_fetched):
    """A search in turn costs a round trip, and Courier the reading of the whole folder."""
    box = Listened({"Sent": [marked("[secure] x")]}, flags=FLAGS, capabilities=("IMAP4REV1", offers))
    of, keys = account("anna@nhs.net"), Keys(b"k" * 32)
    look_at_sent(box, of, since=date(2026, 10, 1), said=Said(), keys=keys, judge=lambda _: opens("pdf"))
    assert ("Subject" in box.asked_for) is is_fetched


def test_protons_own_word_that_a_letter_left_encrypted():
    """Its copy in the sent folder is open; the letter was not (A2). Nobody else is believed."""
    raw = letter(attached(b"x"), fields=["X-Pm-Content-Encryption: end-to-end"])
    sealed = look(raw, account("anna@proton.me", provider=PROTON))
    assert ([kind for _, kind in sealed.protected_messages], sealed.documents) == ([MessageProtection.ENCRYPTED], ())
    assert len(look(raw, account("anna@practice.example")).documents) == 1
    open_letter = letter(attached(b"x"), fields=["X-Pm-Content-Encryption: on-compose"])
    assert len(look(open_letter, account("anna@proton.me", provider=PROTON)).documents) == 1
