"""What qpdf may spend on a document, however much the document asks for.

The bounds are qpdf's own and hold for the whole process, so they are there only while a document is judged: the program
that mailcheck is a part of may have documents of its own to read.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

UNPACKED = 48 * 1024 * 1024
"""Octets of one stream: a table of objects, or a stream of them; pages are not unpacked at all."""
ITEMS = 200_000
"""Of one array or dictionary."""
BOUNDS = {
    "flate_max_memory": UNPACKED,
    "png_max_memory": UNPACKED,
    "run_length_max_memory": UNPACKED,
    "tiff_max_memory": UNPACKED,
    "parser_max_container_size": ITEMS,
}
_lock = threading.Lock()
_before: list[dict[str, int | bool]] = []
"""What held before each judgement that is under way; only the first knows what to put back."""


@contextmanager
def bounded() -> Iterator[None]:
    """Hold qpdf to the bounds while the block runs, in whichever threads it runs."""
    from pikepdf.settings import set_qpdf_limits

    with _lock:
        _before.append(set_qpdf_limits(**BOUNDS))  # type: ignore[arg-type]  # numbers only
    try:
        yield
    finally:
        with _lock:
            first = _before[0]
            _before.pop()
            if not _before:
                set_qpdf_limits(**first)  # type: ignore[arg-type]  # as it gave them
