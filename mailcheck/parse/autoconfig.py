"""Reads what a domain says about its own mail servers: autoconfig documents and SRV records (RFC 6186)."""

from collections.abc import Iterable
from xml.etree import ElementTree

from mailcheck.dataclass import dataclass
from mailcheck.parse.domains import ascii_domain

LARGEST = 64 * 1024
MOST = 20
_SECURITY = {"SSL": "tls", "STARTTLS": "starttls"}
_NAMES = {"%EMAILADDRESS%": "address", "%EMAILLOCALPART%": "local-part"}


@dataclass(frozen=True, slots=True)
class Announced:
    """A mail server that a domain names as its own."""

    host: str
    port: int
    security: str
    """`tls` or `starttls`."""
    username: str = ""
    """`address`, `local-part`, or empty if it does not say."""


def read_autoconfig(text: str) -> tuple[Announced, ...]:
    """Return the IMAP servers of an autoconfig document; none if it is no such document. Never raises.

    A document with a DOCTYPE is left alone: none needs one, and entities can grow without end.
    """
    if len(text) > LARGEST or "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        return ()
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DOCTYPE, and bounded
    except (ElementTree.ParseError, ValueError):
        return ()
    if root.tag != "clientConfig":
        return ()
    found = [_server(each) for each in list(root.iter("incomingServer"))[:MOST] if each.get("type") == "imap"]
    return tuple(server for server in found if server is not None)


def _server(element: ElementTree.Element) -> Announced | None:
    words = {child.tag: (child.text or "").strip() for child in element}
    security = _SECURITY.get(words.get("socketType", "").upper())
    server = _announced(words.get("hostname", ""), words.get("port", ""), security)
    if server is None:
        return None
    return Announced(server.host, server.port, server.security, _NAMES.get(words.get("username", ""), ""))


def read_srv(records: Iterable[str], security: str) -> tuple[Announced, ...]:
    """Return the servers of SRV records (`0 1 993 imap.example.`), best first; `.` means that there is none."""
    found = []
    for record in list(records)[:MOST]:
        words = record.split()
        if len(words) == 4 and words[0].isdecimal() and words[1].isdecimal() and words[3] != ".":
            server = _announced(words[3].removesuffix("."), words[2], security)
            if server is not None:
                found.append((int(words[0]), -int(words[1]), server))
    return tuple(server for _, _, server in sorted(found, key=lambda each: each[:2]))


def _announced(host: str, port: str, security: str | None) -> Announced | None:
    try:
        name, number = ascii_domain(host), int(port)
    except ValueError:
        return None
    return Announced(name, number, security) if security and 0 < number < 65536 else None
