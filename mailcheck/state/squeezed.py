"""A long text that says much the same again and again, as few octets."""

import zlib
from collections.abc import Iterable

LEVEL = 1
"""Reports repeat themselves so much that trying harder saves little and takes time."""


def squeezed(pieces: Iterable[str]) -> bytes:
    """Return a text, which may come in pieces, squeezed: never all of it is held."""
    squeezer = zlib.compressobj(LEVEL)
    return b"".join((*(squeezer.compress(piece.encode()) for piece in pieces), squeezer.flush()))


def unsqueezed(kept: str | bytes) -> str:
    """Return the text again; one that was kept as it is, as earlier versions did, is itself."""
    return kept if isinstance(kept, str) else zlib.decompress(kept).decode()
