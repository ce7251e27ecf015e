"""Whether two addresses are one by the way they are written."""

from dataclasses import replace

import pytest
from email_validator import validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from mailcheck.model import Account, AliasRules, Plus, Provider, Role, Security
from mailcheck.parse.addresses import (
    _ORDINARY,
    BY_NAME_ONLY,
    LONGEST_LOCAL,
    Comparison,
    Sameness,
    canonical,
    compare,
    compare_addresses,
)
from mailcheck.parse.providers import owns
from mailcheck.settings import load_providers

SAME, POSSIBLY, DIFFERENT = Sameness.SAME, Sameness.POSSIBLY, Sameness.DIFFERENT
KNOWN = load_providers()


def by_id(name: str) -> Provider:
    return next(provider for provider in KNOWN if provider.id == name)


def compared(first: str, second: str) -> Comparison:
    """Compare two addresses, each with the provider that its domain names."""
    ours, theirs = KNOWN.by_address(first), KNOWN.by_address(second)
    return compare_addresses(
        first,
        second,
        ours,
        theirs,
        by_domain_first=ours is not None and owns(ours, first),
        by_domain_second=theirs is not None and owns(theirs, second),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Jane.Smith@Example.ORG", "jane.smith@example.org"),
        (" jane@example.org ", "jane@example.org"),
        ("jane@münchen.example", "jane@xn--mnchen-3ya.example"),
        ("JOSE\u0301@example.org", "josé@example.org"),
        ("jane+tag@gmail.com", "jane+tag@gmail.com"),
        ("jane@practice.test", "jane@practice.test"),
        ("jane@localhost", "jane@localhost"),
    ],
)
def test_canonical_form_is_what_every_provider_treats_alike(written, expected):
    """Case, spaces around and the form of letters go; what only some providers ignore stays."""
    assert canonical(written) == expected


@pytest.mark.parametrize(
    "text", ["", "jane", "@example.org", "jane@", "a b@example.org", "a@b@c.org", "Jane <j@x.org>"]
)
def test_what_is_no_address_is_refused_without_being_quoted(text):
    """A refusal does not repeat what was typed."""
    with pytest.raises(ValueError, match="it is not") as refusal:
        canonical(text)
    assert not text or text not in str(refusal.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("jane@example.org", "JANE@Example.org"),
        ("jane@münchen.example", "jane@xn--mnchen-3ya.example"),
        ("j.a.n.e@gmail.com", "jane@gmail.com"),
        ("jane@googlemail.com", "jane@gmail.com"),
        ("Ja.Ne+clients@googlemail.com", "jane@gmail.com"),
        ("jane+a@gmail.com", "jane+b@gmail.com"),
        ("jane+work@icloud.com", "jane@icloud.com"),
        ("jane@me.com", "jane@icloud.com"),
        ("jane@mac.com", "jane@me.com"),
        ("jane+work@fastmail.com", "jane@fastmail.com"),
        ("jane+work@proton.me", "jane@proton.me"),
        ("jane+work@zoho.eu", "jane@zoho.eu"),
        ("jane+work@mailbox.org", "jane@mailbox.org"),
        ("jane+work@posteo.de", "jane@posteo.de"),
        ("jane+work@hey.com", "jane@hey.com"),
    ],
)
def test_certain_rules_say_same(first, second):
    """What a provider certainly ignores, on a domain that is its own, is one mailbox (D1)."""
    assert compared(first, second).sameness is SAME


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("jane+work@example.org", "jane@example.org"),  # a domain of one's own
        ("jane+work@outlook.com", "jane@outlook.com"),  # a "+" can be part of a name on Exchange
        ("jane+work@outlook.com.br", "jane@outlook.com.br"),  # found by pattern only
        ("jane+work@practice.onmicrosoft.com", "jane@practice.onmicrosoft.com"),
        ("work@jane.fastmail.com", "jane@fastmail.com"),  # the sub-domain form
        ("work@jane.runbox.com", "jane@runbox.com"),
        ("jane.doe@proton.me", "janedoe@proton.me"),  # one person, not for certain one mailbox
        ("jane-doe@proton.me", "jane_doe@proton.me"),
        ("jane@protonmail.com", "jane@proton.me"),
    ],
)
def test_likely_rules_only_ask(first, second):
    """What usually leads to one mailbox is a question (D2)."""
    assert compared(first, second).sameness is POSSIBLY


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("jane@gmail.com", "john@gmail.com"),
        ("jane.smith@example.org", "janesmith@example.org"),  # dots count outside Gmail
        ("jane.smith@outlook.com", "janesmith@outlook.com"),
        ("jane.smith@yahoo.co.uk", "janesmith@yahoo.co.uk"),
        ("jane.smith@icloud.com", "janesmith@icloud.com"),
        ("jane.smith@hey.com", "janesmith@hey.com"),  # not known is not "ignored"
        ("jane-work@yahoo.com", "jane@yahoo.com"),  # a "-" tag is never left out
        ("jane-work@example.org", "jane@example.org"),
        ("jane-work@runbox.com", "jane@runbox.com"),
        ("jane@yahoo.com", "jane@yahoo.co.uk"),
        ("jane@hotmail.com", "jane@outlook.com"),
        ("jane@fastmail.com", "jane@fastmail.fm"),
        ("jane@gmail.com", "jane@icloud.com"),
        ("jane+work@gmx.com", "jane@gmx.com"),  # not known to be ignored
        ("jane+work@yahoo.com", "jane@yahoo.com"),
        ("+jane@gmail.com", "jane@gmail.com"),
        ("work@jane.example.org", "jane@example.org"),
        ("work@jane.gmail.com", "jane@gmail.com"),
    ],
)
def test_what_providers_keep_apart_stays_apart(first, second):
    """Two names that their provider treats as two are different by name, and no more is said."""
    assert compared(first, second) == Comparison(DIFFERENT, BY_NAME_ONLY)


def test_a_provider_found_otherwise_than_by_domain_only_asks():
    """Rules of a provider that was recognised by MX or server are likely at most."""
    workspace = by_id("google-workspace")

    answer = compare_addresses("jane+x@example.org", "jane@example.org", workspace, workspace)

    assert answer.sameness is POSSIBLY


def test_dots_count_on_a_domain_of_ones_own_at_google():
    """Only gmail.com and googlemail.com ignore dots."""
    gmail = by_id("gmail")

    answer = compare_addresses(
        "j.ane@example.org", "jane@example.org", gmail, gmail, by_domain_first=True, by_domain_second=True
    )

    assert answer.sameness is DIFFERENT


@pytest.mark.parametrize("field", ["plus", "dots", "same_mailbox"])
def test_an_unverified_rule_only_asks(field):
    """What rests on a weak source is a question, never a verdict."""
    alias = AliasRules(Plus.SAME, "ignored", same_mailbox=(("a.example", "b.example"),))
    sure = Provider("p", "P", "mailbox", domains=("a.example", "b.example"), alias=alias)
    unsure = replace(sure, unverified=(field,))
    pair = {
        "plus": ("jane+x@a.example", "jane@a.example"),
        "dots": ("j.ane@a.example", "jane@a.example"),
        "same_mailbox": ("jane@a.example", "jane@b.example"),
    }[field]

    answers = [
        compare_addresses(*pair, each, each, by_domain_first=True, by_domain_second=True).sameness
        for each in (sure, unsure)
    ]

    assert answers == [SAME, POSSIBLY]


def test_the_reason_is_told_in_words_and_quotes_nobody():
    """The reason names the provider's rules, in one order, and neither address."""
    answer = compared("j.ane+clients@googlemail.com", "jane@gmail.com")

    assert answer == Comparison(
        SAME,
        "At Gmail, one name at gmail.com or googlemail.com is one person's. "
        "At Gmail, what follows a + in the name is only a label. "
        "Gmail ignores dots in the name.",
    )


def test_accounts_are_compared_with_what_is_known_of_them():
    """An account carries its provider and how it was recognised."""

    def account(address: str, *, by_domain: bool) -> Account:
        return Account(
            "a", Role.PERSONAL, address, "h.example", 993, Security.TLS, address, KNOWN.by_address(address), by_domain
        )

    sure = compare(account("j.ane@gmail.com", by_domain=True), account("jane@gmail.com", by_domain=True))
    unsure = compare(account("j.ane@gmail.com", by_domain=False), account("jane@gmail.com", by_domain=False))

    assert (sure.sameness, unsure.sameness) == (SAME, POSSIBLY)


LOCALS = st.from_regex(r"[a-zA-ZäÉİß0-9]{1,4}([.+_-][a-zA-Z0-9]{1,3}){0,2}", fullmatch=True)
DOMAINS = st.sampled_from(
    [
        "gmail.com",
        "googlemail.com",
        "Outlook.com",
        "icloud.com",
        "me.com",
        "yahoo.co.uk",
        "jane.fastmail.com",
        "fastmail.com",
        "proton.me",
        "pm.me",
        "example.org",
        "münchen.example",
        "gmx.com",
        "smith.plus.com",
    ]
)
ADDRESSES = st.builds("{}@{}".format, LOCALS, DOMAINS)


@given(ADDRESSES)
@example("İ@example.org")
def test_canonical_form_is_stable(address):
    """Taking the canonical form twice changes nothing, and it is the same address."""
    once = canonical(address)

    assert canonical(once) == once
    assert compare_addresses(address, once).sameness is SAME


@given(ADDRESSES, ADDRESSES)
def test_order_makes_no_difference(first, second):
    """Comparing A with B is comparing B with A, reason and all."""
    assert compared(first, second) == compared(second, first)


@given(LOCALS, LOCALS, DOMAINS, DOMAINS)
def test_same_is_said_only_of_what_the_provider_ignores(local, other, domain, domain_too):
    """Two addresses called the same differ in nothing but case, tags, Gmail's dots, and domains of one group."""
    first, second = f"{local}@{domain}", f"{other}@{domain_too}"

    if compared(first, second).sameness is SAME:
        (ours, at), (theirs, there) = canonical(first).split("@"), canonical(second).split("@")
        groups = ({"gmail.com", "googlemail.com"}, {"icloud.com", "me.com"}, {at})
        assert any({at, there} <= group for group in groups)
        if at in {"outlook.com", "yahoo.co.uk", "gmx.com", "example.org", "smith.plus.com"}:
            assert ours == theirs
        names = [name.partition("+")[0] for name in (ours, theirs)]
        assert names[0] == names[1] or (
            at in {"gmail.com", "googlemail.com"} and names[0].replace(".", "") == names[1].replace(".", "")
        )


@given(st.from_regex(_ORDINARY, fullmatch=True).filter(lambda local: len(local) <= LONGEST_LOCAL))
def test_an_ordinary_address_is_read_as_email_validator_reads_it(local):
    """Which is slow to load, and is asked about the others only."""
    parsed = validate_email(f"{local}@example.org", check_deliverability=False)
    assert canonical(f"{local}@Example.org") == f"{parsed.local_part.lower()}@example.org"
