"""The shape of a settings file."""

import ipaddress
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from mailcheck.model.transition import LONGEST
from mailcheck.parse.addresses import canonical
from mailcheck.parse.domains import ascii_domain
from mailcheck.parse.providers import is_loopback_name
from mailcheck.settings.problems import Found
from mailcheck.settings.secret_words import SOURCES, secret_source
from mailcheck.settings.settings import SecretSource
from mailcheck.settings.table import (
    Table,
    any_table,
    day,
    entry,
    flag,
    list_of,
    number,
    one_of,
    one_or_more,
    table_of,
    words,
    wrong,
)


def checked_label(name: str) -> str:
    """Return a name that reports may show. Raises Wrong."""
    if not name.isprintable() or "@" in name:
        raise wrong("cannot be a name here.")
    return name.strip()


def _address(text: str) -> str:
    try:
        canonical(text)
    except ValueError:
        raise wrong("is not an email address.") from None
    return text.strip()


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        pass
    try:
        return ascii_domain(text.strip())
    except ValueError:
        raise wrong("is not the name of a server.") from None


_HTTPS = 'Write an address that begins with "https://".'


def _https(text: str) -> str:
    """Take an address that nobody can listen in on: https, or this very computer."""
    scheme, _, rest = text.partition("://")
    host = re.split(r"[:/]", rest, maxsplit=1)[0]
    if scheme != "https" and not (scheme == "http" and is_loopback_name(host)):
        raise wrong("is not encrypted.")
    return _printable(text)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise wrong("holds a character that cannot be shown.")
    return text


TEXT = words(1, 255, _printable)
NAME = words(1, 40, checked_label)
COMMAND = list_of(words(), 1)
_ADDRESS = words(by=_address)
_SITE = words(by=_https)


class AccountTable(Table):
    """One `[[account]]`."""

    name: str = entry(
        NAME, 'Write a short name of your own, such as "practice"; not an address, because reports show it.'
    )
    role: str = entry(
        one_of("professional", "personal", "enquiries"), 'Write "professional", "personal" or "enquiries".'
    )
    address: str = entry(_ADDRESS, 'Write it as "name@domain", and nothing else.')
    host: str | None = entry(words(by=_host), 'Write the server\'s name alone, such as "imap.example.org".', None)
    port: int | None = entry(number(1, 65535), "Write a number from 1 to 65535; 993 is usual.", None)
    security: str | None = entry(
        one_of("tls", "starttls", "none"), 'Write "tls" (usual) or "starttls", or leave it out.', None
    )
    user: str | None = entry(TEXT, "Write the name you sign in with, or leave it out if it is the address.", None)
    sent: list[str] = entry(
        one_or_more(TEXT), 'Write the name of the Sent folder, or a list of names: ["Sent", "Sent Items"].', ()
    )
    ca_file: str | None = entry(TEXT, "Write the path of a file of certificates (PEM).", None)
    joint: bool = entry(flag, "Write true if you use this home address together with others.", default=False)
    connected: bool = entry(flag, "Write false for an account that you declare instead of connecting it.", default=True)
    also: list[str] = entry(
        one_or_more(_ADDRESS),
        'Write your further addresses that lead to this mailbox, as a list: ["jane@example.org"].',
        (),
    )
    allow_unencrypted_loopback: bool = entry(
        flag, 'Write true to allow security = "none" with a server on this very computer.', default=False
    )
    secret: SecretSource | None = entry(secret_source, SOURCES, None)
    command: list[str] | None = entry(
        COMMAND, 'Write the program and its arguments as a list: ["pass", "show", "practice-mail"].', None
    )
    token_command: list[str] | None = entry(
        COMMAND, "Write the program that prints an access token, and its arguments, as a list.", None
    )


class MemberTable(Table):
    """`[member]`."""

    name: str | None = entry(TEXT, "Write your name, or leave it out. Only an attestation shows it.", None)
    share_address: bool = entry(
        flag, "Write true to have your attestations show your professional address.", default=False
    )


class CheckTable(Table):
    """`[check]`."""

    since: date | None = entry(day, "Write a day such as 2026-11-22, without quotation marks.", None)
    read_words: bool = entry(
        flag, "Write true to have the words of your letters looked at, on this computer only.", default=False
    )
    secure_mail: str | None = entry(TEXT, "Write the path of a list of secure mail systems.", None)


class TransitionTable(Table):
    """`[transition]`: the weeks in which a member makes two mailboxes out of one."""

    start: date = entry(day, "Write the first day, such as 2026-11-22, without quotation marks.", alias="from")
    until: date = entry(day, f"Write the last day; at most {LONGEST.days} days after the first.")

    def wrong_together(self) -> Iterable[Found]:
        """Return that it is too long, or ends before it begins."""
        if not self.start <= self.until <= self.start + LONGEST:
            remedy = "Write the day on which you began with the new mailbox, and a last day soon after."
            yield Found(f"does not last from 0 to {LONGEST.days} days.", remedy)


class PolicyTable(Table):
    """`[policy]`: another policy file, and what is different here."""

    file: str | None = entry(TEXT, "Write the path of a policy file.", None)
    signed: str | None = entry(TEXT, "Write the https address or the path of your institute's signed policy.", None)
    key: str | None = entry(TEXT, "Write the key that your institute gave you, 43 letters and digits.", None)
    rules: dict[str, dict[str, Any]] = entry(
        table_of(any_table), "Write [policy.rules.NAME], and below it what changes.", {}
    )
    decisions: dict[str, Any] = entry(any_table, "Write [policy.decisions], and below it what is decided.", {})


class ComputerTable(Table):
    """`[computer]`."""

    shared: bool = entry(flag, "Write true if somebody else uses this computer with your own log-in.", default=False)


class IssuerTable(Table):
    """One `[oauth.NAME]`: the client id that your institute registered; an issuer of your own says more."""

    client_id: str | None = entry(TEXT, "Write the client id that your institute registered.", None)
    client_secret: str | None = entry(
        TEXT, "Write what was issued beside the client id; Google calls it a secret, though it is none.", None
    )
    name: str | None = entry(TEXT, "Write what people call it.", None)
    authorize: str | None = entry(_SITE, _HTTPS, None)
    token: str | None = entry(_SITE, _HTTPS, None)
    device: str | None = entry(_SITE, _HTTPS, None)
    tenant: str | None = entry(TEXT, 'Write "common", "consumers", "organizations", or your own.', None)
    scopes: list[str] | None = entry(list_of(TEXT), "Write a list of what is asked for.", None)
    redirect: str | None = entry(
        one_of("http://127.0.0.1", "http://localhost"), 'Write "http://127.0.0.1" or "http://localhost".', None
    )


class SettingsFile(Table):
    """A whole settings file. Its tables are held to their own shapes one by one, so that every problem is found."""

    account: list[dict[str, Any]] = entry(
        list_of(any_table), "Begin each account with [[account]], in two brackets.", ()
    )
    member: dict[str, Any] = entry(any_table, "Write [member], and below it your name.", {})
    check: dict[str, Any] = entry(any_table, "Write [check], and below it since = a day.", {})
    nightly: dict[str, Any] = entry(any_table, "Write [nightly], and below it how you wish to be told.", {})
    transition: dict[str, Any] = entry(any_table, "Write [transition], and below it from and until, two days.", {})
    policy: dict[str, Any] = entry(any_table, "Write [policy], and below it what changes.", {})
    computer: dict[str, Any] = entry(any_table, "Write [computer], and below it shared = true.", {})
    oauth: dict[str, dict[str, Any]] = entry(
        table_of(any_table), "Write [oauth.NAME], and below it the client id that your institute registered.", {}
    )
    plugins: list[str] = entry(
        list_of(words()), 'Write a list of names: plugins = ["name"], above the first table.', ()
    )
