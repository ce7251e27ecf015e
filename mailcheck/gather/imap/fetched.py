"""One FETCH answer, read with one regular expression and a stack: imapclient's reader goes letter by letter. Pure.

What single words stand for is remembered: most of them stand in every answer.

What it gives is what imapclient gives, but that a multipart is a plain tuple. What it does not understand is asked for
again through imapclient.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

Pieces = Sequence[tuple[bytes, bytes | None]]
"""An answer's words, each with the literal that follows them; None behind the last."""

# A group that gives nothing back is written `(?>(?:…)*)`. One with `*+` behind it goes on where its last try, which
# failed, had come to, up to Python 3.11.4: Debian 12 has 3.11.2.
_START = re.compile(rb"\* [0-9]{1,10} FETCH ", re.IGNORECASE)
_QUOTED = rb'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"'
_LIST = rb'\("[^"\\]*+"(?>(?: "[^"\\]*+")*)\)'
"""Of strings alone, as parameters mostly are."""
_SETTLED = rb'%s|%s|NIL(?![^()"{} \r\n])' % (_LIST, _QUOTED)
_RUN = rb"(?:%s)(?>(?: (?:%s))*)" % (_SETTLED, _SETTLED)
"""Strings, lists of strings and NIL one after the other, as they stand between numbers and brackets."""
_ATOM = rb'[Bb][Oo][Dd][Yy]\[[^\]]*\](?:<[0-9]+>)?|[^()"{} \r\n]++'
_END = rb"\{[0-9]+\+?\}\r?\n|\r?\n\Z"
"""Of the words, or before a literal."""
_TOKEN = re.compile(rb" *+(%s|[()]|%s|%s|.+)" % (_RUN, _ATOM, _END), re.DOTALL)
"""What is no token is taken together with all that follows, so hostile words cost no more than others."""
_MEANING = re.compile(rb"(%s)|(%s)|%s" % (_RUN, _ATOM, _END), re.DOTALL)
_IN_RUN = re.compile(_SETTLED, re.DOTALL)
_LITERAL = re.compile(rb"\{([0-9]{1,10})\+?\}\r?\n")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_WHEN = re.compile(
    rb" ?([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})"
)
_MONTHS = {name: number for number, name in enumerate(b"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DEEPEST = 300
_SHORT = 128
"""Octets of words that are remembered: what programs write of their texts and documents, but for long names."""


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
        if token.isdigit():
            here.append(_number(token))
        elif token == b"(":
            around.append(here)
            here = []
        elif token == b")":
            inside = tuple(here)
            here = around.pop()
            here.append(inside)
        else:
            here += _known_values(token) if len(token) < _SHORT else _values(token)
    if len(around) > _DEEPEST:
        raise ValueError("too deep")
    return here


def _start(words: bytes) -> int:
    start = _START.match(words)
    if not start:
        raise ValueError("no answer to FETCH")
    return start.end()


def _values(token: bytes) -> tuple[tuple[bytes, ...] | bytes | None, ...]:
    """Return what a token stands for, if anything; raises ValueError if it is none."""
    found = _MEANING.fullmatch(token)
    if not found:
        raise ValueError("something else")
    run, atom = found.groups()
    if run:
        return tuple(map(_settled, _IN_RUN.findall(run)))
    return () if atom is None else (None if atom == b"NIL" else atom,)


_known_values = lru_cache(maxsize=1024)(_values)


def _settled(word: bytes) -> tuple[bytes, ...] | bytes | None:
    if word == b"NIL":
        return None
    if word.startswith(b"("):
        return tuple(word[2:-2].split(b'" "'))
    inside = word[1:-1]
    return _ESCAPED.sub(rb"\1", inside) if b"\\" in inside else inside


def _number(word: bytes) -> bytes | int:
    """Return a number; one that begins with a zero is rather a file's name: so imapclient too."""
    return word if len(word) > 1 and word.startswith(b"0") else int(word)


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
