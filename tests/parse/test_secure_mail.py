"""How a letter travelled: by a secure system's word, between secure addresses, or with a word that does nothing."""

from datetime import date

import pytest

from mailcheck.model import SecureRoute
from mailcheck.parse.secure_mail import SecureMail, SecureSystem

LIST = SecureMail(
    date(2026, 11, 22),
    (SecureSystem("NHSmail", ("nhs.net",), ("[secure]",)), SecureSystem("Trust", ("trust.example",), ("[encrypt]",))),
    ("nhs.net",),
)
NHS, HOME, TRUST = "anna@nhs.net", "anna@harbour.example", "anna@trust.example"


@pytest.mark.parametrize(
    ("sender", "recipients", "marks", "route"),
    [
        (NHS, ("ben@else.example",), ("[secure]",), SecureRoute.GATEWAY),
        ("anna@trust.nhs.net", ("ben@else.example",), ("[secure]",), SecureRoute.GATEWAY),
        (NHS, ("ben@nhs.net", "c@x.nhs.net"), (), SecureRoute.SECURE_DOMAINS),
        (NHS, ("ben@nhs.net", "c@else.example"), (), None),
        (NHS, (), (), None),
        (NHS, ("ben@else.example",), ("[encrypt]",), SecureRoute.WORD_ONLY),
        (TRUST, ("ben@nhs.net",), ("[encrypt]",), SecureRoute.GATEWAY),
        (HOME, ("ben@nhs.net",), ("[secure]",), SecureRoute.WORD_ONLY),
        (HOME, ("ben@nhs.net",), (), None),
        ("anna@evilnhs.net", ("ben@else.example",), ("[secure]",), SecureRoute.WORD_ONLY),
        ("no address", (), ("[secure]",), SecureRoute.WORD_ONLY),
    ],
)
def test_the_route_of_a_letter(sender, recipients, marks, route):
    """The word counts only from a system that heeds it; secure addresses only if all are."""
    assert LIST.route(sender, recipients, marks) is route


def test_each_word_is_asked_for_once():
    """However many systems share it."""
    twice = SecureMail(LIST.compiled, (*LIST.systems, SecureSystem("Other", ("o.example",), ("[secure]",))))
    assert twice.words == ("[secure]", "[encrypt]")
