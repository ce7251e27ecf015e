"""What a string in a script can stand for: encoded characters (RFC 5228 §2.4.2.4) and variables (RFC 5229)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from mailcheck.dataclass import dataclass

LONGEST_VALUE = 1000
MOST_VALUES = 8

Values = frozenset[str] | None
"""Every value that a string can have; None if that is only known when a letter arrives."""
EMPTY: Values = frozenset({""})

# Neither class holds a "$", so no stretch of text is looked at twice.
_HEX = re.compile(r"\$\{hex:([0-9a-f \t\r\n]+)\}", re.IGNORECASE)
_UNICODE = re.compile(r"\$\{unicode:([0-9a-f \t\r\n]+)\}", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([a-z_][a-z0-9_.]*|[0-9]+)\}", re.IGNORECASE)

_MODIFIERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "lowerfirst": lambda value: value[:1].lower() + value[1:],
    "upperfirst": lambda value: value[:1].upper() + value[1:],
    "length": lambda value: str(len(value)),
}
_UNFOLLOWED = frozenset({"quotewildcard", "quoteregex", "encodeurl"})


def decode_characters(text: str) -> str:
    """Replace `${hex:…}` and `${unicode:…}`; what is not well formed stays as it is."""
    return _UNICODE.sub(_code_points, _HEX.sub(_octets, text)) if "${" in text else text


def _octets(found: re.Match[str]) -> str:
    pairs = found[1].split()
    if not all(len(pair) in {1, 2} for pair in pairs):
        return found[0]
    return bytes(int(pair, 16) for pair in pairs).decode("utf-8", "replace")


def _code_points(found: re.Match[str]) -> str:
    numbers = found[1].split()
    if not all(len(number) <= 6 and int(number, 16) <= 0x10FFFF for number in numbers):
        return found[0]
    return "".join(chr(int(number, 16)) for number in numbers).encode("utf-8", "replace").decode()


@dataclass(slots=True)
class Scope:
    """The variables set in one block; what is not set here is looked up in the block around it."""

    parent: "Scope | None" = None
    unknown: frozenset[str] = frozenset()
    """Variables that another script may have set (`global`)."""
    values: dict[str, Values] = field(default_factory=dict)

    def get(self, name: str) -> Values:
        """Return what a variable can hold; one that was never set is empty (RFC 5229 §3)."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            if scope.parent is None and (name in scope.unknown or name.isdigit() or "." in name):
                return None  # set elsewhere, by a match, or by the server
            scope = scope.parent
        return EMPTY

    def forget_shared(self) -> None:
        """Take the variables that scripts share for unknown: an included script may have set them."""
        root = self
        while root.parent is not None:
            root = root.parent
        self.values.update(dict.fromkeys(root.unknown))

    def merge(self, branches: Iterable["Scope"], *, is_complete: bool) -> None:
        """Take over what the branches of a condition may have set; `is_complete`: one of them certainly ran."""
        ran = tuple(branches)
        for name in {name for branch in ran for name in branch.values}:
            possible = [branch.get(name) for branch in ran]
            if not is_complete:
                possible.append(self.get(name))
            self.values[name] = _union(possible)


def _union(possible: Iterable[Values]) -> Values:
    together: set[str] = set()
    for values in possible:
        if values is None:
            return None
        together |= values
    return frozenset(together) if len(together) <= MOST_VALUES else None


def expand(text: str, scope: Scope) -> Values:
    """Return every value that a string with variables can have."""
    values, at = {""}, 0
    for found in _VARIABLE.finditer(text):
        inserted = scope.get(found[1].lower())
        if inserted is None or len(values) * len(inserted) > MOST_VALUES:
            return None
        plain = text[at : found.start()]
        values = {value + plain + more for value in values for more in inserted}
        if any(len(value) > LONGEST_VALUE for value in values):
            return None
        at = found.end()
    rest = text[at:]
    return frozenset(value + rest for value in values) if len(rest) <= LONGEST_VALUE else None


def modified(values: Values, modifiers: Iterable[str]) -> Values:
    """Return values as `set :lower …` changes them (RFC 5229 §4.1)."""
    for modifier in modifiers:
        if modifier in _UNFOLLOWED:
            return None
        if values is not None and modifier in _MODIFIERS:
            values = frozenset(map(_MODIFIERS[modifier], values))
    return values
