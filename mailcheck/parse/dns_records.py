"""The records by which a domain says who may send in its name and how mail reaches it (evidence N1–N4).

SPF RFC 7208 · DMARC RFC 7489 and its successor's tree walk · MTA-STS RFC 8461 · TLSA RFC 6698, 7672 · null MX RFC 7505.
Each reader takes the texts of the records and returns what they say; a record that is not well formed says nothing.
"""

import re
from collections.abc import Mapping, Sequence

from mailcheck.dataclass import dataclass
from mailcheck.model.domain import Delivery, Dmarc, MailExchange, MtaSts, MtaStsMode, Spf, SpfState

LONGEST_RECORD = 65_535
LARGEST_POLICY = 64 * 1024
"""Octets; RFC 8461 §3.3 suggests this bound."""
LONGEST_AGE = 31_557_600
MOST_EXCHANGERS = 20
DEEPEST_WALK = 8
"""Names that the walk up the tree may ask about (DMARCbis §4.10)."""

_POLICIES = frozenset({"none", "quarantine", "reject"})
_STS_ID = re.compile(r"[A-Za-z0-9]{1,32}")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


def exchange(records: Sequence[tuple[int, str]], *, has_address: bool) -> MailExchange:
    """Return where mail goes, given the preferences and hosts of the MX records.

    `has_address`: the domain has an address record, which takes mail if there is no MX (RFC 5321 §5.1).
    """
    hosts = [host.rstrip(".").lower() for _, host in sorted(records)]
    if hosts and not any(hosts):
        return MailExchange(Delivery.REFUSED)
    named = tuple(dict.fromkeys(filter(None, hosts)))[:MOST_EXCHANGERS]
    if named:
        return MailExchange(Delivery.EXCHANGERS, named)
    return MailExchange(Delivery.HOST if has_address else Delivery.NOWHERE)


def spf(texts: Sequence[str]) -> Spf:
    """Return what the TXT records of a domain say of SPF. `redirect` counts only without `all` (RFC 7208 §6.1)."""
    records = [text[:LONGEST_RECORD].lower().split() for text in texts if _is_spf(text)]
    if len(records) != 1:
        return Spf(SpfState.SEVERAL if records else SpfState.NONE)
    for term in records[0][1:]:
        if term.lstrip("+-~?") == "all" and len(term) <= 4:
            return Spf(SpfState.ONE, term[0] if term != "all" else "+")
    redirects = [term.removeprefix("redirect=") for term in records[0] if term.startswith("redirect=")]
    target = redirects[0].rstrip(".") if len(redirects) == 1 else ""
    return Spf(SpfState.ONE, "", target if is_host_name(target) else "")


def _is_spf(text: str) -> bool:
    return text[:7].lower().rstrip() == "v=spf1"


def is_host_name(text: str) -> bool:
    """Whether a text is a name that may be looked up; a macro (RFC 7208 §7) is none."""
    labels = text.split(".")
    return len(text) <= 253 and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """One valid DMARC record."""

    policy: str
    below: str
    """The policy for names below this one."""
    is_test: bool
    suffix: str
    """`y`: it is published for a registry; `n`: it stands for itself; else `u` (DMARCbis §4.7, `psd`)."""


def dmarc_record(texts: Sequence[str]) -> DmarcRecord | None:
    """Return the DMARC record among TXT records; None unless there is exactly one, with a policy (RFC 7489 §6.6.3).

    A record whose policy is missing or misspelt, but which asks for reports, counts as `none`.
    """
    records = [pairs for text in texts if (pairs := _tags(text)) and pairs[0] == ("v", "DMARC1")]
    if len(records) != 1:
        return None
    tags = dict(reversed(records[0]))
    policy = tags.get("p", "").lower()
    if policy not in _POLICIES:
        if "rua" not in tags:
            return None
        policy = "none"
    below = tags.get("sp", policy).lower()
    is_test = tags.get("t", "").lower() == "y" or tags.get("pct") in {"0", "00", "000"}
    return DmarcRecord(policy, below if below in _POLICIES else policy, is_test, tags.get("psd", "u").lower())


def _tags(text: str) -> list[tuple[str, str]]:
    """Return the tags of a record such as `v=DMARC1; p=reject`."""
    pairs = (part.partition("=") for part in text[:LONGEST_RECORD].split(";"))
    return [(name.strip().lower(), value.strip()) for name, equals, value in pairs if equals]


def names_above(domain: str) -> tuple[str, ...]:
    """Return the domain and the names above it that may publish its policy, nearest first, at most DEEPEST_WALK.

    The walk of DMARCbis (§4.10) is used, not the Public Suffix List of RFC 7489: it needs no list that ages, and the
    registries that matter say so themselves. For real domains both find the same record.
    """
    labels = domain.split(".")
    above = labels[1:] if len(labels) <= DEEPEST_WALK else labels[-(DEEPEST_WALK - 1) :]
    return (domain, *(".".join(above[at:]) for at in range(len(above))))


def dmarc(domain: str, found: Mapping[str, DmarcRecord | None]) -> Dmarc:
    """Return the policy that holds for a domain, given the records at it and the names above it."""
    own = found.get(domain)
    if own is not None:
        return Dmarc(own.policy, domain, own.is_test)
    above = [(name, record) for name in names_above(domain)[1:] if (record := found.get(name)) is not None]
    if not above:
        return Dmarc()
    alone = [pair for pair in above if pair[1].suffix == "n"]
    organisations = [pair for pair in above if pair[1].suffix != "y"]
    # A record for itself ends the walk; else the highest name that is no registry's; else the registry's own.
    at, record = alone[0] if alone else organisations[-1] if organisations else above[0]
    return Dmarc(record.below, at, record.is_test)


def has_mta_sts(texts: Sequence[str]) -> bool:
    """Whether the TXT records at `_mta-sts` announce a policy: exactly one does, with an id (RFC 8461 §3.1)."""
    records = [tags for text in texts if (tags := _tags(text)) and tags[0] == ("v", "STSv1")]
    return len(records) == 1 and any(name == "id" and _STS_ID.fullmatch(value) for name, value in records[0])


def mta_sts_policy(text: str, exchangers: Sequence[str]) -> MtaSts | None:
    """Return a policy as it was fetched (RFC 8461 §3.2); None if it is not well formed."""
    lines = [line.partition(":") for line in text[:LARGEST_POLICY].splitlines()]
    pairs = [(name.strip().lower(), value.strip()) for name, colon, value in lines if colon]
    first = dict(reversed(pairs))
    age = first.get("max_age", "")
    if first.get("version") != "STSv1" or not (age.isascii() and age.isdigit() and len(age) <= 10):
        return None
    try:
        mode = MtaStsMode(first.get("mode", ""))
    except ValueError:
        return None
    patterns = [value.lower().rstrip(".") for name, value in pairs if name == "mx"]
    if mode is not MtaStsMode.NONE and not patterns:
        return None
    covered = all(any(_fits(host, pattern) for pattern in patterns) for host in exchangers)
    return MtaSts(mode, covered, min(int(age), LONGEST_AGE))


def _fits(host: str, pattern: str) -> bool:
    """Whether a host fits a pattern; a star stands for exactly one label (RFC 8461 §4.1, RFC 6125 §6.4.3)."""
    if not pattern.startswith("*."):
        return host == pattern
    return host.partition(".")[2] == pattern[2:]


def is_usable_tlsa(usage: int, selector: int, matching: int) -> bool:
    """Whether a sending server can use a TLSA record: DANE-TA or DANE-EE (RFC 7672 §3.1.3)."""
    return usage in {2, 3} and selector in {0, 1} and matching in {0, 1, 2}
