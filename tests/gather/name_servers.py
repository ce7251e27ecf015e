"""Name servers for tests: one in memory, and a real one on loopback that speaks DNS over UDP."""

import socket
import threading
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

from mailcheck.gather.domain import NO_ANSWER, Records, SystemResolver
from mailcheck.model import Missing
from tests.patience import PATIENCE

Zone = dict[tuple[str, str], list[str]]
"""Records by name and kind, as they stand in a zone file."""


@dataclass
class Canned:
    """A resolver that answers from memory and remembers what it was asked."""

    zone: Zone
    authenticated: bool = False
    failing: tuple[str, ...] = ()
    """Kinds or names that get no answer."""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def look_up(self, name: str, kind: str) -> Records | Missing:
        self.asked.append((name, kind))
        if name in self.failing or kind in self.failing:
            return NO_ANSWER
        return Records(tuple(self.zone.get((name, kind), ())), self.authenticated)


class NameServer:
    """A name server on loopback. A context manager."""

    def __init__(self, zone: Zone, *, is_validating: bool = False, says: str = "") -> None:
        """Serve a zone; `says` is `everything` (an address for any name), `silent`, or the name of a failure."""
        self._zone, self._is_validating, self._says = zone, is_validating, says
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.queries: list[dns.message.Message] = []

    def __enter__(self) -> "NameServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        port = self._socket.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ending:
            ending.sendto(b"", ("127.0.0.1", port))
        self._thread.join(5)
        self._socket.close()

    def inner(self) -> dns.resolver.Resolver:
        """Return dnspython's resolver, set to ask this server."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self._socket.getsockname()[1]
        return resolver

    def resolver(self, *, seconds: float = PATIENCE) -> SystemResolver:
        """Return a resolver that asks this server."""
        return SystemResolver(self.inner(), seconds=seconds)

    def _serve(self) -> None:
        while True:
            octets, sender = self._socket.recvfrom(4096)
            if not octets:
                return
            query = dns.message.from_wire(octets)
            self.queries.append(query)
            if self._says != "silent":
                self._socket.sendto(self._answer(query).to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(query, recursion_available=True)
        if self._is_validating:
            response.flags |= dns.flags.AD
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        records = ["192.0.2.1"] if self._says == "everything" and kind == "A" else self._zone.get((name, kind), [])
        if records:
            response.answer.append(dns.rrset.from_text_list(question.name, 300, "IN", kind, records))
        elif self._says in {"SERVFAIL", "REFUSED"}:
            response.set_rcode(dns.rcode.from_text(self._says))
        elif not any(known == name for known, _ in self._zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response
