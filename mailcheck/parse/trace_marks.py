"""How each kind of mark in a received header is recognised (evidence F6–F12)."""

import re
from collections.abc import Callable, Iterator

from mailcheck.dataclass import dataclass
from mailcheck.model.traces import Target, TraceKind, Whose
from mailcheck.parse.headers import HeaderFields, addresses
from mailcheck.parse.received import Extent, Vantage, read_hop

MOST_FIELDS = 500
LONGEST_VALUE = 2000

_DELIVERY = frozenset(
    {"delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-gm-original-to", "x-apparently-to"}
)
_WORDS = re.compile(r"[^\s,;<>\"()]+")
_FETCHED = re.compile(r"\swith\s+(?:IMAP|POP)\S{0,20}\s+\(fetchmail-", re.IGNORECASE)
_GOT = re.compile(
    r"\swith\s+(?:IMAP|POP|Simple|Multidrop)\S{0,30}\s+getmail\S{0,10}(?:\s+msgid:(\d{1,10})/(\d{1,10}))?", re.I
)
_FETCHED_FROM = re.compile(r"\s*from\s+(\S{1,300})", re.IGNORECASE)
_TUID = re.compile(r"[A-Za-z0-9+/]{12}")
_CAF = re.compile(r"([^@\s<>]{1,64})\+caf_=([^@\s=]{1,64})=([^@\s=]{1,255})@([^@\s<>]{1,255})")
_SRS = re.compile(r"([^@\s<>]{1,64}?)\+srs=[^@\s<>]{1,200}@([^@\s<>]{1,255})")

Found = tuple[TraceKind, Target, bool, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Letter:
    """One header, from one vantage."""

    headers: HeaderFields
    seen_from: Vantage
    extent: Extent

    def values(self, *names: str) -> Iterator[tuple[str, bool]]:
        """Yield the values of fields, each with whether it is believed."""
        for index, (name, value) in enumerate(self.headers.fields[:MOST_FIELDS]):
            if name in names:
                yield value[:LONGEST_VALUE], index < self.extent.fields

    def whose(self, address: str) -> Target:
        """Return whose an address is."""
        return self.seen_from.recognise(address)

    def is_from(self, account: str) -> bool:
        """Whether the provider of another account handed the letter over."""
        return account in self.extent.handed_over_by


def _other(letter: Letter, text: str) -> Iterator[Target]:
    target = letter.whose(text)
    if target.whose is Whose.OTHER:
        yield target


def _by_log_in(letter: Letter, address: str) -> Iterator[Target]:
    """Yield the other account whose log-in name at its own server this is: Pigeonhole writes that by default."""
    name, _, host = address.lower().rpartition("@")
    for other in letter.seen_from.recognise.others:
        if other.user.lower() == name and letter.seen_from.others[other.name].writes(host):
            yield Target(Whose.OTHER, other.name)


def _by_gmail(letter: Letter) -> Iterator[Found]:
    """F6: `X-Forwarded-For: A B`, as other software writes it with network addresses; or Gmail's envelope."""
    for value, is_trusted in letter.values("x-forwarded-for"):
        words = _WORDS.findall(value)
        if any(letter.whose(word).whose is Whose.OWN for word in words[1:20]):
            for target in _other(letter, words[0]):
                yield TraceKind.GMAIL_FORWARDED, target, is_trusted, None
    for value, is_trusted in letter.values("return-path"):
        found = _CAF.search(value.lower())
        if found and letter.whose(f"{found[2]}@{found[3]}").whose is Whose.OWN:
            for target in _other(letter, f"{found[1]}@{found[4]}"):
                # The envelope is what the other side said, so it matters who the other side was.
                yield TraceKind.GMAIL_FORWARDED, target, is_trusted and letter.is_from(target.account), None


def _by_exchange(letter: Letter) -> Iterator[Found]:
    """F7. Exchange writes its own lines at the end of the header, so its envelope must bear them out."""
    envelopes = {
        letter.whose(f"{found[1]}@{found[2]}").account
        for value, is_trusted in letter.values("return-path")
        if is_trusted and (found := _SRS.search(value.lower()))
    }
    writer = letter.whose(next(iter(addresses(letter.headers, "From")), "")).account
    is_automatic = any(True for _ in letter.values("auto-submitted", "x-auto-response-suppress"))
    for name in ("x-ms-exchange-forwardingloop", "x-ms-exchange-inbox-rules-loop"):
        for value, is_trusted in letter.values(name):
            for target in _other(letter, value.partition(";")[0].strip(" <>")):
                if name.endswith("rules-loop") and (is_automatic or writer == target.account):
                    continue  # an out-of-office reply carries the same line
                is_borne_out = target.account in envelopes and letter.is_from(target.account)
                yield TraceKind.EXCHANGE_FORWARDED, target, is_trusted or is_borne_out, None


def _by_provider(letter: Letter) -> Iterator[Found]:
    """F8: Pigeonhole, Proton and Yahoo."""
    for value, is_trusted in letter.values("x-sieve-redirected-from", "x-pm-forwarded-from"):
        address = value.strip(" <>")
        for target in (*_other(letter, address), *_by_log_in(letter, address)):
            yield TraceKind.PROVIDER_FORWARDED, target, is_trusted, None
    for value, is_trusted in letter.values("x-yahoo-forwarded"):
        match _WORDS.findall(value):
            case ["from", first, "to", second, *_] if letter.whose(second).whose is Whose.OWN:
                for target in _other(letter, first):
                    yield TraceKind.PROVIDER_FORWARDED, target, is_trusted, None


def _collected_by_gmail(letter: Letter) -> Iterator[Found]:
    """F9: `X-Gmail-Fetch-Info: address number host port login`."""
    for value, is_trusted in letter.values("x-gmail-fetch-info"):
        words = _WORDS.findall(value)
        named = words[:1] + words[4:5]
        found = [target for word in named for target in _other(letter, word)]
        if not found and len(words) > 4:
            found = [
                Target(Whose.OTHER, other.name)
                for other in letter.seen_from.recognise.others
                if words[4].lower() == other.user.lower() and words[2].lower() == other.host.lower()
            ]
        for target in found[:1]:
            yield TraceKind.GMAIL_COLLECTED, target, is_trusted, None


def _by_program(letter: Letter) -> Iterator[Found]:
    """F10: what fetchmail and getmail write when they collect."""
    for value, is_trusted in letter.values("received"):
        got = _GOT.search(value)
        came = _FETCHED_FROM.match(value)
        if not came or not (got or _FETCHED.search(value)):
            continue
        copied = (int(got[1]), int(got[2])) if got and got[1] else None
        host = came[1].lower().rstrip(".")
        same = [other.name for other in letter.seen_from.recognise.others if other.host.lower() == host]
        target = Target(Whose.OTHER, same[0], is_certain=False) if same else Target(Whose.UNKNOWN)
        yield TraceKind.PROGRAM_COLLECTED, target, is_trusted, copied


def _synchronised(letter: Letter) -> Iterator[Found]:
    """F11: mbsync writes at the end of the header, where nobody can tell who wrote."""
    tuids = any(_TUID.fullmatch(value) for value, _ in letter.values("x-tuid"))
    if tuids or any(True for _ in letter.values("x-getmail-retrieved-from-mailbox")):
        yield TraceKind.PROGRAM_SYNCHRONISED, Target(Whose.UNKNOWN), False, None


def _delivered(letter: Letter) -> Iterator[Found]:
    """F12: delivered to the other account first. A letter that was only moved here says nothing of this account."""
    is_here = False
    for index, (name, value) in enumerate(letter.headers.fields[:MOST_FIELDS]):
        if name == "received":
            address = read_hop(value).recipient
        elif name in _DELIVERY:
            address = value.strip(" <>")
        else:
            continue
        target = letter.whose(address)
        is_here = is_here or target.whose is Whose.OWN
        if target.whose is Whose.OTHER:
            yield TraceKind.DELIVERED_TO_OTHER, target, is_here and index < letter.extent.fields, None


LOOKS: tuple[Callable[[Letter], Iterator[Found]], ...] = (
    _by_gmail,
    _by_exchange,
    _by_provider,
    _collected_by_gmail,
    _by_program,
    _synchronised,
    _delivered,
)
"""Every way of looking at a header."""
