"""Marks that forwarding, collecting and copying leave in the headers of received mail (evidence F6–F12).

Only the outer header is read. A mark counts as trusted only within what `received.py` believes; others are told as
untrusted, since anybody may have written them, and can never be more than a question.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from mailcheck.model.traces import Target, Trace, TraceEvidence, TraceKind
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.received import Vantage, believed
from mailcheck.parse.trace_marks import LOOKS, Letter

TRACE_FIELDS = (
    "Received",
    "Return-Path",
    "From",
    "X-Forwarded-For",
    "X-Forwarded-To",
    "X-MS-Exchange-ForwardingLoop",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Sieve-Redirected-From",
    "X-Pm-Forwarded-From",
    "X-Yahoo-Forwarded",
    "X-Gmail-Fetch-Info",
    "X-TUID",
    "X-Getmail-Retrieved-From-Mailbox",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Delivered-To",
    "X-Gm-Original-To",
    "X-Apparently-To",
)
"""The fields to ask a server for; their order in the header matters."""
FIRST_COPIES = 20


def received_traces(header: bytes, stored: date, seen_from: Vantage) -> tuple[Trace, ...]:
    """Return the marks in the header of a received letter: at most one of a kind for each account.

    Never raises on hostile input. `stored` is the day on which the server stored it, since a letter's own date can be
    anything.
    """
    headers = read_headers(header)
    letter = Letter(headers, seen_from, believed(headers, seen_from))
    writer = next(iter(addresses(headers, "From")), "")
    whose = seen_from.recognise(writer)
    best: dict[tuple[TraceKind, Target], Trace] = {}
    for look in LOOKS:
        for kind, target, is_trusted, copied in look(letter):
            known = best.get((kind, target))
            if known is None or (is_trusted and not known.is_trusted):
                sender = whose.account or whose.key
                best[kind, target] = Trace(kind, target, is_trusted, sender, stored, copied)
    return tuple(best.values())


def count_traces(found_in: str, traces: Iterable[Trace]) -> tuple[TraceEvidence, ...]:
    """Return the marks of many letters in one account, counted by kind, account and whether they are trusted."""

    def group(trace: Trace) -> tuple[str, str, str, bool, bool]:
        target = trace.target
        return trace.kind, target.account, target.key, target.is_certain, trace.is_trusted

    return tuple(_counted(found_in, tuple(together)) for _, together in groupby(sorted(traces, key=group), key=group))


def _counted(found_in: str, together: tuple[Trace, ...]) -> TraceEvidence:
    days = [trace.stored for trace in together]
    copied = sorted({trace.copied_from for trace in together if trace.copied_from})
    return TraceEvidence(
        together[0].kind,
        found_in,
        together[0].target,
        together[0].is_trusted,
        len(together),
        len({trace.sender for trace in together}),
        min(days),
        max(days),
        tuple(copied[:FIRST_COPIES]),
    )
