"""What a server answered, as values of ours. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mailcheck.gather.mailbox import Envelope, OpenFolder

Values = Mapping[bytes, Any]
"""One message's FETCH items by upper-case name, as imapclient parses them."""

LARGEST = 2**63 - 1
GUID_ITEMS = (b"EMAILID", b"X-GM-MSGID", b"X-GUID")
HEADER = "[HEADER.FIELDS "
OBJECT_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")
"""RFC 8474 §7; Cyrus 3.6.1 answers other octets where it is asked for several items at once."""
GUID = re.compile(r"[!-~]{1,255}")
"""Dovecot's X-GUID is a Maildir file's name, or 32 hexadecimal digits."""


def open_folder(name: str, values: Values) -> OpenFolder:
    """Return what EXAMINE said of a folder; raises LookupError or ValueError if it did not say enough."""
    uidnext = values.get(b"UIDNEXT")
    return OpenFolder(
        name,
        uidvalidity=_number(values[b"UIDVALIDITY"]),
        exists=_number(values[b"EXISTS"]),
        uidnext=None if uidnext is None else _number(uidnext),
        mailbox_id=identifier(values.get(b"MAILBOXID")),
    )


def uids(found: Iterable[int]) -> tuple[int, ...]:
    """Return what SEARCH found, ascending and each once; raises ValueError if there is no such number."""
    return tuple(sorted({_number(uid) for uid in found}))


def _number(value: str | bytes | int) -> int:
    """Return a number of 63 bits at most (RFC 9051 §9); UIDs have 32, which not every server keeps to."""
    number = int(value)
    if not 0 <= number <= LARGEST:
        raise ValueError("a number that IMAP does not have")
    return number


def identifier(value: object, shape: re.Pattern[str] = OBJECT_ID) -> str | None:
    """Return an identifier, however the server dressed it, or None if it is not one."""
    while isinstance(value, list | tuple) and value:
        value = value[0]
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
    text = text.strip().removeprefix("(").removesuffix(")")
    return text if value is not None and shape.fullmatch(text) else None


def is_complete(values: Values, extra: Sequence[str]) -> bool:
    """Return whether an answer holds what every envelope needs, and the `extra` items that were asked for."""
    return (
        isinstance(values.get(b"RFC822.SIZE"), int)
        and isinstance(values.get(b"INTERNALDATE"), datetime)
        and ("BODYSTRUCTURE" not in extra or bool(values.get(b"BODYSTRUCTURE")))
        and (_header(values) is not None or not any(HEADER in item for item in extra))
    )


def _header(values: Values) -> bytes | None:
    """Return the header fields that an answer holds; None if it holds none."""
    for item, value in values.items():
        if item.startswith(b"BODY[HEADER"):
            return octets(value)
    return None


def envelope(uid: int, values: Values) -> Envelope:
    """Return a complete answer as an Envelope."""
    stored: datetime = values[b"INTERNALDATE"]
    guids = (identifier(values[item], GUID) for item in GUID_ITEMS if item in values)
    return Envelope(
        uid,
        size=values[b"RFC822.SIZE"],
        stored=stored if stored.tzinfo else stored.replace(tzinfo=UTC),
        bodystructure=values.get(b"BODYSTRUCTURE"),
        header=_header(values) or b"",
        guid=next(filter(None, guids), None),
    )


def octets(value: object) -> bytes:
    """Return a section's octets: imapclient gives NIL as None, and an unquoted number as one."""
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()


def section(values: Values, name: str) -> bytes | None:
    """Return the octets of `BODY[name]`, or None if the answer does not hold exactly that."""
    wanted = f"BODY[{name}]".upper().encode()
    return octets(values[wanted]) if wanted in values else None


def piece(values: Values, name: str, offset: int, length: int) -> bytes:
    """Return the octets of `BODY[name]<offset>`; empty if the server answered another piece than the one asked for.

    RFC 9051 §7.5.2: the answer names the octet that it begins with, and is no longer than what was asked.
    """
    wanted = f"BODY[{name}]<{offset}>".upper().encode()
    found = octets(values.get(wanted))
    return found if len(found) <= length else b""


def batches(uids: Sequence[int], size: int) -> list[Sequence[int]]:
    """Return `uids` in slices of at most `size`."""
    return [uids[start : start + size] for start in range(0, len(uids), size)]
