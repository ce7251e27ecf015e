"""Opens the member's browser, and tells nobody else on this computer where it goes."""

import os
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

OPEN_YOURSELF = "If no page opens, open this address yourself:"
"""A browser that is kept away from files (a snap, for one) cannot read ours."""
PAGE = """\
<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={target}"><title>mailcheck</title><p><a href="{target}">Go on</a></p>
"""


@contextmanager
def private_browser() -> Iterator[Callable[[str], bool]]:
    """Lend what opens an address in the member's browser, by way of a file that only the member can read.

    The address itself would be seen by every other user of this computer in the list of programs that run. The files
    are there for as long as the block lasts: until the browser has come where it was sent.
    """
    with tempfile.TemporaryDirectory(prefix="mailcheck-") as folder:  # of mode 0700, its files of 0600
        yield lambda address: _open(address, folder)


def _open(address: str, folder: str) -> bool:
    """Return whether a browser was found."""
    try:
        handle, name = tempfile.mkstemp(dir=folder, suffix=".html")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(PAGE.format(target=escape(address, quote=True)))
        return webbrowser.open(Path(name).as_uri())
    except (webbrowser.Error, OSError):
        return False
