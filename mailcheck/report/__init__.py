"""One file per output: a report in, text out. Pure; escaping hostile text is the renderer's job and nobody else's."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from mailcheck.model import Report
from mailcheck.registry import discover, marked, marked_in

Renderer = Callable[[Report], str]

R = TypeVar("R", bound=Renderer)

Pieces = Callable[[Report], Iterable[str]]

_FORMAT, _PIECES = "__mailcheck_format__", "__mailcheck_pieces__"


def report(name: str, *, pieces: Pieces | None = None) -> Callable[[R], R]:
    """Mark a function as an output format; `name` is what `--format` takes.

    `pieces` yields the same text piece by piece, so that a long report need not be held as a whole.
    """

    def mark(function: R) -> R:
        setattr(function, _FORMAT, name)
        setattr(function, _PIECES, pieces)
        return marked(function, "report")

    return mark


def renderer(name: str, plugins: Sequence[str] = ()) -> Renderer | None:
    """Return one output format; None if there is none of that name. Loads as little as it can."""
    own = (each for each in marked_in("mailcheck.report", "report", like=name) if getattr(each, _FORMAT) == name)
    return next(own, None) or (renderers(plugins).get(name) if plugins else None)


def renderers(plugins: Sequence[str] = ()) -> dict[str, Renderer]:
    """Return every output format by its name: those that ship with mailcheck, then those of the named plugins."""
    return {getattr(each, _FORMAT): each for each in discover("mailcheck.report", "report", plugins=plugins)}


def told(render: Renderer, result: Report) -> Iterable[str]:
    """Return a report as an output format tells it, in pieces where the format offers them."""
    pieces: Pieces | None = getattr(render, _PIECES, None)
    return (render(result),) if pieces is None else pieces(result)
