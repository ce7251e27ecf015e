"""What the header of a sent letter says of who sent it and who sees whom (evidence U8, U10, J5, J10, J12)."""

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses
from functools import lru_cache

from mailcheck.model import Account
from mailcheck.model.traces import Whose
from mailcheck.parse.arrival import is_bulk
from mailcheck.parse.domains import domain_of
from mailcheck.parse.headers import HeaderFields, addresses
from mailcheck.parse.recognise import Recogniser

LONGEST_VALUE = 4000
MOST_READERS = 200
LONGEST_PROGRAM, LONGEST_DATE = 200, 100
PROGRAM_FIELDS = ("X-Mailer", "User-Agent")
_VERSION = re.compile(r"[\d(/\[,;]")
_ZONE = re.compile(r" ([+-]\d{4})\b")


def own_names(headers: HeaderFields, recognise: Recogniser) -> tuple[str, ...]:
    """Return the names that stand in From beside the account's own address, decoded."""
    named = _named(tuple(value[:LONGEST_VALUE] for value in headers.all("from")[:3]))
    return tuple(name for name, address in named if recognise(address).whose is Whose.OWN)


@lru_cache(maxsize=64)
def _named(values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the names and addresses in a few values; people write under one name, from one address."""
    try:
        pairs = getaddresses(list(values))
    except (RecursionError, ValueError, IndexError):
        return ()
    decoded = ((_decoded(name), address) for name, address in pairs[:5] if name)
    return tuple((name, address) for name, address in decoded if name)


def _decoded(name: str) -> str:
    """Undo RFC 2047; what cannot be undone stays as it is."""
    try:
        return str(make_header(decode_header(name)))
    except (MessageError, ValueError, LookupError):
        return name


def mail_program(headers: HeaderFields) -> str:
    """Return the name of the program that wrote a letter, without its version; empty if the letter does not say."""
    for name in PROGRAM_FIELDS:
        if value := headers.first(name):
            return _VERSION.split(value[:LONGEST_PROGRAM], maxsplit=1)[0].strip().casefold()
    return ""


def time_zone(headers: HeaderFields) -> str:
    """Return the offset from universal time in the Date of a letter (`+0100`); empty if there is none."""
    found = _ZONE.search((headers.first("date") or "")[:LONGEST_DATE])
    return found[1] if found else ""


def outside_readers(headers: HeaderFields, account: Account, recognise: Recogniser) -> int:
    """Count the people in To and Cc who are neither the member nor at the practice's own domain; 0 for list mail."""
    if is_bulk(headers):
        return 0
    home = "" if account.provider_by_domain else domain_of(account.address)
    readers = addresses(headers, "To", "Cc")[:MOST_READERS]
    return sum(recognise(address).whose is Whose.UNKNOWN and not _is_at(address, home) for address in readers)


def _is_at(address: str, domain: str) -> bool:
    try:
        return bool(domain) and domain_of(address) == domain
    except ValueError:
        return False
