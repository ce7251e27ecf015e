"""What is ordered of a server, as FETCH commands, and how large their answers may be. Pure."""

from collections.abc import Sequence

from mailcheck.gather.imap.fetching import ALWAYS, LONG_ANSWER, data_items
from mailcheck.gather.mailbox import Items, Listing, Order, Piece, Wanted

SLACK = 4096
"""Octets of an answer beside the sections that it carries."""
OF_A_MESSAGE = 2048
"""Octets that a listing tells of a message, about."""


def command(order: Order) -> bytes:
    """Return the command without its tag."""
    match order:
        case Wanted(uid, pieces):
            text = f"UID FETCH {uid} ({' '.join(map(_item, pieces))})\r\n"
        case Listing(uids, headers):
            items = (*ALWAYS, *data_items(Items(headers, structure=True)))
            text = f"UID FETCH {uid_set(uids)} ({' '.join(items)})\r\n"
    return text.encode("ascii")


def uid_set(uids: Sequence[int]) -> str:
    """Return ascending UIDs as a set, neighbours as a range (RFC 9051 §9, sequence-set)."""
    starts = [uid for before, uid in zip((None, *uids), uids, strict=False) if before is None or uid != before + 1]
    ends = [uid for uid, after in zip(uids, (*uids[1:], None), strict=True) if after is None or after != uid + 1]
    return ",".join(str(start) if start == end else f"{start}:{end}" for start, end in zip(starts, ends, strict=True))


def _item(piece: Piece) -> str:
    part = "" if piece.offset is None else f"<{piece.offset}.{piece.length}>"
    return f"BODY.PEEK[{piece.section}]{part}"


def likely_size(order: Order) -> int:
    """Return the octets that an order is likely to bring."""
    if isinstance(order, Listing):
        return OF_A_MESSAGE * len(order.uids)
    return SLACK + sum(piece.length for piece in order.pieces)


def allowance(order: Order) -> int:
    """Return the octets that its answer may have."""
    return LONG_ANSWER if isinstance(order, Listing) else likely_size(order)
