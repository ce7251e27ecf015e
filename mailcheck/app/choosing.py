"""One key pressed in answer to a question; anything else is asked for again, kindly."""

import click

from mailcheck.app.saying import say


def press(keys: str) -> str:
    """Return the one of `keys` that was pressed. Raises Abort where nobody can answer, or on Ctrl-C."""
    while True:
        key = str(click.prompt("  Your answer")).strip().lower()
        if len(key) == 1 and key in keys:
            return key
        say(f"  Please press {', '.join(keys[:-1])} or {keys[-1]}.")
