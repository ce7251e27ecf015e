"""A picture that may be a logo, of which a few places are fetched: enough to tell it from every other of its size.

Only of PNG and GIF: what stands at one place of theirs depends on all that stands before it (deflate, RFC 1951 §3.2.7;
LZW), and a PNG ends in a checksum of all of it (RFC 1950 §2.2). Two photographs in JPEG may be alike in many places,
such as where the paper is white, so those are compared as a whole.
"""

from mailcheck.gather.ends import Turn
from mailcheck.gather.mailbox import Mailbox, Piece
from mailcheck.gather.part_source import FetchLimits, PartSource
from mailcheck.model import Part

SMALL = 1536
"""Up to this size a picture is fetched whole."""
HEAD, INNER, TAIL = 256, 128, 256
"""Octets as transferred: of both ends, and of each place between them."""
QUARTERS = (1, 2, 3)
HISTORIES = (b"iVBORw0KGgo", b"R0lGODdh", b"R0lGODlh")
"""How PNG and GIF begin, in base64."""


class Glimpse:
    """A few places of one part of a message; read like a document among others."""

    turn = Turn.LAST

    def __init__(self, mailbox: Mailbox, uid: int, part: Part) -> None:
        """Look at `part` of message `uid` in the open folder; nothing is fetched yet."""
        self.source = PartSource(mailbox, uid, part, FetchLimits())

    def first_pieces(self) -> tuple[Piece, ...]:
        """Return the places, or the whole of a small picture, or of one whose places could not be found again."""
        part = self.source.part
        if part.size <= SMALL or part.encoding != "base64":
            return (self.source.whole_piece(),)
        inner = (Piece(part.section, part.size * quarter // 4, INNER) for quarter in QUARTERS)
        return Piece(part.section, 0, HEAD), *inner, Piece(part.section, part.size - TAIL, TAIL)

    def octets(self) -> bytes:
        """Return what tells the picture from others of its size: its places, or all of it.

        Raises Unfetchable, or Absent.
        """
        first, *others = self.first_pieces()
        if first.offset is None:
            return self.source.whole()
        start = self._at(first)
        if not start.startswith(HISTORIES):
            return self.source.whole()
        found = [start, *map(self._at, others)]
        if any(len(octets) != piece.length for octets, piece in zip(found, (first, *others), strict=True)):
            return self.source.whole()  # a server that answers ranges wrongly
        return b"%d %s" % (self.source.part.size, b"".join(found))

    def _at(self, piece: Piece) -> bytes:
        return self.source.range(piece.offset or 0, piece.length)
