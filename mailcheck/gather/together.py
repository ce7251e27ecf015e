"""Reads many documents at the same time: what each of them asks for is fetched in one flight of commands.

A reader that meets octets which are not there yet is left (`Absent`), and reads again from the start when they are;
what it has read before costs nothing then. What cannot be had in a flight is read by itself in the end.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from mailcheck.gather.mailbox import Mailbox, Piece, Wanted
from mailcheck.gather.part_source import Absent
from mailcheck.gather.remote_file import RemoteFile

LARGEST_TOGETHER = 256 * 1024
"""Octets; a larger piece is fetched by itself, so that the memory needed stays flat."""
MOST_PIECES = 40
"""Pieces asked for by one command."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Reading(Generic[T]):
    """One document, and what reads it. `read` may be called several times, and may raise Unfetchable."""

    file: RemoteFile
    read: Callable[[], T]


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """What one reading waits for."""

    reading: Reading[T]
    pieces: tuple[Piece, ...]

    @property
    def uid(self) -> int:
        return self.reading.file.source.uid


def read_together(mailbox: Mailbox, readings: Iterable[Reading[T]]) -> Iterator[tuple[Reading[T], T]]:
    """Yield what each reading gives, in any order; raises AccountProblem if the connection is lost.

    To be used up: nothing else may be asked of the mailbox meanwhile.
    """
    asked = [_Asked(reading, reading.file.first_pieces()) for reading in readings]
    alone: list[Reading[T]] = []
    while asked:
        alone += [each.reading for each in asked if not _fits(each)]
        asked = yield from _flight(mailbox, [each for each in asked if _fits(each)], alone)
    for reading in alone:
        reading.file.source.is_together = False
        yield reading, reading.read()


def _fits(asked: _Asked[T]) -> bool:
    return sum(piece.length for piece in asked.pieces) <= LARGEST_TOGETHER


def _flight(
    mailbox: Mailbox, asked: Sequence[_Asked[T]], alone: list[Reading[T]]
) -> Generator[tuple[Reading[T], T], None, list[_Asked[T]]]:
    """Fetch what is asked for, and read while the rest arrives; return what is asked for next."""
    again: list[_Asked[T]] = []
    commands = {id(wanted): (wanted, served) for wanted, served in _commands(asked)}
    for arrived in mailbox.pieces([wanted for wanted, _ in commands.values()]):
        for each in commands.pop(id(arrived.wanted))[1]:
            if not set(each.pieces) <= set(arrived.octets):
                alone.append(each.reading)
                continue
            source = each.reading.file.source
            source.is_together = True
            source.give({piece: arrived.octets[piece] for piece in each.pieces})
            try:
                given = each.reading.read()
            except Absent as absent:
                again.append(_Asked(each.reading, (absent.piece,)))
            else:
                yield each.reading, given
    return again


def _commands(asked: Sequence[_Asked[T]]) -> Iterator[tuple[Wanted, list[_Asked[T]]]]:
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
