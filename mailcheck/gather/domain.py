"""The name system, by dnspython: its only home.

Whoever looks names up takes a `Resolver`, so that tests and hosts can bring their own. Nothing is raised: what could
not be looked up is `Missing`.
"""

import secrets
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol

from mailcheck.dataclass import dataclass
from mailcheck.model import Missing

if TYPE_CHECKING:
    from dns.resolver import Answer
    from dns.resolver import Resolver as DnspythonResolver

SECONDS = 5.0
"""For one look-up, all tries and servers included."""
MOST_RECORDS = 100

NO_ANSWER = Missing("The name system did not answer.", key="dns")
NOT_WORKING = Missing("Name look-ups do not work here; domain checks were skipped.", key="dns")


@dataclass(frozen=True, slots=True)
class Records:
    """What the name system answered. No record and no such name are both empty."""

    texts: tuple[str, ...] = ()
    """Each record as a text: `10 mx.example.org` for MX, the joined strings for TXT, `3 1 1 …` for TLSA."""
    is_authenticated: bool = False
    """True: a validating resolver on this computer vouches for it (RFC 6840 §5.8)."""


class Resolver(Protocol):
    """Looks names up."""

    def look_up(self, name: str, kind: str) -> Records | Missing:
        """Return the records of a kind (`MX`, `TXT`, `A`, `AAAA`, `TLSA`) at a name. Never raises."""


class SystemResolver:
    """Looks names up by the servers that this computer is set to ask, or by those of a dnspython resolver."""

    def __init__(self, resolver: "DnspythonResolver | None" = None, *, seconds: float = SECONDS) -> None:
        self._resolver, self._seconds = resolver, seconds

    def look_up(self, name: str, kind: str) -> Records | Missing:
        """Return the records of a kind at a name."""
        _spare_the_web()
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN

        try:
            answer = self._asked().resolve(
                name.rstrip(".") + ".", kind, raise_on_no_answer=False, lifetime=self._seconds, search=False
            )
        except NXDOMAIN:
            return Records()
        except (DNSException, OSError, ValueError):  # no server, no answer in time, a name that cannot be one
            return NO_ANSWER
        return _records(answer)

    def _asked(self) -> "DnspythonResolver":
        _spare_the_web()
        from dns.flags import AD, DO, RD
        from dns.resolver import Resolver as DnspythonResolver

        if self._resolver is None:
            self._resolver = DnspythonResolver()
        self._resolver.use_edns(0, DO, 1232)
        self._resolver.set_flags(RD | AD)
        return self._resolver


def _spare_the_web() -> None:
    """Keep dnspython from loading libraries for DNS over HTTPS, which is never used: a tenth of a check's start."""
    with suppress(ImportError, AttributeError):  # a help, not a duty: it is not told in dnspython's documentation
        from dns import _features

        _features.force("doh", enabled=False)


def _records(answer: "Answer") -> Records:
    from dns.flags import AD

    found = () if answer.rrset is None else tuple(answer.rrset)[:MOST_RECORDS]
    texts = tuple(
        b"".join(record.strings).decode("utf-8", "replace") if hasattr(record, "strings") else record.to_text()
        for record in found
    )
    return Records(texts, bool(answer.response.flags & AD) and _is_local(answer.nameserver))


def _is_local(server: str | None) -> bool:
    """Whether an answer came from this computer: on the way from any other, the mark could be put on by anybody."""
    try:
        return ip_address((server or "").partition("%")[0]).is_loopback
    except ValueError:
        return False


def works(resolver: Resolver, host: str) -> bool:
    """Whether look-ups can be believed here (N0): a host that exists is found, and one that does not is not.

    `host` is the account's own server; an address needs no look-up, so then only the second half is tried.
    """
    made_up = f"mailcheck-{secrets.token_hex(8)}.example.com"  # nobody's: IANA keeps the domain for examples
    if not _is_empty(resolver.look_up(made_up, "A")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return any(_has_records(resolver.look_up(host, kind)) for kind in ("A", "AAAA"))
    return True


def _is_empty(found: Records | Missing) -> bool:
    return isinstance(found, Records) and not found.texts


def _has_records(found: Records | Missing) -> bool:
    return isinstance(found, Records) and bool(found.texts)
