"""Providers that show nothing."""

import pytest

from mailcheck.parse.hiding import hides_settings
from mailcheck.settings import load_providers
from tests.factories import account

HIDING = {"gmail", "google-workspace", "outlook-com", "microsoft-365", "icloud", "yahoo", "aol"}


def test_gmail_exchange_icloud_and_yahoo_hide():
    """And nobody else that we know: a provider that is renamed in the table fails here."""
    found = {each.id for each in load_providers() if hides_settings(account(provider=each))}
    assert found == HIDING


@pytest.mark.parametrize("host", ["imap.gmail.com", "Outlook.Office365.com.", "imap.mail.me.com"])
def test_the_server_tells_where_the_provider_was_not_recognised(host):
    """A practice's own domain at Gmail or Exchange."""
    assert hides_settings(account(host=host))


@pytest.mark.parametrize("host", ["imap.practice.example", "imap.fastmail.com", "gmail.com.evil.example"])
def test_another_server_does_not(host):
    """Least of all one that is only called so."""
    assert not hides_settings(account(host=host))
