"""What the header of a received letter says beside the marks of forwarding: who wrote it, when, and to how many."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from mailcheck.model.traces import Whose
from mailcheck.parse.domains import domain_of
from mailcheck.parse.headers import HeaderFields, addresses
from mailcheck.parse.received import Vantage, believed
from mailcheck.parse.recognise import Recogniser

SEAL_FIELD = "Authentication-Results"
LONGEST_VALUE = 4000
LONGEST_DATE = 100

_DELIVERY = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-apparently-to")
_BULK = frozenset({"bulk", "list", "junk"})
_NO_REPLY = re.compile(r"(?:do[-_.]?)?not?[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?|newsletter")
_SEALED_BY = re.compile(r"header\.(?:d=|i=[^\s;@]{0,64}@)([a-z0-9.-]{1,253})")


def date_written(headers: HeaderFields) -> datetime | None:
    """Return the date that the letter itself gives; None if it gives none that can be read."""
    value = headers.first("date")
    if not value:
        return None
    try:
        return parsedate_to_datetime(value[:LONGEST_DATE])
    except (ValueError, IndexError, OverflowError):
        return None


def is_bulk(headers: HeaderFields) -> bool:
    """Whether a letter came through a mailing list, or says itself that it was sent to many."""
    if headers.first("list-id") is not None or headers.first("list-unsubscribe") is not None:
        return True
    return (headers.first("precedence") or "").strip().lower() in _BULK


def is_no_reply(address: str) -> bool:
    """Whether nobody reads what is sent to an address, going by its name."""
    return _NO_REPLY.search(address.partition("@")[0]) is not None


def writer_of(headers: HeaderFields, recognise: Recogniser) -> str:
    """Return which of the member's other accounts wrote a letter, by name; empty if none did."""
    for address in addresses(headers, "From")[:1]:
        target = recognise(address)
        if target.whose is Whose.OTHER and target.is_certain:
            return target.account
    return ""


def names_delivered_to(headers: HeaderFields, domain: str) -> Iterator[str]:
    """Yield the names at a domain to which the servers say they delivered a letter, without labels behind a plus."""
    for field in _DELIVERY:
        for value in headers.all(field)[:10]:
            name, _, at = value.strip(" <>").lower().rpartition("@")
            if name and at == domain:
                yield name.partition("+")[0]


def is_sealed(headers: HeaderFields, seen_from: Vantage) -> bool:
    """Whether a letter from the member's other account bore a valid seal of its domain (DKIM, RFC 8601 §2.7.1).

    Only a line that the account's own provider wrote counts.
    """
    writer = writer_of(headers, seen_from.recognise)
    account = next((other for other in seen_from.recognise.others if other.name == writer), None)
    if account is None:
        return False
    domain, reach = domain_of(account.address), believed(headers, seen_from).fields
    results = (value for name, value in headers.fields[:reach] if name == SEAL_FIELD.lower())
    return any(_passes(value, domain) for value in results)


def _passes(value: str, domain: str) -> bool:
    parts = value[:LONGEST_VALUE].lower().split(";")
    return any(domain in _SEALED_BY.findall(part) for part in parts if part.strip().startswith("dkim=pass"))
