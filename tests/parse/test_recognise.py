"""Whose an address is."""

import pytest

from mailcheck.model.traces import Target, Whose
from mailcheck.parse.recognise import Recogniser, recognisers
from mailcheck.settings import load_providers
from tests import factories


def digest(text: str) -> str:
    return f"digest of {len(text)}"


def gmail_home():
    return factories.home(
        address="anna.harbour@gmail.com",
        provider=load_providers().by_address("anna.harbour@gmail.com"),
        provider_by_domain=True,
    )


HOME = Target(Whose.OTHER, "home")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("anna@harbour.example", Target(Whose.OWN, "practice")),
        (" ANNA@Harbour.example ", Target(Whose.OWN, "practice")),
        ("anna.harbour@gmail.com", HOME),
        ("annaharbour+sieve@googlemail.com", HOME),
        ("anna+x@harbour.example", Target(Whose.OWN, "practice", is_certain=False)),
        ("bo@elsewhere.example", Target(Whose.UNKNOWN, key="digest of 20")),
        ("not quite@an address@x", Target(Whose.UNKNOWN, key="digest of 22")),
        ("anna", Target(Whose.UNKNOWN)),
        ("", Target(Whose.UNKNOWN)),
        ("a@" + "b" * 400, Target(Whose.UNKNOWN)),
    ],
)
def test_an_address_becomes_an_account_or_a_digest(address, expected):
    """The member's own accounts are named; of everybody else only a keyed digest is left."""
    recognise = Recogniser(factories.account(), (gmail_home(),), digest)

    assert (recognise(address), recognise(address)) == (expected, expected)


def test_each_account_sees_the_others_from_its_own_side():
    """What is one's own and what is another's depends on whose mailbox is looked at."""
    both = recognisers((factories.account(), gmail_home()), digest)

    assert [both[name]("anna@harbour.example").whose for name in ("practice", "home")] == [Whose.OWN, Whose.OTHER]


def test_a_recogniser_shows_no_address():
    """Nothing that it has been asked about can reach a log."""
    recognise = Recogniser(factories.account(), (), digest)
    recognise("bo@elsewhere.example")

    assert "elsewhere" not in repr(recognise)
