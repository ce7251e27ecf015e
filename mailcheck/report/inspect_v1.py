"""What `mailcheck inspect` found, as JSON: a contract, written field by field (schema `mailcheck.inspect/1`)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.protection.message_contents import WITHOUT

SCHEMA = "mailcheck.inspect/1"
PROTECTED, WEAK, OPEN, UNREADABLE = 0, 1, 2, 3
ORDER = (PROTECTED, WEAK, UNREADABLE, OPEN)
"""Exit codes, the worst last: what is open is known to be, what could not be read may be harmless."""


def inspect_v1(found: Iterable[tuple[str, Protection]]) -> Iterator[str]:
    """Yield one JSON object piece by piece, as the files are judged; `found` is each file's name and verdict."""
    yield f'{{"schema": {json.dumps(SCHEMA)}, "files": ['
    divider = "\n"
    for name, protection in found:
        # ASCII, because a file's name may hold octets that are no text, and an output may not take all characters.
        yield divider + json.dumps({"file": name} | as_object(protection))
        divider = ",\n"
    yield "\n]}\n"


def as_object(protection: Protection) -> dict[str, Any]:
    """Return a verdict as plain lists and dictionaries, in the order of the contract; it holds no name."""
    return {
        "format": protection.format,
        "protection": protection.state.value,
        "strength": protection.strength.value,
        "reason": protection.reason,
        "note": protection.note,
        "names_visible": protection.names_visible,
        "children": [as_object(child) for child in protection.children],
    }


def exit_code(protection: Protection) -> int:
    """Return 0 protected, or a message without a document · 1 weak · 2 open or partial · 3 unreadable."""
    match protection.state:
        case ProtectionState.PROTECTED:
            return WEAK if protection.strength is Strength.WEAK else PROTECTED
        case ProtectionState.UNREADABLE:
            return UNREADABLE
        case _:
            return PROTECTED if is_without_document(protection) else OPEN


def is_without_document(protection: Protection) -> bool:
    """Whether it is a message, or a mailbox full of messages, to which no document is attached."""
    if protection.children:
        return protection.format == "mbox" and all(map(is_without_document, protection.children))
    return protection.state is ProtectionState.OPEN and protection.reason == WITHOUT


def worst_code(codes: Iterable[int]) -> int:
    """Return the worst of some exit codes: 2 before 3 before 1 before 0."""
    return max(codes, key=ORDER.index, default=PROTECTED)
