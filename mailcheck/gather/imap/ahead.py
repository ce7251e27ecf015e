"""What was asked ahead, in one flight: the answers that could be read, for whoever asks next. Pure.

Every answer names what it is about, so their order does not matter. What is not here is asked again by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from imapclient.imap_utf7 import decode
from imapclient.response_parser import parse_response

from mailcheck.dataclass import dataclass
from mailcheck.gather.imap.lines import Line, folder
from mailcheck.gather.mailbox import ListedFolder

_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Answers by what they are about; each is taken once, since what it says grows old."""

    namespaces: tuple[Any, ...] | None = None
    listed: tuple[ListedFolder, ...] | None = field(default=None, repr=False)
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    rights: dict[str, list[list[Any]]] = field(default_factory=dict, repr=False)


def read_ahead(said: Mapping[str, list[Line]], *, is_listed: bool) -> Ahead:
    """Return what the lines of a flight say, by command. Without `is_listed` the listing is not to be relied on."""
    return Ahead(
        _or_none(lambda: _namespaces(said["NAMESPACE"][-1])),
        _or_none(lambda: _listed(said["LIST"])) if is_listed else None,
        dict(_each(said.get("STATUS", ()), _status)),
        _gathered(_each(said.get("ACL", ()), _rights)),
    )


def compared(name: str) -> str:
    """Return a folder's name as it is compared: INBOX has no letter case."""
    return "INBOX" if name.upper() == "INBOX" else name


def _or_none(read: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is read
    try:
        return read()
    except _UNREADABLE:
        return None


def _each(lines: Iterable[Line], read: Callable[[list[Any]], tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    """Yield what each line says; one that cannot be read is asked for again by itself."""
    found = (_or_none(lambda line=line: read(list(parse_response(list(line))))) for line in lines)  # type: ignore[misc] # bound at once
    return [each for each in found if each is not None]


def _namespaces(line: Line) -> tuple[Any, ...]:
    parts = parse_response(list(line))
    return tuple(
        None if part is None else tuple((decode(prefix), _delimiter(delimiter)) for prefix, delimiter, *_ in part)
        for part in parts
    )


def _delimiter(word: bytes | None) -> str | None:
    return None if word is None else word.decode("ascii", "replace")


def _listed(lines: Iterable[Line]) -> tuple[ListedFolder, ...]:
    """Return the folders, each once: those that were asked for by their special use come twice."""
    found: dict[str, ListedFolder] = {}
    for line in lines:
        each = folder(line)
        known = found.get(each.name)
        found[each.name] = replace(known, flags=known.flags | each.flags) if known else each
    return tuple(found.values())


def _status(words: list[Any]) -> tuple[str, dict[str, Any]]:
    items = words[-1]
    return _name(words[0]), {
        key.decode("ascii").upper(): value for key, value in zip(items[::2], items[1::2], strict=True)
    }


def _rights(words: list[Any]) -> tuple[str, list[Any]]:
    return _name(words[0]), words


def _gathered(pairs: Iterable[tuple[str, list[Any]]]) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    for name, words in pairs:
        found.setdefault(name, []).append(words)
    return found


def _name(word: bytes | int) -> str:
    """Return a folder's name; imapclient reads an unquoted 2019 as a number."""
    return compared(str(word) if isinstance(word, int) else decode(word))
