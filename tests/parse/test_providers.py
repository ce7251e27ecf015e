"""Finding the provider of an address, an exchanger or a server."""

import pytest

from mailcheck.parse.providers import Providers, owns
from mailcheck.settings import load_providers


@pytest.fixture(scope="module")
def known() -> Providers:
    return load_providers()


def id_of(provider):
    return provider.id if provider else None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("jane@gmail.com", "gmail"),
        ("Jane@GoogleMail.COM", "gmail"),
        ("jane@hotmail.co.uk", "outlook-com"),
        ("jane@outlook.com.br", "outlook-com"),
        ("jane@yahoo.co.nz", "yahoo"),
        ("jane@smith.plus.com", "plusnet"),
        ("tag@jane.fastmail.com", "fastmail"),
        ("jane@practice.onmicrosoft.com", "microsoft-365"),
        ("jane@nhs.net", "nhsmail"),
        ("jane@btconnect.com", None),  # not enough to choose by
        ("jane@plus.com", None),  # only what lies below is a customer's
        ("jane@evilgmail.com", None),
        ("jane@mail.gmail.com", None),
        ("jane@yahoo.example.org", None),
        ("jane@hotmail.rs", "outlook-com"),
        ("jane@live.dev", None),  # anybody's, as likely as not
        ("jane@live.co.uk.com", None),
        ("jane@live.stream.tv", None),
        ("jane@example.org", None),
        ("not an address", None),
        ("", None),
        ("jane@", None),
        ("jane@exa mple.org", None),
    ],
)
def test_address_names_its_provider(known, address, expected):
    """An address's own domain tells the provider: exactly, by suffix, as a sub-domain, or by pattern."""
    assert id_of(known.by_address(address)) == expected


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "google-workspace"),
        (["gmail-smtp-in.l.google.com."], "gmail"),
        (["practice-org.mail.protection.outlook.com"], "microsoft-365"),
        (["hotmail-com.olc.protection.outlook.com"], "outlook-com"),
        (["MX00.IONOS.CO.UK"], "ionos"),
        (["mx.unknown.example", "in1-smtp.messagingengine.com"], "fastmail"),
        (["evilgoogle.com"], None),
        (["google.com.evil.example"], None),
        ([], None),
        ([""], None),
    ],
)
def test_exchanger_names_its_provider(known, hosts, expected):
    """A mail exchanger is compared label by label, and the longest suffix wins."""
    assert id_of(known.by_mx(hosts)) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("imap.gmail.com", "google-workspace"),
        ("outlook.office365.com", "microsoft-365"),
        ("IMAP.Fastmail.com.", "fastmail"),
        ("imap.ionos.co.uk", "ionos"),
        ("127.0.0.1", None),  # Proton's bridge, but also every other server of one's own
        ("localhost", None),
        ("::1", None),
        ("mail.example.org", None),
        ("mail.{domain}", None),
    ],
)
def test_server_names_its_provider(known, host, expected):
    """A server used for both kinds of address is taken for that of customers' own domains."""
    assert id_of(known.by_host(host)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("jane@yahoo.co.uk", True), ("jane@yahoo.co.nz", False), ("tag@jane.fastmail.com", False)],
)
def test_only_listed_domains_are_owned(known, address, expected):
    """A pattern or a sub-domain finds a provider, but does not prove that the domain is the provider's."""
    provider = known.by_address(address)

    assert provider is not None
    assert owns(provider, address) is expected
