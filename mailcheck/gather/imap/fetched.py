"""One FETCH answer, read with one regular expression and a stack: imapclient's reader goes letter by letter. Pure.

What single words stand for is remembered: most of them stand in every answer.

What it gives is what imapclient gives, but that a multipart is a plain tuple. What it does not understand is asked for
again through imapclient.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import lru_cache
from typing import Any

Pieces = Sequence[tuple[bytes, bytes | None]]
"""An answer's words, each with the literal that follows them; None behind the last."""

_START = re.compile(rb"\* [0-9]{1,10} FETCH ", re.IGNORECASE)
_QUOTED = rb'"(?:[^"\\]|\\.)*+"'
_ATOM = rb'[Bb][Oo][Dd][Yy]\[[^\]]*\](?:<[0-9]+>)?|[^()"{} \r\n]++'
_END = rb"\{[0-9]+\+?\}\r?\n|\r?\n\Z"
_LIST = rb'\("[^"\\]*+"(?: "[^"\\]*+")*+\)'
"""Of strings alone, as parameters mostly are."""
_TOKEN = re.compile(rb" *+(?:%s|[()]|%s|%s|%s)|.+" % (_LIST, _QUOTED, _ATOM, _END), re.DOTALL)
"""What is no token is taken together with all that follows, so hostile words cost no more than others."""
_MEANING = re.compile(rb" *+(?:(%s)|([()])|(%s)|(%s)|%s)" % (_LIST, _QUOTED, _ATOM, _END), re.DOTALL)
_LITERAL = re.compile(rb"\{([0-9]{1,10})\+?\}\r?\n")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_WHEN = re.compile(
    rb" ?([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})"
)
_MONTHS = {name: number for number, name in enumerate(b"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DEEPEST = 300
_SHORT = 48
"""Octets of a word that is remembered: the names of types, encodings and parameters, not those of files."""


class _Mark(Enum):
    """What in an answer stands for no value of its own."""

    OPEN = "("
    CLOSE = ")"
    END = ""
    """Of the words, or before a literal."""


def fetch_values(pieces: Pieces) -> dict[bytes, Any]:
    """Return the items of one message by upper-case name; raises ValueError if it cannot be read."""
    try:
        items = _items(pieces)
        values = dict(zip(map(bytes.upper, items[::2]), items[1::2], strict=True))
        if b"INTERNALDATE" in values:
            values[b"INTERNALDATE"] = _when(values[b"INTERNALDATE"])
    except (AttributeError, IndexError, TypeError) as error:
        raise ValueError("an answer that cannot be read") from error
    return values


def pieces(answer: bytes) -> Pieces:
    """Split a whole answer at its literals."""
    found: list[tuple[bytes, bytes | None]] = []
    at = 0
    while literal := _LITERAL.search(answer, at):
        end = literal.end() + int(literal[1])
        found.append((answer[at : literal.end()], answer[literal.end() : end]))
        at = end
    return (*found, (answer[at:], None))


def _items(pieces: Pieces) -> tuple[Any, ...]:
    around: list[list[Any]] = []
    here: list[Any] = []
    for number, (words, literal) in enumerate(pieces):
        here = _read(words, 0 if number else _start(words), around, here)
        if literal is not None:
            here.append(literal)
    (items,) = here
    if around or not isinstance(items, tuple):
        raise ValueError("it does not end")
    return items


def _read(words: bytes, at: int, around: list[list[Any]], here: list[Any]) -> list[Any]:
    """Read words up to their end, and return the list that is open then; `around` are those around it."""
    for token in _TOKEN.findall(words, at):
        value = _known_value(token) if len(token) < _SHORT else _value(token)
        if value is _Mark.OPEN:
            around.append(here)
            here = []
        elif value is _Mark.CLOSE:
            inside = tuple(here)
            here = around.pop()
            here.append(inside)
        elif value is not _Mark.END:
            here.append(value)
    if len(around) > _DEEPEST:
        raise ValueError("too deep")
    return here


def _start(words: bytes) -> int:
    start = _START.match(words)
    if not start:
        raise ValueError("no answer to FETCH")
    return start.end()


def _value(token: bytes) -> tuple[bytes, ...] | bytes | int | _Mark | None:
    """Return what a token stands for; raises ValueError if it is none."""
    found = _MEANING.fullmatch(token)
    if not found:
        raise ValueError("something else")
    strings, bracket, quoted, atom = found.groups()
    if strings:
        return tuple(strings[2:-2].split(b'" "'))
    if quoted:
        inside: bytes = quoted[1:-1]
        return _ESCAPED.sub(rb"\1", inside) if b"\\" in inside else inside
    if atom:
        return _atom(atom)
    return _Mark(bracket.decode("ascii") if bracket else "")


_known_value = lru_cache(maxsize=1024)(_value)


def _atom(word: bytes) -> bytes | int | None:
    if word.isdigit() and (len(word) == 1 or not word.startswith(b"0")):
        return int(word)  # a leading zero is rather a file's name than a number: so imapclient too
    return None if word == b"NIL" else word


@lru_cache(maxsize=64)
def _zone(sign: bytes, hours: int, minutes: int) -> timezone:
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if sign == b"-" else away)


def _when(value: bytes) -> datetime:
    found = _WHEN.fullmatch(value)
    if not found:
        raise ValueError("no date")
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    zone = _zone(sign, int(hours), int(minutes))
    return datetime(
        int(year), _MONTHS.get(month.upper(), 0), int(day), int(hour), int(minute), int(second), tzinfo=zone
    )
