"""Whom an access control list names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.identifiers import Identifier, Named, is_log_in_of, may_read, read_identifier
from tests.factories import account


@pytest.mark.parametrize(
    "written", ["anyone", "Anyone", '"anyone"', "anonymous", "authenticated", "#anyone", "#authenticated"]
)
def test_everybody(written):
    """RFC 4314's `anyone`, Courier's `anonymous` in quotes, Dovecot's `#` for what an administrator set."""
    assert read_identifier(written).named is Named.EVERYONE


@pytest.mark.parametrize(
    ("written", "name"),
    [("$staff", "staff"), ("!$staff", "staff"), ("group=staff", "staff"), ("group:Staff", "staff"), ("#$x", "x")],
)
def test_a_group(written, name):
    """As Dovecot, Courier and Cyrus write it."""
    assert read_identifier(written) == Identifier(Named.GROUP, name)


@pytest.mark.parametrize(
    "written",
    [
        *("owner", "administrators", "admin", "admin2", "Administrator", "cyrus", "postmaster", "backup", "#owner"),
        *("group=administrators", "$admins", "group:admin", "backup@practice.example", '"owner"'),
        *("-partner", "-anyone", "#-partner", "-group=staff", "", '""', "  "),
    ],
)
def test_nobody_to_ask_about(written):
    """The owner, the server's own users, and entries that take rights away."""
    assert read_identifier(written).named is Named.NOBODY


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("partner", "partner"),
        ('"partner"', "partner"),
        ("user=Partner", "partner"),
        ("user:partner", "partner"),
        ("partner@home.example", "partner@home.example"),
        ("#partner", "partner"),
        ("2019", "2019"),
        ("NIL", "nil"),
        ("grouper", "grouper"),
        ("anyone-else", "anyone-else"),
        ("owner2", "owner2"),
    ],
)
def test_a_person(written, name):
    """Everybody else, also with a name that only begins like one of the others."""
    assert read_identifier(written) == Identifier(Named.PERSON, name)


@given(st.text(max_size=60))
def test_taking_a_right_away_gives_nobody_one(text):
    """Whatever text stands behind the minus sign; and no text is an error."""
    assert read_identifier(text).named in Named
    assert read_identifier("-" + text).named is Named.NOBODY


def test_a_name_is_not_printed_by_accident():
    """It is another person's."""
    assert "partner" not in repr(read_identifier("partner"))


def test_only_reading_is_reading():
    """Looking up a folder's name, posting into it and marking as read show no letter."""
    assert [may_read(rights) for rights in ("lrs", "r", "lp", "l", "p", "", "LR")] == [True, True, *[False] * 5]


WORK = account(address="anna@practice.example", user="anna@practice.example", host="imap.practice.example")
BARE = account(address="anna@practice.example", user="anna", host="imap.practice.example")


@pytest.mark.parametrize(
    ("name", "of", "same_server", "expected"),
    [
        ("anna@practice.example", WORK, True, True),
        ("ANNA@Practice.example", WORK, False, True),
        ("anna", WORK, True, True),
        ("anna", WORK, False, False),
        ("anna@localhost", BARE, True, True),
        ("anna@practice.example", BARE, True, True),
        ("anna@imap.practice.example", BARE, True, True),
        ("anna@localhost", WORK, True, False),
        ("anna@home.example", WORK, True, False),
        ("anna@home.example", BARE, True, False),
        ("annabel", BARE, True, False),
        ("anna", BARE, False, False),
        ("john@practice.example", WORK, True, False),
    ],
)
def test_ones_own_log_in_however_the_server_writes_it(name, of, same_server, expected):
    """A bare name speaks of its own server alone; another domain's anna is another person."""
    assert is_log_in_of(name, of, same_server=same_server) is expected


def test_an_account_whose_address_is_none_is_no_error():
    """Settings may hold anything."""
    odd = account(address="no address", user="anna")
    assert is_log_in_of("anna@localhost", odd, same_server=True)
