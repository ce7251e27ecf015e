"""Finds the mail server of an address. Only its domain is looked up; nobody is sent the address or a secret.

In this order: a known provider by the domain, a known provider by the mail exchangers, what the domain itself says over
https, SRV records (RFC 6186), and servers with the usual names. Each is met first: TLS under its own name, a greeting,
what it offers. Whatever nothing vouches for needs the member's yes; and where nothing is found, the member names it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from mailcheck.errors import AccountProblem
from mailcheck.gather.discovered import Discovery, Server, Source
from mailcheck.gather.domain import Resolver
from mailcheck.gather.imap.meeting import Met, meet_server
from mailcheck.gather.in_time import in_time
from mailcheck.gather.web import fetch_text
from mailcheck.model import Account, Missing, Provider, Role, Security
from mailcheck.parse.autoconfig import Announced, read_autoconfig, read_srv
from mailcheck.parse.domains import domain_of, is_at_or_below
from mailcheck.parse.providers import Providers

SECONDS = 8.0
"""For everything together."""
ASKING = 3.5
"""Of these, for the name system and the web."""
PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
USUAL = ("imap.{domain}", "mail.{domain}", "{domain}")
MOST = 8
"""Servers that are met for one address."""

T = TypeVar("T")
Fetch = Callable[[str], str]


class Meet(Protocol):
    """Meets a server."""

    def __call__(self, account: Account, /, *, timeout: float) -> Met:
        """Return what it offers; raises AccountProblem."""


def discover(
    address: str,
    providers: Providers,
    *,
    resolver: Resolver,
    fetch: Fetch | None = None,
    meet: Meet = meet_server,
    seconds: float = SECONDS,
) -> Discovery:
    """Return the mail server of an address and its provider, as far as either is known, within `seconds`."""
    end = time.monotonic() + seconds
    domain = domain_of(address)
    provider = providers.by_address(address)
    if provider is not None:
        return _met([_provided(provider, domain, Source.ADDRESS)], address, provider, meet, end)
    ask = min(ASKING, seconds / 2)
    tasks: dict[str, Callable[[], Sequence[str | Server]]] = {
        "mx": partial(_exchangers, domain, resolver),
        "srv": partial(_by_srv, domain, resolver),
        "auto": partial(_by_autoconfig, domain, fetch or partial(fetch_text, seconds=ask)),
    }
    found = in_time(tasks, seconds=ask)
    provider = providers.by_mx(each for each in found.get("mx", ()) if isinstance(each, str))
    if provider is not None and provider.kind == "no-imap":
        return Discovery(provider)
    first = [_provided(provider, domain, Source.EXCHANGER)] if provider else []
    announced = [each for key in ("auto", "srv") for each in found.get(key, ()) if isinstance(each, Server)]
    usual = [Server(name.format(domain=domain), 993, Security.TLS, Source.NAME, is_trusted=True) for name in USUAL]
    candidates = [*first, *(_vouched(each, domain, providers) for each in announced), *usual]
    return _met(candidates, address, provider, meet, end)


def _provided(provider: Provider, domain: str, source: Source) -> Server | None:
    if not provider.imap_host:
        return None
    security = Security.TLS if provider.imap_tls == "implicit" else Security.STARTTLS
    return Server(provider.imap_host.replace("{domain}", domain), provider.imap_port, security, source, is_trusted=True)


def _vouched(server: Server, domain: str, providers: Providers) -> Server:
    """Trust a server in the address's own domain, whose certificate shows it, or one that our list names."""
    is_known = is_at_or_below(server.host, domain) or providers.by_host(server.host) is not None
    return replace(server, is_trusted=server.is_trusted or is_known)


def _exchangers(domain: str, resolver: Resolver) -> tuple[str, ...]:
    found = resolver.look_up(domain, "MX")
    if isinstance(found, Missing):
        return ()
    pairs = sorted((int(words[0]), words[1]) for text in found.texts if len(words := text.split()) == 2)
    return tuple(host for _, host in pairs)


def _by_srv(domain: str, resolver: Resolver) -> tuple[Server, ...]:
    servers: list[Server] = []
    for service, security in (("_imaps._tcp", Security.TLS), ("_imap._tcp", Security.STARTTLS)):
        found = resolver.look_up(f"{service}.{domain}", "SRV")
        if not isinstance(found, Missing):
            announced = read_srv(found.texts, security.value)
            servers += [_server(each, Source.SRV, is_trusted=found.is_authenticated) for each in announced]
    return tuple(servers)


def _by_autoconfig(domain: str, fetch: Fetch) -> tuple[Server, ...]:
    texts = in_time({place: partial(fetch, place.format(domain=domain)) for place in PLACES}, seconds=ASKING)
    for place in PLACES:
        announced = read_autoconfig(texts.get(place) or "")
        if announced:
            return tuple(_server(each, Source.AUTOCONFIG, is_trusted=False) for each in announced)
    return ()


def _server(announced: Announced, source: Source, *, is_trusted: bool) -> Server:
    security = Security(announced.security)
    return Server(announced.host, announced.port, security, source, is_trusted, announced.username)


def _met(
    candidates: Iterable[Server | None], address: str, provider: Provider | None, meet: Meet, end: float
) -> Discovery:
    """Meet the candidates side by side, and return the first in their order that answers."""
    by_place: dict[tuple[str, int], Server] = {}
    for each in candidates:
        if each is not None:
            by_place.setdefault((each.host, each.port), each)
    servers = list(by_place.values())[:MOST]
    if not servers:
        return Discovery(provider)
    left = max(0.5, end - time.monotonic())
    asked = {server: partial(_tried, meet, account_at(server, address, provider), left) for server in servers}
    answers = in_time(asked, seconds=left, is_enough=partial(_is_settled, servers))
    for server in servers:
        if isinstance(met := answers.get(server), Met):
            return Discovery(provider, server, met)
    if servers[0].source is Source.NAME:
        return Discovery(provider)  # it was no more than a guess
    problem = answers.get(servers[0])
    return Discovery(provider, servers[0], problem=problem if isinstance(problem, AccountProblem) else _no_answer())


def _is_settled(servers: Sequence[Server], answers: dict[Server, Met | AccountProblem]) -> bool:
    """Whether no server that has not answered yet could come before the best that has."""
    for server in servers:
        if server not in answers:
            return False
        if isinstance(answers[server], Met):
            return True
    return True


def _tried(meet: Meet, account: Account, seconds: float) -> Met | AccountProblem:
    try:
        return meet(account, timeout=seconds)
    except AccountProblem as problem:
        return problem


def account_at(server: Server, address: str, provider: Provider | None) -> Account:
    """Return an account at a server, as far as meeting it needs one."""
    return Account(
        "this account", Role.PROFESSIONAL, address, server.host, server.port, server.security, address, provider
    )


def _no_answer() -> AccountProblem:
    return AccountProblem("The server did not answer. A firewall, antivirus or VPN may be in the way.", key="timeout")
