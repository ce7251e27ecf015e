"""How far down a header can be believed (RFC 5321 §4.4; evidence, rule 5).

Every server puts its lines on top, so what lies above the first `Received` line that took a letter from elsewhere was
written by the account's own provider. Below it, anybody may have written anything. If that line took the letter from
the provider of another of the member's accounts, and says so by a name that it looked up itself, that provider's lines
are believed too, up to the first that took the letter from elsewhere.

When in doubt a line is not believed: a name that the other side gave itself (HELO), letters from a program on the
server, which may be any customer's, and hosts of a provider that also gives names to its customers' own machines.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.model import Account
from mailcheck.parse.domains import is_at_or_below
from mailcheck.parse.headers import HeaderFields
from mailcheck.parse.recognise import Recogniser

LONGEST_HOP = 2000
_MAIL_ONLY = frozenset({"imap.gmail.com", "outlook.office365.com"})
"""Servers for customers' own domains whose makers keep their customers' machines under other names."""
MOST_HOPS = 100

_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "gov", "ltd", "me", "mod", "net", "nhs", "or", "org", "plc", "sch"}
)
_FROM = re.compile(r"\s*from\s+(\S{1,300})(?:\s+\(([^()]{0,300}))?", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+(?!uid\s)(\S{1,300})", re.IGNORECASE)
_WITH = re.compile(r"\swith\s+(\S{1,40})", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9.]{7,15}|[0-9a-f:]{3,45}")
_FOR = re.compile(r"\sfor\s+<?([^<>()\s;]{1,320})", re.IGNORECASE)
_LOOKED_UP = re.compile(r"([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)\.?\s+\[", re.IGNORECASE)
_EXIM_LOOKED_UP = re.compile(r"\[[0-9a-f.:]{3,50}\](?::[0-9]{1,5})? helo=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One `Received` line."""

    writer: str
    """The host that wrote it, in lower case; empty if it does not say."""
    peer: str = ""
    """The host that the letter came from, by a name that the writer looked up; empty if there is none."""
    is_within: bool = False
    """True: handed on inside one provider, by a way that nobody outside can take."""
    recipient: str = field(default="", repr=False)


def read_hop(value: str) -> Hop:
    """Read a `Received` line. What cannot be read is empty."""
    text = value[:LONGEST_HOP]
    by, using, came = _BY.search(text), _WITH.search(text), _FROM.match(text)
    protocol = using[1].upper() if using else ""
    writer = _host(by[1]) if by else ""
    # Google names no sender inside its network, and itself by a number.
    is_googles = came is None and protocol in {"SMTP", "POP3"} and _NUMBER.fullmatch(writer) is not None
    # An envelope address in a comment could hold the word "for": a line that has it twice names nobody.
    recipients = _FOR.findall(text)
    return Hop(
        writer="google.com" if is_googles else writer,
        peer=_looked_up(came[1], came[2] or "") if came else "",
        # LMTP only comes from the provider's own server (RFC 2033 §1).
        is_within=is_googles or protocol.startswith("LMTP"),
        recipient=recipients[0] if len(recipients) == 1 and "@" in recipients[0] else "",
    )


def _host(text: str) -> str:
    return text.rstrip(".;,").lower()


def _looked_up(said: str, comment: str) -> str:
    """Return the name that the writer looked up: `helo (name [address])`, or Exim's `name ([address] helo=helo)`."""
    if found := _LOOKED_UP.match(comment):
        return _host(found[1])
    return _host(said) if _EXIM_LOOKED_UP.match(comment) and "[" not in said else ""


@dataclass(frozen=True, slots=True)
class Side:
    """The hosts of one account's provider."""

    writers: frozenset[str]
    """Domains at or below which its servers are."""
    relays: frozenset[str]
    """Domains or hosts at or below which nobody but its mail servers is."""

    def writes(self, host: str) -> bool:
        """Whether a host is one of the provider's, by its own word."""
        return any(is_at_or_below(host, domain) for domain in self.writers)

    def relays_by(self, host: str) -> bool:
        """Whether a host whose name was looked up is one of the provider's mail servers."""
        return any(is_at_or_below(host, domain) for domain in self.relays)


def side_of(account: Account, exchangers: Iterable[str] = ()) -> Side:
    """Return the hosts of an account's provider; `exchangers` are the mail exchangers of its domain, if known."""
    hosts = frozenset(name for name in map(_host, (account.host, *exchangers)) if _is_name(name))
    provider = account.provider
    known = frozenset((*provider.mx_suffixes, *provider.domains)) if provider else frozenset()
    broad = frozenset(map(registered, hosts | known))
    # A hosting company or an access provider has its customers' machines under the same name.
    is_mail_only = provider is not None and (provider.kind == "mailbox" or provider.imap_host in _MAIL_ONLY)
    return Side(broad, hosts | (frozenset(map(registered, known)) if is_mail_only else frozenset()))


def _is_name(host: str) -> bool:
    return "." in host and ":" not in host and not host.rpartition(".")[2].isdigit()


def registered(host: str) -> str:
    """Return the part of a name that somebody registered: `mx.example.co.uk` is `example.co.uk`.

    A small list of second levels serves instead of the Public Suffix List: a wrong answer here believes less, or
    believes the lines of one provider's hosts, never those of a stranger that the other checks would stop.
    """
    labels = host.split(".")
    is_below_second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if is_below_second else -2 :])


@dataclass(frozen=True, slots=True)
class Vantage:
    """From where a header is read: whose mailbox it is in, and where the member's other accounts are."""

    recognise: Recogniser
    own: Side
    others: Mapping[str, Side]
    """By the name of the account."""


def vantage(recognise: Recogniser, exchangers: Mapping[str, Iterable[str]] | None = None) -> Vantage:
    """Return the vantage of a recogniser's account; `exchangers` are known mail exchangers, by the account's name."""
    known = exchangers or {}
    others = {other.name: side_of(other, known.get(other.name, ())) for other in recognise.others}
    account = recognise.account
    return Vantage(recognise, side_of(account, known.get(account.name, ())), others)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a header is believed."""

    fields: int
    """So many from the top."""
    handed_over_by: frozenset[str] = frozenset()
    """The accounts whose provider handed the letter over, by name."""


def believed(headers: HeaderFields, seen_from: Vantage) -> Extent:
    """Return how many fields from the top were written by the account's own provider, or another account's."""
    reach, hops = 0, 0
    handed: frozenset[str] = frozenset()
    for index, (name, value) in enumerate(headers.fields):
        if name != "received":
            continue
        hop = read_hop(value)
        hops += 1
        # A letter copied here from another mailbox carries that one's lines on top.
        if hops > MOST_HOPS or (hops == 1 and not seen_from.own.writes(hop.writer)):
            return Extent(reach, handed)
        reach = index + 1
        from_other = frozenset(account for account, side in seen_from.others.items() if side.relays_by(hop.peer))
        handed |= from_other
        if not (hop.is_within or from_other or seen_from.own.relays_by(hop.peer)):
            break
    return Extent(reach, handed)
