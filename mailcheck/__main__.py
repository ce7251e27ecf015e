"""`python -m mailcheck` and the command `mailcheck`."""

import gc
import os
import sys
from contextlib import suppress

COLUMNS = 80
"""How wide a screen has to be for the page that was made beforehand."""
MADE_MEANWHILE = 5_000
"""Objects made before the collector looks for circles: what is loaded holds none, and looking often takes a tenth of a
start. Looking ten times more rarely saves nothing more, and 6 MB of what was read lie about meanwhile."""
SELDOM = 100
"""Such looks before what has outlived one is looked through as well: it is the program itself, and stays."""

GIVES_WAY = 0.0005
"""Seconds after which a thread lets another go on: what arrives from a server is taken up at once while more of the
program is still loaded, and not up to ten times as late in each of several turns."""

LARGE, HEAPS = -3, -8
"""What the GNU C library calls M_MMAP_THRESHOLD and M_ARENA_MAX (mallopt(3))."""
GIVEN_BACK = 131_072
"""Octets of a piece of memory that is asked of the system by itself, and given back as soon as it is not needed. More
than what is received at a time, since asking takes longer than receiving."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--help"], ["-h"]) and _printed_help():
        return
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes longer than a short command
    gc.set_threshold(MADE_MEANWHILE, SELDOM)
    sys.setswitchinterval(GIVES_WAY)
    _give_back()
    from mailcheck.app.cli import main as run  # noqa: PLC0415 - nothing is imported before it is needed

    _leave(run(sys.argv[1:]))


def _leave(code: int) -> None:
    """End the process at once: the system takes everything back.

    Python would look through all of it first, which takes a twentieth of a check that finds nothing new. Nothing of
    mailcheck's is left to that: files are closed, and threads waited for, by whoever began them.
    """
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says what could not be written
    os._exit(code)


def _give_back() -> None:
    """Have large pieces of memory given back at once, and one heap for all threads: a few megabytes less at the peak.

    By itself the GNU C library keeps what was large once, and gives each thread a heap of its own. Other libraries have
    no such choice.
    """
    if sys.platform == "linux":
        with suppress(ImportError, AttributeError):
            from ctypes import CDLL  # noqa: PLC0415 - where there is something to choose

            library = CDLL(None)
            library.mallopt(LARGE, GIVEN_BACK)
            library.mallopt(HEAPS, 1)


def _printed_help() -> bool:
    """Print the page of commands as docs/generate.py made it from the program; False where it would not fit."""
    try:
        if "COLUMNS" in os.environ or (sys.stdout.isatty() and os.get_terminal_size().columns < COLUMNS):
            return False
        with open(os.path.join(os.path.dirname(__file__), "app", "help.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123 - pathlib takes longer to load than all of this
            page = file.read()
        sys.stdout.write(page)
        sys.stdout.flush()
    except (OSError, UnicodeError):
        return False
    return True


if __name__ == "__main__":
    main()
