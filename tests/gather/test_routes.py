"""How sent letters travelled, without their subjects being fetched."""

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


def look(raw, of):
    """Look at one sent letter."""
    box = FakeMailbox({"Sent": [raw]}, flags=FLAGS)
    keys = Keys(b"k" * 32)
    found = look_at_sent(box, of, since=date(2026, 10, 1), said=Said(), keys=keys, judge=lambda _: opens("pdf"))
    assert isinstance(found, SentMail)
    return found


def marked(subject, to="ben@else.example"):
    """A letter with a document and this subject."""
    return letter(attached(b"x"), to=to).replace(b"Subject: hello", f"Subject: {subject}".encode())


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
def test_the_route_is_told(address, subject, to, routes):
    """By the sender's address, the readers' and the one word."""
    assert [route for _, route in look(marked(subject, to), account(address)).routes] == routes


def test_protons_own_word_that_a_letter_left_encrypted():
    """Its copy in the sent folder is open; the letter was not (A2). Nobody else is believed."""
    raw = letter(attached(b"x"), fields=["X-Pm-Content-Encryption: end-to-end"])
    sealed = look(raw, account("anna@proton.me", provider=PROTON))
    assert ([kind for _, kind in sealed.protected_messages], sealed.documents) == ([MessageProtection.ENCRYPTED], ())
    assert len(look(raw, account("anna@practice.example")).documents) == 1
    open_letter = letter(attached(b"x"), fields=["X-Pm-Content-Encryption: on-compose"])
    assert len(look(open_letter, account("anna@proton.me", provider=PROTON)).documents) == 1
