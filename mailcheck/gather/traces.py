"""Looks at the way that the newest letters in an inbox took (evidence F6–F14, D12, N5).

Headers only. The few fields in which forwarding leaves its marks are fetched for all of them; the long `Received` lines
only for letters that carry a mark, to see whether it can be believed, or, if none does, for the newest few.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from itertools import islice

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, Items, Mailbox
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, Missing
from mailcheck.model.traces import Trace, Whose
from mailcheck.model.use import Batch, Copied, Received, TraceLook
from mailcheck.parse.arrival import SEAL_FIELD, date_written, is_bulk, is_sealed, names_delivered_to, writer_of
from mailcheck.parse.domains import domain_of
from mailcheck.parse.headers import HeaderFields, addresses, message_id, read_headers
from mailcheck.parse.received import Vantage
from mailcheck.parse.traces import TRACE_FIELDS, count_traces, received_traces

INBOX = "INBOX"
NEWEST = 500
CLOSELY = 100
"""Letters of which the long fields are fetched as well."""
MOST_COPIES = 200
TOGETHER = timedelta(minutes=2)
MANY_TOGETHER = 10

_CHEAP = tuple(name for name in TRACE_FIELDS if name != "Received")
_COMPARED = ("Message-ID", "To", "Cc", "Date", "List-Id", "List-Unsubscribe", "Precedence")


@dataclass(frozen=True, slots=True)
class _Seen:
    """One letter as its cheap fields show it."""

    envelope: Envelope
    headers: HeaderFields = field(repr=False)
    traces: tuple[Trace, ...]
    writer: str
    """The member's other account that wrote it, by name; else empty."""
    dated: date
    """The day it was written, if it says one before it was stored: a copied letter is stored late."""

    @property
    def stored(self) -> datetime:
        return self.envelope.stored


def wishes_for_traces(account: Account) -> Wishes:
    """Return what is asked of the newest letters."""
    return Wishes(inbox=Wish(NEWEST, Items((*_CHEAP, *_COMPARED))))


def look_at_traces(
    mailbox: Mailbox, account: Account, seen_from: Vantage, run_keys: Keys
) -> TraceLook | Missing | None:
    """Look at the newest letters in the inbox: at most four round trips, or six where batches are small.

    None for a home address that is used jointly: it is not looked at. `seen_from` is the account's vantage; `run_keys`
    is this run's own random key.
    """
    if account.joint and not account.role.is_professional:
        return None
    try:
        mailbox.examine(INBOX)
        uids = mailbox.newest(NEWEST)
        envelopes = mailbox.envelopes(uids, Items((*_CHEAP, *_COMPARED))) if uids else ()
        letters = [_seen(envelope, seen_from) for envelope in envelopes]
        closely = _worth_a_closer_look(letters)
        closer = mailbox.envelopes(closely, Items((*TRACE_FIELDS, SEAL_FIELD, "Message-ID"))) if closely else ()
    except AccountProblem as problem:
        return Missing.of(problem)
    return _look(account, letters, closer, seen_from, run_keys)


def _seen(envelope: Envelope, seen_from: Vantage) -> _Seen:
    headers, stored = read_headers(envelope.header), envelope.stored.date()
    traces = received_traces(envelope.header, stored, seen_from)
    written = date_written(headers)
    dated = min(stored, written.date()) if written else stored
    return _Seen(envelope, headers, traces, writer_of(headers, seen_from.recognise), dated)


def _worth_a_closer_look(letters: Sequence[_Seen]) -> list[int]:
    """Return the UIDs of letters that carry a mark, or if none does, of the newest; and of the member's own letters."""
    marked = [seen.envelope.uid for seen in letters if seen.traces]
    own = [seen.envelope.uid for seen in letters if seen.writer]
    newest = [seen.envelope.uid for seen in letters]
    return sorted({*(marked or newest)[-CLOSELY:], *own[-CLOSELY // 10 :]})


def _look(
    account: Account, letters: Sequence[_Seen], closer: Iterable[Envelope], seen_from: Vantage, keys: Keys
) -> TraceLook:
    traces: list[Trace] = []
    copied: list[Copied] = []
    sealed: dict[str, None] = {}
    for envelope in closer:
        found = received_traces(envelope.header, envelope.stored.date(), seen_from)
        traces += found
        headers = read_headers(envelope.header)
        copied += _copied(found, _key(headers, keys))
        if is_sealed(headers, seen_from):
            sealed[writer_of(headers, seen_from.recognise)] = None
    days = [seen.stored.date() for seen in letters]
    return TraceLook(
        letters=len(letters),
        since=min(days, default=None),
        traces=count_traces(account.name, traces),
        received=tuple(_received(seen, seen_from, keys) for seen in letters),
        copied=tuple(copied[:MOST_COPIES]),
        names=_names(account, letters),
        batch=_batch(letters),
        sealed=tuple(sealed),
    )


def _copied(traces: Iterable[Trace], key: str) -> Iterator[Copied]:
    for trace in traces:
        if trace.copied_from and key:
            yield Copied(*trace.copied_from, key, trace.sender, trace.stored)


def _key(headers: HeaderFields, keys: Keys) -> str:
    identifier = message_id(headers)
    return keys.digest(Purpose.COMPARED_MESSAGE, identifier) if identifier else ""


def _received(seen: _Seen, seen_from: Vantage, keys: Keys) -> Received:
    targets = (seen_from.recognise(address) for address in islice(addresses(seen.headers, "To", "Cc"), 100))
    named = {target.account for target in targets if target.whose is not Whose.UNKNOWN and target.is_certain}
    return Received(_key(seen.headers, keys), seen.dated, tuple(sorted(named)), is_bulk(seen.headers))


def _names(account: Account, letters: Iterable[_Seen]) -> int:
    """Count the names at the account's own domain to which letters were delivered; at a provider's there is one."""
    if account.provider_by_domain:
        return 0
    try:
        domain = domain_of(account.address)
    except ValueError:
        return 0
    return len({name for seen in letters for name in names_delivered_to(seen.headers, domain)})


def _batch(letters: Iterable[_Seen]) -> Batch | None:
    """Return the largest batch of letters stored within two minutes although they were written on different days."""
    by_time = sorted(letters, key=lambda seen: seen.stored)
    best: Batch | None = None
    start = 0
    for end, last in enumerate(by_time):
        while last.stored - by_time[start].stored > TOGETHER:
            start += 1
        together = by_time[start : end + 1]
        if len(together) >= MANY_TOGETHER and (best is None or len(together) > best.letters) and _spans_days(together):
            best = Batch(len(together), last.stored.date())
    return best


def _spans_days(together: Sequence[_Seen]) -> bool:
    written = [seen.dated for seen in together]
    return max(written) - min(written) >= timedelta(days=2)
