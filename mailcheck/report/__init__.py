"""One file per output: a report in, text out. Pure; escaping hostile text is the renderer's job and nobody else's."""

from collections.abc import Callable
from typing import TypeVar

from mailcheck.model import Report
from mailcheck.registry import marked

Renderer = Callable[[Report], str]

R = TypeVar("R", bound=Callable[..., str])


def report(function: R) -> R:
    """Mark a function as an output format. Its name is what `--format` takes."""
    return marked(function, "report")
