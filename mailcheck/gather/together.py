"""Reads many documents at the same time: what each of them asks for is fetched in one flow of commands.

A reader that meets octets which are not there yet is left (`Absent`), and reads again from the start when they are;
what it has read before costs nothing then. So is one that needs something computed beside (`Later`). What cannot be
had in the flow is read by itself in the end.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from mailcheck.dataclass import dataclass
from mailcheck.gather.ends import Turn
from mailcheck.gather.lanes import Lane, Lanes
from mailcheck.gather.mailbox import Arrived, Listed, Listing, Mailbox, Piece, Wanted
from mailcheck.gather.part_source import Absent, PartSource
from mailcheck.protection.turning import Later

LARGEST_TOGETHER = 2 * 1024 * 1024
"""Octets; a larger piece is fetched by itself, so that the memory needed stays flat."""
MOST_PIECES = 40
"""Pieces asked for by one command."""
MOST_LATER = 64
"""Documents that wait for what is computed beside; their octets are held meanwhile."""

T = TypeVar("T")


class Fetched(Protocol):
    """What is read piece by piece."""

    @property
    def source(self) -> PartSource:
        """From where its octets come."""

    @property
    def turn(self) -> Turn:
        """When to begin with it, among others."""

    def first_pieces(self) -> tuple[Piece, ...]:
        """Return what every reader asks for first."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading(Generic[T]):
    """One document, and what reads it. `read` may be called several times, and may raise Unfetchable."""

    file: Fetched
    read: Callable[[], T]


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """What one reading waits for."""

    reading: Reading[T]
    pieces: tuple[Piece, ...]

    @property
    def uid(self) -> int:
        return self.reading.file.source.uid

    @property
    def fits(self) -> bool:
        """Whether it may be fetched together with others."""
        return sum(piece.length for piece in self.pieces) <= LARGEST_TOGETHER


def nothing() -> None:
    """Do nothing meanwhile."""


class Flow(Generic[T]):
    """Readings under way together; more may be begun while others are read."""

    def __init__(self, mailbox: Mailbox, meanwhile: Callable[[], None] = nothing) -> None:
        """Read from the open folder; `meanwhile` is called whenever all that is left is being computed beside.

        It may ask the mailbox for other things, and open other folders, where the mailbox opens this one again.
        """
        self._mailbox, self._meanwhile = mailbox, meanwhile
        self._orders = Lanes()
        self._served: dict[int, tuple[Wanted, Sequence[_Asked[T]]]] = {}
        self._alone: list[Reading[T]] = []
        self._later: deque[tuple[Reading[T], Later]] = deque()

    @property
    def waiting(self) -> int:
        """How many orders have not left yet."""
        return len(self._orders)

    def begin(self, readings: Iterable[Reading[T]]) -> None:
        """Begin to read documents."""
        asked = [_Asked(reading, reading.file.first_pieces()) for reading in readings]
        self._alone += [each.reading for each in asked if not each.fits]
        for wanted, served in _commands([each for each in asked if each.fits]):
            self._orders.add(self._order(wanted, served), Lane.of(_turn(served)))

    def look_up(self, listing: Listing) -> None:
        """Ask what some messages are made of, before any more documents."""
        self._orders.add(listing, Lane.LISTING)

    def run(self) -> Iterator[Listed | tuple[Reading[T], T]]:
        """Yield each listing, and what each reading gives, in any order.

        Raises AccountProblem if the connection is lost. To be used up: nothing else may be asked of the mailbox.
        """
        while self._orders or self._later:
            for arrived in self._mailbox.flow(self._orders) if self._orders else ():
                if isinstance(arrived, Listed):
                    yield arrived
                else:
                    yield from self._arrived(arrived)
            if self._later:
                self._meanwhile()
            yield from self._resumed(most=0)
        for reading in self._alone:
            reading.file.source.is_together = False
            yield reading, reading.read()

    def _order(self, wanted: Wanted, served: Sequence[_Asked[T]]) -> Wanted:
        self._served[id(wanted)] = (wanted, served)
        return wanted

    def _arrived(self, arrived: Arrived) -> Iterator[tuple[Reading[T], T]]:
        """Read what can be read now."""
        ready: list[Reading[T]] = []
        for each in self._served.pop(id(arrived.wanted))[1]:
            if all(piece in arrived.octets for piece in each.pieces):
                each.reading.file.source.is_together = True
                each.reading.file.source.give({piece: arrived.octets[piece] for piece in each.pieces})
                ready.append(each.reading)
            else:
                self._alone.append(each.reading)
        yield from self._read(ready)
        yield from self._resumed(most=MOST_LATER)

    def _read(self, readings: Iterable[Reading[T]]) -> Iterator[tuple[Reading[T], T]]:
        """Read; what is still needed is ordered before what nobody has begun to read."""
        again: list[_Asked[T]] = []
        for reading in readings:
            try:
                given = reading.read()
            except Absent as absent:
                again.append(_Asked(reading, absent.pieces))
            except Later as later:
                self._later.append((reading, later))
            else:
                yield reading, given
        self._alone += [each.reading for each in again if not each.fits]
        for wanted, served in _commands([each for each in again if each.fits]):
            order = replace(wanted, is_urgent=_turn(served) is Turn.FIRST)
            self._orders.add(self._order(order, served), Lane.URGENT if order.is_urgent else Lane.AGAIN)

    def _resumed(self, *, most: int) -> Iterator[tuple[Reading[T], T]]:
        """Go on with what was computed beside meanwhile; where more than `most` wait for that, wait too."""
        while self._later and (len(self._later) > most or self._later[0][1].is_done()):
            reading, later = self._later.popleft()
            later.wait()
            yield from self._read([reading])


def read_together(mailbox: Mailbox, readings: Iterable[Reading[T]]) -> Iterator[tuple[Reading[T], T]]:
    """Yield what each reading gives, in any order; raises AccountProblem if the connection is lost. To be used up."""
    flow: Flow[T] = Flow(mailbox)
    flow.begin(readings)
    return (each for each in flow.run() if not isinstance(each, Listed))


def _commands(asked: Sequence[_Asked[T]]) -> Iterator[tuple[Wanted, Sequence[_Asked[T]]]]:
    """Put what is asked for of one message into as few commands as its bounds allow."""
    for uid, of_message in groupby(sorted(asked, key=lambda each: each.uid), key=lambda each: each.uid):
        together: list[_Asked[T]] = []
        for each in of_message:
            if len(together) * 2 >= MOST_PIECES:
                yield _wanted(uid, together), together
                together = []
            together.append(each)
        yield _wanted(uid, together), together


def _wanted(uid: int, together: Sequence[_Asked[T]]) -> Wanted:
    return Wanted(uid, tuple(dict.fromkeys(piece for each in together for piece in each.pieces)))


def _turn(served: Sequence[_Asked[T]]) -> Turn:
    """Return when to begin with several documents: as with the one of them that is first."""
    return min(each.reading.file.turn for each in served)
