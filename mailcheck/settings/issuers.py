"""Whose sign-in in the browser can be used: the shipped facts, the institute's client ids, and one's own."""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from mailcheck.model.issuer import Issuer
from mailcheck.settings.providers import issuer_tables

Tables = Mapping[str, Mapping[str, Any]]
_LISTS = ("scopes", "mechanisms")


@cache
def known_issuers() -> Mapping[str, Issuer]:
    """Return the issuers that mailcheck knows (config/providers.toml). None of them has a client id."""
    return {
        key: _changed(
            Issuer(key, table["name"], table["authorize"], table["token"]),
            {**table, "client_secret": "", "extra": tuple(table.get("extra", {}).items())},
        )
        for key, table in issuer_tables().items()
    }


def issuers(*layers: Tables) -> Mapping[str, Issuer]:
    """Return every issuer, with what each layer changes laid over what the one before says."""
    found = dict(known_issuers())
    for tables in layers:
        for key, table in tables.items():
            given = {name: value for name, value in table.items() if value is not None}
            found[key] = _changed(found.get(key) or Issuer(key, key, "", ""), given)
    return found


def _changed(issuer: Issuer, table: Mapping[str, Any]) -> Issuer:
    known = {field.name for field in fields(Issuer)} - {"id"}
    values: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in table.items() if key in known
    }
    return replace(issuer, **values)
