"""Looks at what an account's domain says of mail (evidence N0–N4): a handful of look-ups, some side by side."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from mailcheck.gather.domain import NOT_WORKING, Records, Resolver, works
from mailcheck.gather.mta_sts import UNREACHABLE, fetch_policy
from mailcheck.model import Missing
from mailcheck.model.domain import Delivery, Dmarc, DomainFacts, MailExchange, MtaSts, Spf, SpfState, Tlsa
from mailcheck.parse.dns_records import (
    DmarcRecord,
    dmarc,
    dmarc_record,
    exchange,
    has_mta_sts,
    is_usable_tlsa,
    mta_sts_policy,
    names_above,
    spf,
)

SIDE_BY_SIDE = 4
MOST_REDIRECTS = 3
EXCHANGERS_ASKED = 5

Fetch = Callable[[str], str | Missing]


def look_at_domain(
    domain: str, host: str, *, resolver: Resolver, today: date, fetch: Fetch = fetch_policy
) -> DomainFacts | Missing:
    """Return what the name system says of a domain, or why it could not be asked. Never raises.

    `host` is the account's own server, which must be found before anything else is believed (N0). Each fact may be
    missing alone.
    """
    if not works(resolver, host):
        return NOT_WORKING
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="mailcheck-names") as pool:
        senders = pool.submit(_spf, domain, resolver)
        forgeries = pool.submit(_dmarc, domain, resolver)
        mail, is_vouched_for = _exchange(domain, resolver)
        encryption = pool.submit(_mta_sts, domain, mail, resolver, fetch)
        certificates = pool.submit(_tlsa, mail, is_vouched_for=is_vouched_for, resolver=resolver)
        return DomainFacts(
            domain, today, mail, senders.result(), forgeries.result(), encryption.result(), certificates.result()
        )


def _exchange(domain: str, resolver: Resolver) -> tuple[MailExchange | Missing, bool]:
    """Return where mail goes, and whether the answer is authenticated."""
    found = resolver.look_up(domain, "MX")
    if isinstance(found, Missing):
        return found, False
    records = [
        (int(first), host) for first, _, host in (text.partition(" ") for text in found.texts) if first.isdigit()
    ]
    if records:
        return exchange(records, has_address=False), found.is_authenticated
    addresses = [resolver.look_up(domain, kind) for kind in ("A", "AAAA")]
    missing = next((answer for answer in addresses if isinstance(answer, Missing)), None)
    has_address = any(isinstance(answer, Records) and answer.texts for answer in addresses)
    if missing is not None and not has_address:
        return missing, False
    return exchange((), has_address=has_address), found.is_authenticated


def _spf(domain: str, resolver: Resolver) -> Spf | Missing:
    """Return the SPF record that holds, following `redirect` (RFC 7208 §6.1)."""
    seen: list[str] = []
    name = domain
    while name not in seen and len(seen) <= MOST_REDIRECTS:
        seen.append(name)
        found = resolver.look_up(name, "TXT")
        if isinstance(found, Missing):
            return found
        said = spf(found.texts)
        if said.state is not SpfState.ONE:
            return said if name == domain else Spf(SpfState.BROKEN)
        if not said.redirect:
            return Spf(said.state, said.otherwise, name if name != domain else "")
        name = said.redirect
    return Spf(SpfState.BROKEN)


def _dmarc(domain: str, resolver: Resolver) -> Dmarc | Missing:
    """Return the DMARC policy that holds: the domain's own, else that of a domain above it."""
    found: dict[str, DmarcRecord | None] = {}
    for name in names_above(domain):
        answer = resolver.look_up(f"_dmarc.{name}", "TXT")
        if isinstance(answer, Missing):
            return answer
        found[name] = dmarc_record(answer.texts)
        if found[domain] is not None:
            break
    return dmarc(domain, found)


def _mta_sts(domain: str, mail: MailExchange | Missing, resolver: Resolver, fetch: Fetch) -> MtaSts | Missing | None:
    found = resolver.look_up(f"_mta-sts.{domain}", "TXT")
    if isinstance(found, Missing):
        return found
    if not has_mta_sts(found.texts):
        return None
    text = fetch(domain)
    if isinstance(text, Missing):
        return text
    hosts = mail.hosts if isinstance(mail, MailExchange) else ()
    return mta_sts_policy(text, hosts) or UNREACHABLE


def _tlsa(mail: MailExchange | Missing, *, is_vouched_for: bool, resolver: Resolver) -> Tlsa | Missing | None:
    """Return how many mail exchangers publish their certificate. Without DNSSEC throughout it proves nothing."""
    if isinstance(mail, Missing):
        return mail
    if mail.delivery is not Delivery.EXCHANGERS:
        return None
    asked = mail.hosts[:EXCHANGERS_ASKED]
    answers = [resolver.look_up(f"_25._tcp.{host}", "TLSA") for host in asked]
    found = [answer for answer in answers if isinstance(answer, Records)]
    if len(found) < len(answers):
        return next(answer for answer in answers if isinstance(answer, Missing))
    usable = [answer for answer in found if any(map(_is_usable, answer.texts))]
    is_authenticated = is_vouched_for and bool(usable) and all(answer.is_authenticated for answer in usable)
    return Tlsa(len(usable), len(asked), is_authenticated)


def _is_usable(text: str) -> bool:
    fields: Iterable[str] = text.split()[:3]
    numbers = [int(each) for each in fields if each.isdigit()]
    return len(numbers) == 3 and is_usable_tlsa(*numbers)
