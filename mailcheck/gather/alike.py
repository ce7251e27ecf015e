"""Documents of which the same octets came are judged once: a form, a leaflet or a bill is sent again and again.

A verdict follows from the octets that its reader asked for, and from nothing else. So what was concluded from them, or
which others are needed besides, holds for every document of that size of which these octets came. What came is known by
its digest alone, and for the length of one run.
"""

from collections.abc import Callable
from hashlib import sha256

from mailcheck.dataclass import dataclass
from mailcheck.gather.mailbox import Piece
from mailcheck.gather.part_source import Absent, PartSource
from mailcheck.model import Protection, ProtectionState

MOST = 2048
"""Conclusions held; the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was concluded from the octets of a document."""

    protection: Protection
    size: int
    """Octets of the document, decoded."""
    fell_back: bool
    """Whether all of it was fetched, because reading parts of it did not do."""


class Alike:
    """What was concluded so far."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[bytes, Verdict | tuple[tuple[int | None, int], ...]] = {}

    def of(self, source: PartSource, conclude: Callable[[], Verdict]) -> Verdict:
        """Return what `conclude` returns, or raise Absent as it does; it is asked only about octets not seen before."""
        if not source.is_together:
            return conclude()
        seen = _digest(source)
        match self._known.get(seen):
            case Verdict() as verdict:
                return verdict
            case tuple(ranges):
                raise Absent(*(Piece(source.part.section, *each) for each in ranges))
            case None:
                return self._concluded(source, seen, conclude)

    def _concluded(self, source: PartSource, seen: bytes, conclude: Callable[[], Verdict]) -> Verdict:
        try:
            verdict = conclude()
        except Absent as absent:
            if all(piece.section == source.part.section for piece in absent.pieces):
                self._keep(seen, tuple((piece.offset, piece.length) for piece in absent.pieces))
            raise
        # What could not be read may go better another time: it may have been the server, or too little time.
        if verdict.protection.state is not ProtectionState.UNREADABLE:
            self._keep(seen, verdict)
        return verdict

    def _keep(self, seen: bytes, what: Verdict | tuple[tuple[int | None, int], ...]) -> None:
        self._known[seen] = what
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]


def _digest(source: PartSource) -> bytes:
    """Return the digest of all that came of a document, with its places."""
    part = source.part
    digest = sha256(f"{part.encoding} {part.size} {source.trips}".encode())
    for piece, octets in source.given:
        is_own = piece.section == part.section
        digest.update(f" {is_own} {piece.offset} {piece.length} {len(octets)} ".encode())
        digest.update(octets)
    return digest.digest()
