"""A value of the model as a file of ours holds it: what may stand there follows from how its class is annotated."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import EnumType
from types import GenericAlias, NoneType, UnionType
from typing import Any

from mailcheck.settings.problems import Found
from mailcheck.settings.table import Kind, Wrong, any_table, day, flag, list_of, number, tried, words, wrong


def record(made: type) -> Kind:
    """Return the kind of tables that hold such a value. What else stands in one is left alone: it may be a note."""

    def held(value: object) -> object:
        given, found = any_table(value), list[Found]()
        known = {each.name: _at(each, given, found) for each in fields(made) if each.name in given or _is_needed(each)}
        if found:
            raise Wrong(*found)
        return made(**known)

    return held


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _at(field: "Field[Any]", given: Mapping[str, object], found: list[Found]) -> Any:  # noqa: ANN401 - what the class says
    if field.name in given:
        return tried(_kind(field.type), given[field.name], field.name, found)
    found.append(Found("is missing.", at=(field.name,)))
    return None


def _kind(annotated: Any) -> Kind:  # noqa: ANN401 - what stands behind a colon
    match annotated:
        case UnionType():
            (annotated,) = (each for each in annotated.__args__ if each is not NoneType)
            return _kind(annotated)
        case GenericAlias():
            items = list_of(_kind(annotated.__args__[0]))
            return lambda value: tuple(items(value))
        case EnumType():
            return _member(annotated)
        case _ if is_dataclass(annotated) and isinstance(annotated, type):
            return record(annotated)
    return _PLAIN[annotated]


def _member(of: EnumType) -> Kind:
    def held(value: object) -> object:
        try:
            return of(value)
        except ValueError:
            raise wrong("is not one of the words that can stand here.") from None

    return held


def _moment(value: object) -> object:
    if not isinstance(value, datetime):
        raise wrong("should be a date with a time.")
    return value


_PLAIN: Mapping[type, Kind] = {str: words(), int: number(), bool: flag, date: day, datetime: _moment}
