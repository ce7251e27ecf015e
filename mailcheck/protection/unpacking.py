"""Unpacks compressed octets within the bounds of a judgement."""

import io
from collections.abc import Callable, Iterable
from typing import BinaryIO, Protocol

from mailcheck.protection.look import Look
from mailcheck.protection.octets import Damaged

STEP = 1 << 18


class Unpacker(Protocol):
    """What the decompressors of the standard library have in common."""

    @property
    def eof(self) -> bool:
        """The stream has ended as it should."""

    @property
    def unused_data(self) -> bytes:
        """Octets behind the end of the stream."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Unpack at most `max_length` octets."""


def unpacked(make: Callable[[], Unpacker], packed: Iterable[bytes], look: Look) -> BinaryIO:
    """Return what a stream, or several one behind the other, unpack to; zeros behind a stream do not count.

    Raises Damaged if a stream does not end, OverLimit before more memory is taken than the judgement may spend.
    """
    result = io.BytesIO()
    unpacker: Unpacker | None = None
    ended = False
    for block in packed:
        data = block
        while data := data.lstrip(b"\0") if unpacker is None else data:
            unpacker = unpacker or make()
            _feed(unpacker, data, result, look)
            data, ended = unpacker.unused_data if unpacker.eof else b"", unpacker.eof
            unpacker = None if unpacker.eof else unpacker
    if unpacker is not None or not ended:
        raise Damaged("the stream does not end")
    result.seek(0)
    return result


def _feed(unpacker: Unpacker, data: bytes, result: io.BytesIO, look: Look) -> None:
    """Give one block to the unpacker; zlib hands back what it did not consume, the others keep it."""
    while not unpacker.eof:
        piece = unpacker.decompress(data, STEP)
        look.unpack(len(piece))
        result.write(piece)
        data = getattr(unpacker, "unconsumed_tail", b"")
        if len(piece) < STEP and not data and getattr(unpacker, "needs_input", True):
            return
