"""Frozen values as JSON and back, by their own type annotations: what a later version adds needs no change here."""

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from json.encoder import encode_basestring_ascii
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from mailcheck.model import Missing
from mailcheck.state.squeezed import as_octets, as_text

T = TypeVar("T")

_MISSING = "missing"
"""The key under which JSON holds a Missing, which stands where something else was expected."""
_PLAIN: dict[Any, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    int: str,
    bytes: lambda octets: f'"{as_text(octets)}"',
}


def to_text(value: object) -> str:
    """Return a frozen value as one line of JSON; fields that have their default are left out."""
    return _text(value)


def from_text(kind: type[T], text: str) -> T:
    """Return what `to_text` wrote down. Raises ValueError if the text is none, or another kind's."""
    try:
        value: T = _value(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("this is not what was kept") from error
    return value


def _text(value: Any) -> str:  # noqa: ANN401 - any value
    return _writer(value.__class__)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], str]:  # noqa: ANN401 - any class
    """Return what writes a value of `kind`: text at once, since dictionaries of thousands would take much memory."""
    if issubclass(kind, Enum):
        return encode_basestring_ascii if issubclass(kind, str) else lambda value: _text(value.value)
    if issubclass(kind, date):
        return lambda value: f'"{value.isoformat()}"'
    if issubclass(kind, tuple):
        return lambda value: f"[{','.join(map(_text, value))}]"
    if not dataclasses.is_dataclass(kind):
        return _PLAIN.get(kind, json.dumps)
    written = _writer_of_fields(kind)
    return (lambda value: f'{{"{_MISSING}":{written(value)}}}') if kind is Missing else written


def _writer_of_fields(kind: Any) -> Callable[[Any], str]:  # noqa: ANN401 - any dataclass
    fields = dataclasses.fields(kind)
    told = [(f'"{each.name}":', each.default) for each in fields]
    values_of = attrgetter(*(each.name for each in fields), "__class__")  # of one name alone it gives no tuple

    def written(value: object) -> str:
        parts: list[str] = []
        for (label, default), each in zip(told, values_of(value), strict=False):
            if each is not default and each != default:
                parts += ("," if parts else "{", label, _writer(each.__class__)(each))
        return "".join((*parts, "}")) if parts else "{}"  # at once: some of them are megabytes

    return written


def _value(kind: Any, plain: Any) -> Any:  # noqa: ANN401 - any kind of value, as JSON has it
    return None if plain is None else _reader(kind)(plain)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a class or a generic alias
    """Return what makes a value of `kind` from its JSON."""
    if get_origin(kind) in {Union, types.UnionType}:
        other = next((each for each in get_args(kind) if each not in {type(None), Missing}), None)
        return lambda plain: _missing(plain) if _is_missing(plain) else _value(other, plain)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return lambda plain: tuple(_value(inner[0], each) for each in plain)
        return lambda plain: tuple(_value(of, each) for of, each in zip(inner, plain, strict=True))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind, localns={"Missing": Missing})
        return lambda plain: kind(**{name: _value(hints[name], each) for name, each in plain.items()})
    if isinstance(kind, type) and issubclass(kind, date):
        return datetime.fromisoformat if issubclass(kind, datetime) else date.fromisoformat
    return as_octets if kind is bytes else kind  # str, int, bool or an enumeration: called, it makes the value


def _is_missing(plain: object) -> bool:
    return isinstance(plain, dict) and plain.keys() == {_MISSING}


def _missing(plain: Any) -> Missing:  # noqa: ANN401 - JSON
    return Missing(**plain[_MISSING])
