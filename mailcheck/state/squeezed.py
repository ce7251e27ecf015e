"""A long text that says much the same again and again, as few octets."""

import zlib
from base64 import b64decode, b64encode
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


def as_text(octets: bytes) -> str:
    """Return octets squeezed, in letters that may stand in any text."""
    return b64encode(zlib.compress(octets, LEVEL)).decode()


def as_octets(text: str) -> bytes:
    """Return the octets again. Raises ValueError if the text is none of `as_text`."""
    try:
        return zlib.decompress(b64decode(text))
    except zlib.error:
        raise ValueError("these are no octets") from None
