"""One key pressed in answer to a question; anything else is asked for again, kindly."""

from collections.abc import Callable
from typing import TypeVar

import click

from mailcheck.app.saying import say

T = TypeVar("T")
_WORDS = {"yes": "y", "no": "n", "skip": "s", "quit": "q"}
"""What somebody writes who does not press a key."""


def press(keys: str) -> str:
    """Return the one of `keys` that was pressed. Raises Abort where nobody can answer, or on Ctrl-C."""
    while True:
        typed = str(click.prompt("  Your answer")).strip().lower()
        key = _WORDS.get(typed, typed)
        if len(key) == 1 and key in keys:
            return key
        say(f"  Please press {', '.join(keys[:-1])} or {keys[-1]}.")


def understood(read: Callable[[str], T]) -> T:
    """Return what `read` makes of what is typed, as soon as it raises no BadParameter. Raises Abort as `press`."""
    while True:
        try:
            return read(str(click.prompt("  Your answer")))
        except click.BadParameter as wrong:
            say(f"  {wrong.message}")
