"""One object of a PDF, read from octets (ISO 32000-2, 7.3): only as far as an ordinary document writes it.

For the few dictionaries that decide about a password. Whatever is unusual (comments, keys that come twice, other words)
is `NotOrdinary`, and a library that knows everything about the format then reads the document instead.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

DEEPEST = 24
MOST_VALUES = 5_000

_SPACE = rb"[\x00\t\n\x0c\r ]"
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    _SPACE + rb"*(?:(?P<open><<|\[)|(?P<close>>>|\])|/(?P<name>" + _REGULAR + rb"*)"
    rb"|<(?P<hexadecimal>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>|(?P<string>\()"
    rb"|(?P<number>[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18}))(?!" + _REGULAR + rb")"
    rb"|(?P<word>true|false|null|R)(?!" + _REGULAR + rb"))"
)
_UNFINISHED = re.compile(_SPACE + rb"*(?:[<>(/].*|" + _REGULAR + rb"*)", re.DOTALL)
"""What an object cut off at the end of the octets may look like."""
_ENDED = frozenset({"close", "hexadecimal"})
"""Of tokens: those that show their own end."""
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\(?P<digits>[0-7]{1,3})|\\(?P<end>\r\n|[\r\n])|\\(?P<letter>.)|\r\n?", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS = {b"true": True, b"false": False, b"null": None}


class NotOrdinary(Exception):
    """A document is not built as ordinary ones are: whether it is sound, another reader has to say."""


class CutOff(NotOrdinary):
    """The octets end before the object does."""


class Reference(NamedTuple):
    """Where another object is to be put in (7.3.10)."""

    number: int
    generation: int


class Name(str):
    """A name (7.3.5), without its slash; strings are `bytes`."""

    __slots__ = ()


def read_object(octets: bytes, at: int = 0) -> tuple[object, int]:
    """Return the object that begins at `at`, and where it ends. Raises NotOrdinary; CutOff if there is too little.

    Dictionaries are `dict`, arrays `list`.
    """
    open_ones: list[tuple[bytes, list[object]]] = []
    values: list[object] = []
    for _ in range(MOST_VALUES):
        token = _TOKEN.match(octets, at)
        if token is None:
            raise CutOff if _UNFINISHED.fullmatch(octets, at) else NotOrdinary
        at, kind = token.end(), token.lastgroup or ""
        if at == len(octets) and kind not in _ENDED:
            raise CutOff  # a number or a name may go on
        written: bytes = token[kind]
        if kind == "open":
            open_ones.append((written, values))
            values = []
        elif kind == "close":
            values = _closed(written, values, open_ones)
        elif kind == "string":
            text, at = _string(octets, at)
            values.append(text)
        else:
            values.append(_reference(values) if written == b"R" and kind == "word" else _VALUE_OF[kind](written))
        if not open_ones:
            return values[0], at
        if len(open_ones) > DEEPEST:
            raise NotOrdinary
    raise NotOrdinary


def _closed(how: bytes, values: list[object], open_ones: list[tuple[bytes, list[object]]]) -> list[object]:
    """Return the values around a dictionary or array that ends here, with it."""
    if not open_ones or (open_ones[-1][0] == b"[") != (how == b"]"):
        raise NotOrdinary
    around = open_ones.pop()[1]
    around.append(values if how == b"]" else _dictionary(values))
    return around


def _dictionary(values: list[object]) -> dict[str, object]:
    keys = values[::2]
    if len(values) % 2 or set(map(type, keys)) - {Name}:
        raise NotOrdinary
    found = dict(zip(map(str, keys), values[1::2], strict=True))
    if len(found) != len(keys):
        raise NotOrdinary
    return found


@lru_cache(maxsize=256)
def _name(written: bytes) -> Name:
    """Return a name; the same few stand in every document."""
    spelled = _IN_NAME.sub(lambda found: bytes((int(found[1], 16),)), written)
    return Name(spelled.decode("latin-1"))


def _hexadecimal(written: bytes) -> bytes:
    digits = b"".join(written.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _number(written: bytes) -> float:
    return float(written) if b"." in written else int(written)


_VALUE_OF: dict[str, Callable[[bytes], object]] = {
    "name": _name,
    "hexadecimal": _hexadecimal,
    "number": _number,
    "word": _WORDS.__getitem__,
}


def _reference(values: list[object]) -> Reference:
    if len(values) < 2 or type(values[-1]) is not int or type(values[-2]) is not int:
        raise NotOrdinary
    generation, number = values.pop(), values.pop()
    return Reference(number, generation)  # type: ignore[arg-type] # whole numbers, as was just seen


def _string(octets: bytes, at: int) -> tuple[bytes, int]:
    """Return the string behind an opening bracket, and where it ends (7.3.4.2)."""
    depth, end = 1, at
    for found in _IN_STRING.finditer(octets, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            end = found.start()
            return _ESCAPED.sub(_unescaped, octets[at:end]), end + 1
    raise CutOff


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found["digits"]:
        return bytes((int(found["digits"], 8) & 255,))
    if found["end"]:
        return b""
    letter = found["letter"]
    return b"\n" if letter is None else _LETTERS.get(letter, letter)
