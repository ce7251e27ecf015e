"""Reads what is known about providers (config/providers.toml)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import tomli

from mailcheck.model import AliasRules, Plus, Provider
from mailcheck.parse.providers import Providers
from mailcheck.settings.shipped import shipped

_LISTS = (
    *("domains", "domain_suffixes", "domain_globs", "mx_suffixes", "auth", "steps", "limits", "sent", "unverified"),
    *("revoke", "forwarding_steps", "access_steps"),
)
_WORDS = ("id", "name", "kind", "username", "account_password", "oauth", "certainty", "help")


def load_providers() -> Providers:
    """Return every provider that mailcheck knows. The file ships with mailcheck; a test holds it to its schema."""
    return _read()[0]


def issuer_tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of those who let people sign in in the browser, by their key."""
    return _read()[1]


@cache
def _read() -> tuple[Providers, Mapping[str, Mapping[str, Any]]]:
    """Read the file once: it is a long one."""
    tables = tomli.loads(shipped("providers.toml"))
    return Providers(tuple(map(_provider, tables["provider"]))), tables["oauth"]


def _provider(table: Mapping[str, Any]) -> Provider:
    words: dict[str, Any] = {key: table[key] for key in _WORDS if key in table}
    lists: dict[str, Any] = {key: tuple(table.get(key, ())) for key in _LISTS}
    server = table.get("imap", {})
    return Provider(
        **words,
        **lists,
        imap_host=server.get("host"),
        imap_port=server.get("port", 993),
        imap_tls=server.get("tls", "implicit"),
        autodetect=table["autodetect"],
        alias=_alias(table["alias"]),
    )


def _alias(table: Mapping[str, Any]) -> AliasRules:
    groups = tuple(tuple(group) for group in table["same_mailbox"])
    return AliasRules(**{**table, "plus": Plus(table["plus"]), "same_mailbox": groups})
