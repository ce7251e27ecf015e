"""How much of the two ends of a document is fetched first, by what its sender calls it.

A guess about what its reader will ask for, and no more: it decides nothing. A reader that needs other octets asks for
them.
"""

from enum import IntEnum
from functools import lru_cache

from mailcheck.dataclass import dataclass
from mailcheck.model import Part


class Turn(IntEnum):
    """In what order documents are begun, so that in the end nothing waits for those that take longest."""

    FIRST = 1
    """It may have a password built into Office, which takes long to find out."""
    SOON = 2
    """Somewhere else there may be a directory."""
    LATER = 3
    """Its ends are likely to do, or a little more."""
    LAST = 4
    """It needs nothing more."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Octets of a document's two ends, as transferred, and when it is begun."""

    head: int
    tail: int
    turn: Turn

    @property
    def small(self) -> int:
        """Up to this size a part is fetched whole at once."""
        return self.head + self.tail + 4 * 1024


ORDINARY = Ends(1536, 4 * 1024, Turn.SOON)
"""The beginning by which formats are known, and the end as far as they look at it first, whatever the lines' length."""
OFFICE, PDF = Ends(1536, 4 * 1024, Turn.FIRST), Ends(1536, 4 * 1024, Turn.LATER)
"""Of a locked PDF the end is read for an archive too, and many an older Office file has its directory there. With 2 KB
two of five were asked for twice, and a server reads a letter from its beginning each time."""
FAR, FAR_AWAY = 0.01, {OFFICE: Ends(1536, 2 * 1024, Turn.FIRST), PDF: Ends(1536, 2 * 1024, Turn.LATER)}
"""Seconds of a round trip beyond which the line is dearer than the server's time: then half of that end comes first."""
WORDS, RECORDING = Ends(1536, 4 * 1024, Turn.LATER), Ends(1536, 1024, Turn.LAST)

CALLED = {
    "application/msword": OFFICE, "application/vnd.ms-": OFFICE,
    "application/vnd.openxmlformats-officedocument.": OFFICE, "application/pdf": PDF, "text/": WORDS,
    "image/": RECORDING, "audio/": RECORDING, "video/": RECORDING,
}  # fmt: skip
"""By how the media type begins."""
NAMED = {
    "doc": OFFICE, "docx": OFFICE, "docm": OFFICE, "xls": OFFICE, "xlsx": OFFICE, "xlsm": OFFICE, "xlsb": OFFICE,
    "ppt": OFFICE, "pptx": OFFICE, "pptm": OFFICE, "pdf": PDF,
    "jpg": RECORDING, "jpeg": RECORDING, "png": RECORDING, "gif": RECORDING, "mp3": RECORDING, "m4a": RECORDING,
    "mp4": RECORDING, "mov": RECORDING,
}  # fmt: skip
"""By how the file name ends, where the media type tells nothing."""
TELLS_NOTHING = ("", "application/octet-stream")


def likely_ends(part: Part, round_trip: float = 0.0) -> Ends:
    """Return what to fetch first of a part over a line of so many seconds."""
    if part.media_type in TELLS_NOTHING:
        ends = NAMED.get((part.name or "").rpartition(".")[2].lower(), ORDINARY)
    else:
        ends = _called(part.media_type)
    return FAR_AWAY.get(ends, ends) if round_trip > FAR else ends


@lru_cache(maxsize=256)
def _called(media_type: str) -> Ends:
    return next((ends for start, ends in CALLED.items() if media_type.startswith(start)), ORDINARY)
