"""The shape of a settings file. Imported only when one is read."""

import ipaddress
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from mailcheck.model.transition import LONGEST
from mailcheck.parse.addresses import canonical
from mailcheck.parse.domains import ascii_domain
from mailcheck.parse.providers import is_loopback_name
from mailcheck.settings.secret_words import SOURCES, secret_source
from mailcheck.settings.table import Table, wrong


def checked_label(name: str) -> str:
    """Return a name that reports may show. Raises what pydantic tells."""
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


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)]
Command = Annotated[list[str], Field(min_length=1)]


class AccountTable(Table):
    """One `[[account]]`."""

    name: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(checked_label)] = Field(
        description='Write a short name of your own, such as "practice"; not an address, because reports show it.'
    )
    role: Literal["professional", "personal", "enquiries"] = Field(
        description='Write "professional", "personal" or "enquiries".'
    )
    address: Annotated[str, AfterValidator(_address)] = Field(
        description='Write it as "name@domain", and nothing else.'
    )
    host: Annotated[str, AfterValidator(_host)] | None = Field(
        None, description='Write the server\'s name alone, such as "imap.example.org".'
    )
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        None, description="Write a number from 1 to 65535; 993 is usual."
    )
    security: Literal["tls", "starttls", "none"] | None = Field(
        None, description='Write "tls" (usual) or "starttls", or leave it out.'
    )
    user: Text | None = Field(
        None, description="Write the name you sign in with, or leave it out if it is the address."
    )
    sent: Annotated[list[Text], BeforeValidator(_one_or_more)] = Field(
        [], description='Write the name of the Sent folder, or a list of names: ["Sent", "Sent Items"].'
    )
    ca_file: Text | None = Field(None, description="Write the path of a file of certificates (PEM).")
    joint: bool = Field(default=False, description="Write true if you use this home address together with others.")
    connected: bool = Field(
        default=True, description="Write false for an account that you declare instead of connecting it."
    )
    also: Annotated[list[Annotated[str, AfterValidator(_address)]], BeforeValidator(_one_or_more)] = Field(
        [], description='Write your further addresses that lead to this mailbox, as a list: ["jane@example.org"].'
    )
    allow_unencrypted_loopback: bool = Field(
        default=False, description='Write true to allow security = "none" with a server on this very computer.'
    )
    secret: Annotated[Any, PlainValidator(secret_source)] = Field(None, description=SOURCES)
    command: Command | None = Field(
        None, description='Write the program and its arguments as a list: ["pass", "show", "practice-mail"].'
    )
    token_command: Command | None = Field(
        None, description="Write the program that prints an access token, and its arguments, as a list."
    )


class MemberTable(Table):
    """`[member]`."""

    name: Text | None = Field(None, description="Write your name, or leave it out. Only an attestation shows it.")
    share_address: bool = Field(
        default=False, description="Write true to have your attestations show your professional address."
    )


class CheckTable(Table):
    """`[check]`."""

    since: date | None = Field(None, description="Write a day such as 2026-11-22, without quotation marks.")
    read_words: bool = Field(
        default=False, description="Write true to have the words of your letters looked at, on this computer only."
    )
    secure_mail: Text | None = Field(None, description="Write the path of a list of secure mail systems.")


class TransitionTable(Table):
    """`[transition]`: the weeks in which a member makes two mailboxes out of one."""

    start: date = Field(alias="from", description="Write the first day, such as 2026-11-22, without quotation marks.")
    until: date = Field(description=f"Write the last day; at most {LONGEST.days} days after the first.")

    @model_validator(mode="after")
    def _is_short(self) -> "TransitionTable":
        if not self.start <= self.until <= self.start + LONGEST:
            raise wrong(
                f"does not last from 0 to {LONGEST.days} days.",
                "Write the day on which you began with the new mailbox, and a last day soon after.",
            )
        return self


class PolicyTable(Table):
    """`[policy]`: another policy file, and what is different here."""

    file: Text | None = Field(None, description="Write the path of a policy file.")
    signed: Text | None = Field(
        None, description="Write the https address or the path of your institute's signed policy."
    )
    key: Text | None = Field(None, description="Write the key that your institute gave you, 43 letters and digits.")
    rules: dict[str, dict[str, Any]] = Field({}, description="Write [policy.rules.NAME], and below it what changes.")
    decisions: dict[str, Any] = Field({}, description="Write [policy.decisions], and below it what is decided.")


class ComputerTable(Table):
    """`[computer]`."""

    shared: bool = Field(
        default=False, description="Write true if somebody else uses this computer with your own log-in."
    )


class IssuerTable(Table):
    """One `[oauth.NAME]`: the client id that your institute registered; an issuer of your own says more."""

    client_id: Text | None = Field(None, description="Write the client id that your institute registered.")
    client_secret: Text | None = Field(
        None, description="Write what was issued beside the client id; Google calls it a secret, though it is none."
    )
    name: Text | None = Field(None, description="Write what people call it.")
    authorize: Annotated[str, AfterValidator(_https)] | None = Field(None, description=_HTTPS)
    token: Annotated[str, AfterValidator(_https)] | None = Field(None, description=_HTTPS)
    device: Annotated[str, AfterValidator(_https)] | None = Field(None, description=_HTTPS)
    tenant: Text | None = Field(None, description='Write "common", "consumers", "organizations", or your own.')
    scopes: list[Text] | None = Field(None, description="Write a list of what is asked for.")
    redirect: Literal["http://127.0.0.1", "http://localhost"] | None = Field(
        None, description='Write "http://127.0.0.1" or "http://localhost".'
    )


class SettingsFile(Table):
    """A whole settings file. Its tables are held to their own shapes one by one, so that every problem is found."""

    account: list[dict[str, Any]] = Field([], description="Begin each account with [[account]], in two brackets.")
    member: dict[str, Any] = Field({}, description="Write [member], and below it your name.")
    check: dict[str, Any] = Field({}, description="Write [check], and below it since = a day.")
    nightly: dict[str, Any] = Field({}, description="Write [nightly], and below it how you wish to be told.")
    transition: dict[str, Any] = Field({}, description="Write [transition], and below it from and until, two days.")
    policy: dict[str, Any] = Field({}, description="Write [policy], and below it what changes.")
    computer: dict[str, Any] = Field({}, description="Write [computer], and below it shared = true.")
    oauth: dict[str, dict[str, Any]] = Field(
        {}, description="Write [oauth.NAME], and below it the client id that your institute registered."
    )
    plugins: list[str] = Field([], description='Write a list of names: plugins = ["name"], above the first table.')
