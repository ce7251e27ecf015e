"""A long text that says much the same again and again, as few octets."""

import codecs
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator

LEVEL = 1
"""Reports repeat themselves so much that trying harder saves little and takes time."""
LUMP = 65_536
"""Octets of a text that are made again at a time."""


def squeezed(pieces: Iterable[str]) -> tuple[bytes, ...]:
    """Return a text, which may come in pieces, squeezed, and in pieces as well: never all of it is held."""
    squeezer = zlib.compressobj(LEVEL)
    return (*filter(None, (squeezer.compress(piece.encode()) for piece in pieces)), squeezer.flush())


def in_pieces(kept: Iterable[bytes]) -> Iterator[str]:
    """Yield a text again that was squeezed, piece by piece."""
    opener, decoder = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")()
    for each in kept:
        yield decoder.decode(opener.decompress(each, LUMP))
        while opener.unconsumed_tail:
            yield decoder.decode(opener.decompress(opener.unconsumed_tail, LUMP))
    yield decoder.decode(opener.flush(), final=True)


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
