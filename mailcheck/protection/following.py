"""Looks into the files of a container that itself asks for no secret, within bounds."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, unreadable
from mailcheck.protection.look import CannotTell, Look, OverLimit
from mailcheck.protection.octets import window

PATIENCE = 8 * 1024 * 1024
"""Octets unpacked after one file was found open: the rest can no longer make the container protected."""
TOO_LARGE = "it is larger than mailcheck looks through"
PACKED = "it is packed in a way that mailcheck does not read"
DAMAGED = "it is damaged or incomplete"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file in a container."""

    unpacked: int
    """Octets that opening it takes; 0 if it is read where it stands."""
    open: Callable[[], BinaryIO]


def stretch(file: BinaryIO, start: int, length: int, *, stored: bool) -> Enclosed | Protection:
    """Return a file that stands in its container as it is; one that is packed cannot be looked into."""
    return Enclosed(0, partial(window, file, start, length)) if stored else unreadable("entry", PACKED)


def followed(files: Iterable[Enclosed | Protection], look: Look) -> Iterator[Protection]:
    """Yield the verdict on each file, or the verdict that is there already.

    What cannot be looked into came out of the container without a secret all the same: `unreadable`, one by one.
    """
    stop_at = None
    for file in files:
        look.check_time()
        if isinstance(file, Protection):
            yield file
            continue
        if stop_at is not None and look.spent[1] + file.unpacked > stop_at:
            continue
        answer = _judged(file, look)
        if stop_at is None and answer.state is not ProtectionState.PROTECTED:
            stop_at = look.spent[1] + PATIENCE
        yield answer


def _judged(file: Enclosed, look: Look) -> Protection:
    if file.unpacked > look.room:
        return unreadable("entry", TOO_LARGE)
    try:
        return look.inside(file.open())
    except OverLimit:
        raise
    except Exception as error:  # noqa: BLE001 - containment: one damaged file does not take the others down
        return unreadable("entry", str(error) if isinstance(error, CannotTell) else DAMAGED)
