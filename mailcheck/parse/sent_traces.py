"""Marks in the member's own sent mail: whose name it went out under, and where its copy went (evidence U2, U3, J11).

Nobody else can write into a sent folder, so these marks need no further trust.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

from mailcheck.model.traces import Target, Trace, TraceKind, Whose
from mailcheck.parse.headers import HeaderFields, addresses, read_headers
from mailcheck.parse.recognise import Recogniser

SENT_TRACE_FIELDS = ("From", "Sender", "X-Google-Original-From", "X-Google-Sender-Delegation", "Fcc", "X-Mozilla-Fcc")
"""The fields to ask a server for."""
LONGEST_VALUE = 2000
MOST_PLACES = 10

_PLACE = re.compile(r"imaps?://([^@/\s]{1,400})@([^/:@\s]{1,253})", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s,;<>\"()]{1,100}@[^\s,;<>\"()]{1,255}")

Found = tuple[TraceKind, Target]


def sent_traces(header: bytes, stored: date, recognise: Recogniser) -> tuple[Trace, ...]:
    """Return the marks in the header of a letter from a sent folder: at most one of a kind for each account.

    Never raises on hostile input.
    """
    headers = read_headers(header)
    found = (*_replaced(headers, recognise), *_filed(headers, recognise), *_by_another(headers, recognise))
    whose = recognise(next(iter(addresses(headers, "From")), ""))
    sender = whose.account or whose.key
    return tuple(
        Trace(kind, target, is_trusted=True, sender=sender, stored=stored) for kind, target in dict.fromkeys(found)
    )


def _replaced(headers: HeaderFields, recognise: Recogniser) -> Iterator[Found]:
    """U2: Gmail kept the address that should have been in From."""
    for address in addresses(headers, "X-Google-Original-From"):
        target = recognise(address)
        if target.whose is Whose.OTHER:
            yield TraceKind.SENDER_REPLACED, target


def _filed(headers: HeaderFields, recognise: Recogniser) -> Iterator[Found]:
    """U3: Thunderbird noted in which account's folder the copy belongs."""
    for value in (*headers.all("fcc"), *headers.all("x-mozilla-fcc")):
        for user, host in _PLACE.findall(value[:LONGEST_VALUE])[:MOST_PLACES]:
            name = unquote(user)
            target = recognise(name)
            if target.whose is Whose.OTHER:
                yield TraceKind.FILED_IN_OTHER, target
            elif target.whose is Whose.UNKNOWN:
                for other in recognise.others:
                    if (name.lower(), host.lower()) == (other.user.lower(), other.host.lower()):
                        yield TraceKind.FILED_IN_OTHER, Target(Whose.OTHER, other.name)


def _by_another(headers: HeaderFields, recognise: Recogniser) -> Iterator[Found]:
    """J11: somebody else's account sent it. A Sender that is one of the From addresses says nothing."""
    senders = [address for address in addresses(headers, "Sender") if address not in addresses(headers, "From")]
    for value in headers.all("x-google-sender-delegation"):
        senders += _ADDRESS.findall(value[:LONGEST_VALUE])[:1]
    for address in senders[:MOST_PLACES]:
        target = recognise(address)
        if target.whose is not Whose.OWN:
            yield TraceKind.SENT_BY_ANOTHER, target
