"""Fetches the octets of one part, counts them, and remembers why they could not be had."""

from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Mailbox, Piece
from mailcheck.model import Part
from mailcheck.parse.enclosed import Enclosed
from mailcheck.parse.transfer import decode_whole

TOO_LARGE = "it is larger than mailcheck fetches"
NOTHING_GIVEN = "the mail server gave nothing for it"
SLACK = 64
"""Asked for beyond the end: a server that tells too small a size, or answers shifted, shows itself there."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one document may cost."""

    octets: int = 64 * 1024 * 1024
    """Octets fetched piece by piece, and again octets of a whole part."""
    trips: int = 60
    """Round trips before the whole part is fetched instead."""


class Unfetchable(OSError):
    """A document's octets cannot be had; the text says why and quotes nothing of the message."""


class Absent(BaseException):
    """Octets are asked for that are to be fetched together with those of other documents; then one reads again.

    Not an Exception: every library between a format and the file lets it pass.
    """

    def __init__(self, *pieces: Piece) -> None:
        """Name the pieces that are to be fetched."""
        super().__init__()
        self.pieces = pieces


class PartSource:
    """One part of one message in the open folder.

    With `is_together` it asks the server for nothing: what has not been given to it is `Absent`.
    """

    def __init__(self, mailbox: Mailbox, uid: int, part: Part, limits: FetchLimits) -> None:
        self._mailbox, self.uid, self.part, self._limits = mailbox, uid, part, limits
        self.octets = self.trips = 0
        self.trouble = ""
        self.problem: AccountProblem | None = None
        self.is_together = False
        self._given: dict[Piece, bytes] = {}

    @property
    def is_spent(self) -> bool:
        """Whether piece by piece has cost what it may."""
        return self.trips >= self._limits.trips or self.octets >= self._limits.octets

    def range(self, offset: int, length: int) -> bytes:
        """Fetch a range of the part as transferred; raises Unfetchable, or Absent."""
        wanted = Piece(self.part.section, offset, length)
        return self._had(wanted, lambda: self._mailbox.range(self.uid, wanted.section, offset, length))

    def have(self, ranges: Iterable[tuple[int, int]]) -> None:
        """See to it that ranges are there, each an offset and a length; raises Absent with all that are not."""
        absent = [Piece(self.part.section, *each) for each in ranges]
        absent = [piece for piece in absent if piece not in self._given]
        if absent and self.is_together:
            raise Absent(*absent)

    @property
    def has_whole(self) -> bool:
        """Whether the whole part was given."""
        return self.whole_piece() in self._given

    def give(self, octets: Mapping[Piece, bytes]) -> None:
        """Take what was fetched together with others'."""
        self.trips += 1
        self.octets += sum(map(len, octets.values()))
        self._given.update(octets)

    def _had(self, wanted: Piece, fetch: Callable[[], bytes]) -> bytes:
        """Return a piece that was given, or fetch it."""
        if wanted in self._given:
            return self._given[wanted]
        if self.is_together:
            raise Absent(wanted)
        return self._counted(fetch)

    def whole_piece(self) -> Piece:
        """Return the whole part as a piece."""
        return Piece(self.part.section, None, self.part.size + SLACK)

    def whole(self) -> bytes:
        """Fetch and decode the whole part; raises Unfetchable.

        A section inside an attached message that comes back empty or in another size than the structure says is
        taken out of that message here (pymap and some others: evidence §7).
        """
        limit, part = self._limits.octets, self.part
        # A larger part is not even asked for whole: the answer would have to be read to its end, or the line dropped.
        if part.size > limit and self.range(limit, 1):
            self._refuse(TOO_LARGE)
        raw = self._section(part.section)
        if part.enclosing and len(raw) != part.size:
            content = self._from_enclosing(part.enclosing)
            if content is not None:
                return content
        if not raw and part.size:
            self._refuse(NOTHING_GIVEN)
        return decode_whole(raw, part.encoding)

    def _from_enclosing(self, section: str) -> bytes | None:
        try:
            message = Enclosed(self._section(section))
        except ValueError:
            return None
        return message.content(self.part.section.removeprefix(f"{section}."))

    def _section(self, section: str) -> bytes:
        whole = self.whole_piece() if section == self.part.section else Piece(section, None, self._limits.octets)
        return self._had(whole, lambda: self._mailbox.whole(self.uid, section, self._limits.octets))

    def _counted(self, fetch: Callable[[], bytes]) -> bytes:
        self.trips += 1
        try:
            raw = fetch()
        except AccountProblem as problem:
            self._refuse(problem.text, problem)
        self.octets += len(raw)
        return raw

    def _refuse(self, why: str, problem: AccountProblem | None = None) -> NoReturn:
        self.trouble, self.problem = why, problem
        raise Unfetchable(why) from problem
