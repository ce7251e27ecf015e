"""Whom two accounts correspond with, compared by keyed digests (evidence U4–U7, U9).

Only where the member switched it on, and never at a joint home address. No address outlives this module.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, Items, Mailbox
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, Missing, PartKind
from mailcheck.model.traces import Whose
from mailcheck.model.use import Contact, Contacts
from mailcheck.parse.addresses import canonical
from mailcheck.parse.arrival import is_bulk, is_no_reply
from mailcheck.parse.clinical_words import sounds_clinical
from mailcheck.parse.domains import domain_of
from mailcheck.parse.headers import HeaderFields, addresses, read_headers
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.structure import walk

INBOX = "INBOX"
NEWEST = 500
MOST_READERS = 30
"""A letter to more people than this is no correspondence."""
COMMON_SHARE = 0.3
"""A domain with more than this share of the contacts is the institute's, or a provider's, and tells nothing."""
FEW = 10
"""Contacts below which no domain can be called common."""
_BULK = ("List-Id", "List-Unsubscribe", "Precedence")
_FIELDS = ("From", *_BULK)
_SENT_FIELDS = ("To", "Cc", "Bcc", *_BULK)


@dataclass(slots=True)
class _Found:
    """What has been seen so far. Holds addresses, so it shows nothing of itself and is not kept."""

    wrote: dict[str, list[date]] = field(default_factory=dict, repr=False)
    was_written_to: dict[str, list[date]] = field(default_factory=dict, repr=False)
    starts: list[date] = field(default_factory=list)
    """For each folder that was not seen whole, the day of its oldest letter seen."""
    clinical: int = 0
    passed_on: list[str] = field(default_factory=list)


def wishes_for_contacts(account: Account) -> Wishes:
    """Return what is asked of the newest letters."""
    return Wishes(Wish(NEWEST, Items(_FIELDS)), Wish(NEWEST, Items(_SENT_FIELDS, structure=True)))


def look_at_contacts(
    mailbox: Mailbox, account: Account, recognise: Recogniser, run_keys: Keys
) -> Contacts | Missing | None:
    """Look at the newest letters in the inbox and in the first sent folder; None for a joint home address.

    `run_keys` is this run's own random key, so that digests can be compared between accounts and never again.
    """
    if account.joint and not account.role.is_professional:
        return None
    found = _Found()
    try:
        for envelope in _newest(mailbox, INBOX, _FIELDS, found):
            _received(envelope, recognise, found)
        for folder in find_sent(mailbox, account)[:1]:
            for envelope in _newest(mailbox, folder.name, _SENT_FIELDS, found, structure=True):
                _sent(envelope, recognise, found)
    except AccountProblem as problem:
        return Missing.of(problem)
    people = tuple(_people(found, run_keys))
    return Contacts(people, max(found.starts, default=None), found.clinical, tuple(found.passed_on))


def _newest(
    mailbox: Mailbox, folder: str, fields: tuple[str, ...], found: _Found, *, structure: bool = False
) -> tuple[Envelope, ...]:
    opened = mailbox.examine(folder)
    uids = mailbox.newest(NEWEST)
    envelopes = mailbox.envelopes(uids, Items(fields, structure=structure)) if uids else ()
    if envelopes and opened.exists > len(uids):
        found.starts.append(min(envelope.stored.date() for envelope in envelopes))
    return envelopes


def _received(envelope: Envelope, recognise: Recogniser, found: _Found) -> None:
    headers = read_headers(envelope.header)
    if not is_bulk(headers):
        for address in _others(headers, recognise, "From"):
            found.wrote.setdefault(address, []).append(envelope.stored.date())


def _sent(envelope: Envelope, recognise: Recogniser, found: _Found) -> None:
    headers = read_headers(envelope.header)
    names = [part.name or "" for part in walk(envelope.bodystructure).parts if part.kind is PartKind.DOCUMENT]
    found.clinical += any(map(sounds_clinical, names))
    readers = [recognise(address) for address in addresses(headers, "To", "Cc", "Bcc")[:MOST_READERS]]
    if names:
        other = {target.account for target in readers if target.whose is Whose.OTHER and target.is_certain}
        found.passed_on += sorted(other)
    if not is_bulk(headers) and len(readers) < MOST_READERS:
        for address in _others(headers, recognise, "To", "Cc", "Bcc"):
            found.was_written_to.setdefault(address, []).append(envelope.stored.date())


def _others(headers: HeaderFields, recognise: Recogniser, *fields: str) -> Iterator[str]:
    """Yield the addresses of other people who can be written to, each as it is compared."""
    for address in addresses(headers, *fields)[:MOST_READERS]:
        if recognise(address).whose is Whose.UNKNOWN and not is_no_reply(address):
            try:
                yield canonical(address)
            except ValueError:
                continue


def _people(found: _Found, keys: Keys) -> Iterator[Contact]:
    everybody = sorted({*found.wrote, *found.was_written_to})
    common = _common_domains(everybody)
    for address in everybody:
        if domain_of(address) not in common:
            yield Contact(
                keys.digest(Purpose.ADDRESS, address),
                _ends(found.wrote.get(address, ())),
                _ends(found.was_written_to.get(address, ())),
            )


def _common_domains(everybody: Iterable[str]) -> frozenset[str]:
    domains = Counter(map(domain_of, everybody))
    total = sum(domains.values())
    if total < FEW:
        return frozenset()
    return frozenset(domain for domain, count in domains.items() if count > COMMON_SHARE * total)


def _ends(days: Iterable[date]) -> tuple[date, ...]:
    known = tuple(days)
    return (min(known), max(known)) if known else ()
