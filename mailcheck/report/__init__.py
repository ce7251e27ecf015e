"""One file per output: a report in, text out. Pure; escaping hostile text is the renderer's job and nobody else's."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from mailcheck.model import Report
from mailcheck.registry import discover, marked, marked_in

Renderer = Callable[[Report], str]

R = TypeVar("R", bound=Renderer)

_FORMAT = "__mailcheck_format__"


def report(name: str) -> Callable[[R], R]:
    """Mark a function as an output format; `name` is what `--format` takes."""

    def mark(function: R) -> R:
        setattr(function, _FORMAT, name)
        return marked(function, "report")

    return mark


def renderer(name: str, plugins: Sequence[str] = ()) -> Renderer | None:
    """Return one output format; None if there is none of that name. Loads as little as it can."""
    own = (each for each in marked_in("mailcheck.report", "report", like=name) if getattr(each, _FORMAT) == name)
    return next(own, None) or (renderers(plugins).get(name) if plugins else None)


def renderers(plugins: Sequence[str] = ()) -> dict[str, Renderer]:
    """Return every output format by its name: those that ship with mailcheck, then those of the named plugins."""
    return {getattr(each, _FORMAT): each for each in discover("mailcheck.report", "report", plugins=plugins)}
