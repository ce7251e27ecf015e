"""Uuencode in lines of equal length, as every program writes it (POSIX, uuencode): decoded from the middle. Pure.

Between `begin` and the last line each holds 45 octets as 61 characters; every line that is fetched is verified.
"""

import binascii
import re

from mailcheck.dataclass import dataclass

LINE, DECODED = 63, 45
"""Octets of a whole line with its end, and what they stand for."""
_BEGIN = re.compile(rb"begin [0-7]{3,4} [^\r\n]{1,200}\r\n")
_WHOLE = re.compile(rb"(?>(?:M[\x20-\x60]{60}\r\n)*)")
_END = re.compile(rb"\r\n([\x21-\x4d])([\x20-\x60]{1,64})\r\n[` ]?\r\nend[\r\n\t ]*\Z")


@dataclass(frozen=True, slots=True)
class UuLayout:
    """Where an octet stands."""

    begins: int
    """Where the first line of content stands, as transferred."""
    last: int
    """Where the last line stands."""
    text_end: int
    """Where its last character stands."""
    size: int
    """Octets, decoded."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the octets to fetch, in whole lines, for the decoded octets `start` to `end`."""
        first, last = self.begins + start // DECODED * LINE, self.begins + -(-end // DECODED) * LINE
        return first, self.text_end if last > self.last else last

    def unit_before(self, offset: int) -> int:
        """Return where the line begins in which `offset` stands, as transferred."""
        return self.begins + (offset - self.begins) // LINE * LINE

    def unit_behind(self, offset: int) -> int:
        """Return where the first line begins that does not begin before `offset`."""
        return self.begins + -(-(offset - self.begins) // LINE) * LINE

    def decoded_start(self, offset: int) -> int:
        """Return where the line that begins at `offset` stands, decoded."""
        return (offset - self.begins) // LINE * DECODED

    def decode(self, raw: bytes, offset: int) -> bytes | None:
        """Decode whole lines from the line that starts at `offset`; None if they are not laid out as expected."""
        whole, rest = raw, b""
        if offset + len(raw) == self.text_end:
            whole, rest = raw[: max(0, self.last - offset)], raw[max(0, self.last - offset) :]
        if (offset - self.begins) % LINE or len(whole) % LINE or not _WHOLE.fullmatch(whole):
            return None
        lines = [whole[at : at + LINE - 2] for at in range(0, len(whole), LINE)]
        try:
            return b"".join(map(binascii.a2b_uu, [*lines, rest] if rest else lines))
        except binascii.Error:
            return None


def uu_layout(head: bytes, tail: bytes, octets: int) -> UuLayout | None:
    """Return the layout of a uuencoded part of `octets` octets from its two ends; None if it is not regular."""
    begin, end = _BEGIN.match(head), _END.search(tail)
    if begin is None or end is None:
        return None
    last = octets - len(tail) + end.start(1)
    length = end[1][0] - 32
    if (last - begin.end()) % LINE or last < begin.end() or not -(-length // 3) * 4 <= len(end[2]) <= 61:
        return None
    size = (last - begin.end()) // LINE * DECODED + length
    return UuLayout(begin.end(), last, last + 1 + len(end[2]), size)
