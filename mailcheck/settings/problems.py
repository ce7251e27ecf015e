"""Turns what pydantic finds in a file into problems that a person understands. Never repeats a value."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from mailcheck.errors import Problem

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Location = tuple[int | str, ...]

OWN = "mailcheck"
"""The type of error that our own validators raise, with `what` and `remedy` in its context."""

_WRONG = {
    "missing": "is missing.",
    "string_type": "should be text in quotation marks.",
    "int_type": "should be a whole number, without quotation marks.",
    "bool_type": "should be true or false, without quotation marks.",
    "date_type": "should be a date.",
    "list_type": "should be a list.",
    "dict_type": "should be a table.",
    "model_type": "should be a table.",
    "literal_error": "is not one of the words that can stand here.",
    "greater_than_equal": "is too small.",
    "less_than_equal": "is too large.",
    "string_too_short": "is empty.",
    "too_short": "is empty.",
    "string_too_long": "is too long.",
}
_HOLDS_SECRET = re.compile(r".*(pass|pwd|secret|token|credential).*|pw|pin|key|api_?key", re.IGNORECASE | re.DOTALL)
_TAKE_IT_OUT = (
    "Take it out, change it where you have it from, and write `secret`, which says where the new one is kept: "
    '"keyring", for example.'
)
_LONGEST = 40


def problems(
    error: "ValidationError", model: "type[BaseModel]", raw: object, file: str, at: Location = ()
) -> list[Problem]:
    """Return a problem for everything that pydantic found in `raw`, the content of `file`.

    `at` is where the table that was validated stands in it.
    What would be right is the description of the model's field.
    """
    return [
        _problem(
            found["type"],
            found["loc"],
            found.get("ctx", {}),
            found["input"],
            model,
            place(raw, file, at + found["loc"]),
        )
        for found in error.errors(include_url=False)
    ]


def _problem(
    kind: str, location: Location, context: Mapping[str, Any], given: object, model: "type[BaseModel]", where: str
) -> Problem:
    if kind == "extra_forbidden" and _HOLDS_SECRET.fullmatch(str(location[-1])):
        return Problem("holds a password, which does not belong in this file.", where, _TAKE_IT_OUT)
    if kind == "extra_forbidden":
        return unknown_key(str(location[-1]), _keys(model, location[:-1]), where)
    remedy = _description(model, location)
    if kind == OWN:
        return Problem(context["what"], where, context["remedy"] or remedy)
    if kind == "literal_error":
        remedy = f"{did_you_mean(given, str(context['expected']).split(chr(39))[1::2])} {remedy}".strip()
    return Problem(_WRONG.get(kind, "cannot be used as it stands."), where, remedy)


def unknown_key(key: str, known: Iterable[str], where: str) -> Problem:
    """Return the problem of a key that nobody reads, with the nearest one that exists."""
    names = sorted(known)
    remedy = did_you_mean(key, names) or f"Known here: {', '.join(names)}."
    return Problem("is not something that mailcheck knows.", where, remedy)


def did_you_mean(given: object, names: Iterable[str]) -> str:
    """Return a question that names the one of `names` that is nearest to what was written; empty if none is near."""
    if not isinstance(given, str):
        return ""
    import difflib  # noqa: PLC0415 - only for what is wrong

    by_form = {name.lower().replace("-", "_"): name for name in names}
    near = difflib.get_close_matches(given.lower().replace("-", "_"), list(by_form), n=1, cutoff=0.6)
    return f"Did you mean `{by_form[near[0]]}`?" if near else ""


def place(raw: object, file: str, location: Location) -> str:
    """Say where in a file something stands: `mailcheck.toml: account 2 "home": port`."""
    text = ""
    for part in location:
        raw = _inside(raw, part)
        if isinstance(part, int):
            text += f" {part + 1}{_label(raw)}:"
        else:
            text += f"{'' if not text else ' ' if text.endswith(':') else '.'}{shown(part)}"
    return f"{file}: {text.removesuffix(':')}" if text else file


def shown(key: str) -> str:
    """Return a key or a name so that it is safe to show: short, and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in key[:_LONGEST])


def _inside(raw: object, part: int | str) -> object:
    match raw, part:
        case dict(), str():
            return raw.get(part)
        case list(), int() if part < len(raw):
            return raw[part]
    return None


def _label(raw: object) -> str:
    """Return the name of a table, as the file gives it."""
    label = (raw.get("name") or raw.get("id")) if isinstance(raw, dict) else None
    return f' "{shown(label)}"' if isinstance(label, str) else ""


def _walk(model: "type[BaseModel]", location: Location) -> Iterator[tuple[Any, str]]:
    """Yield what is expected at each step of a location, and its description."""
    expected: Any = model
    description = ""
    yield expected, description
    for part in location:
        if hasattr(expected, "model_fields"):
            fields = {field.alias or name: field for name, field in expected.model_fields.items()}
            if part not in fields:
                yield None, ""
                return
            expected, description = fields[part].annotation, fields[part].description or ""
        else:
            expected = (get_args(expected) or (None,))[-1]
        yield expected, description


def _description(model: "type[BaseModel]", location: Location) -> str:
    return list(_walk(model, location))[-1][1]


def _keys(model: "type[BaseModel]", location: Location) -> list[str]:
    expected = list(_walk(model, location))[-1][0]
    return [field.alias or name for name, field in expected.model_fields.items()]
