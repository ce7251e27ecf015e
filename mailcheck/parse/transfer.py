"""Transfer encodings (RFC 2045 §6): decoding a part as a whole, or from the middle where its layout allows it."""

import binascii
import re

from mailcheck.dataclass import dataclass
from mailcheck.parse.unbroken_layout import UnbrokenLayout, unbroken_layout
from mailcheck.parse.uu_layout import UuLayout, uu_layout

UUENCODE = frozenset({"x-uuencode", "uuencode", "x-uue"})
ENCODED = UUENCODE | {"base64", "quoted-printable"}

_NOT_A_LETTER = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(rb"[^=]+=*")
_LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class PlainLayout:
    """A part that is sent as it is."""

    size: int

    @property
    def text_end(self) -> int:
        """Where the last octet stands, as transferred."""
        return self.size

    @property
    def stride(self) -> int:
        """Octets from one point where decoding can begin to the next."""
        return 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the octets to fetch for the decoded octets `start` to `end`."""
        return start, end

    def decoded_start(self, offset: int) -> int:
        """Return where the octet at `offset` stands, decoded."""
        return offset

    def decode(self, raw: bytes, offset: int) -> bytes | None:
        """Return the octets themselves."""
        return raw


@dataclass(frozen=True, slots=True)
class Base64Layout:
    """Base64 in lines of equal length: an octet's place can be computed. Every block is verified all the same."""

    line: int
    """Letters in each line, a multiple of 4."""
    text_end: int
    """Where the last letter stands, in octets as transferred; blank lines may follow."""
    size: int
    """Octets, decoded."""

    @property
    def stride(self) -> int:
        """Octets from one line's start to the next; decoding can begin at each."""
        return self.line + 2

    @property
    def _decoded_line(self) -> int:
        return self.line // 4 * 3

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the octets to fetch, in whole lines, for the decoded octets `start` to `end`."""
        first, last = start // self._decoded_line, -(-end // self._decoded_line)
        return first * self.stride, min(last * self.stride, self.text_end)

    def decoded_start(self, offset: int) -> int:
        """Return where the line that begins at `offset` stands, decoded."""
        return offset // self.stride * self._decoded_line

    def decode(self, raw: bytes, offset: int) -> bytes | None:
        """Decode whole lines from the line that starts at `offset`; None if they are not laid out as expected."""
        is_last = offset + len(raw) == self.text_end
        if offset % self.stride or (len(raw) % self.stride and not is_last):
            return None
        breaks = len(range(self.line, len(raw), self.stride))
        letters = raw.replace(b"\r\n", b"")
        if raw[self.line :: self.stride] != b"\r" * breaks or len(letters) != len(raw) - 2 * breaks:
            return None
        if b"=" in letters and not is_last:
            return None
        try:
            return binascii.a2b_base64(letters, strict_mode=True)
        except binascii.Error:
            return None


Layout = Base64Layout | PlainLayout | UnbrokenLayout | UuLayout


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the two ends of a part tell."""

    layout: Layout
    known: tuple[tuple[int, bytes], ...]
    """Both ends decoded, each with where it begins."""


def learn_plain(head: bytes, tail: bytes, octets: int) -> Learnt:
    """Return the layout of a part of `octets` octets that is sent as it is."""
    return Learnt(PlainLayout(octets), ((0, head), (octets - len(tail), tail)))


def learn_base64(head: bytes, tail: bytes, octets: int) -> Learnt | None:
    """Return the layout of a base64 part of `octets` octets from its two ends; None if it is not regular.

    The line length comes from the first line; both ends must agree with it, letter by letter.
    """
    line = head.find(b"\r\n")
    text = tail.rstrip(b"\r\n\t ")
    if not 0 < line <= _LONGEST_LINE or line % 4 or not text:
        return None
    stride, tail_start = line + 2, octets - len(tail)
    text_end = tail_start + len(text)
    last_line = text_end % stride
    padding = len(text) - len(text.rstrip(b"="))
    if not 0 < last_line <= line or last_line % 4 or padding > 2:
        return None
    size = (text_end // stride * line + last_line) // 4 * 3 - padding
    layout = Base64Layout(line, text_end, size)
    first = -(-tail_start // stride) * stride
    in_phase = tail[max(0, first - tail_start - 2) : first - tail_start] in {b"\r\n", b"\n", b""}
    begin, end = (
        layout.decode(head[: len(head) // stride * stride], 0),
        layout.decode(text[first - tail_start :], first),
    )
    if not in_phase or begin is None or end is None:
        return None
    return Learnt(layout, ((0, begin), (layout.decoded_start(first), end)))


def _learnt(layout: UuLayout | UnbrokenLayout | None, head: bytes, tail: bytes, octets: int) -> Learnt | None:
    """Return what a layout makes of the two ends; None if it does not fit them."""
    if layout is None:
        return None
    first, tail_start = layout.begins, octets - len(tail)
    from_tail = layout.unit_behind(tail_start)
    begin = layout.decode(head[first : layout.unit_before(len(head))], first)
    end = layout.decode(tail[from_tail - tail_start : layout.text_end - tail_start], from_tail)
    if begin is None or end is None:
        return None
    return Learnt(layout, ((0, begin), (layout.decoded_start(from_tail), end)))


def learn(encoding: str, head: bytes, tail: bytes, octets: int) -> Learnt | None:
    """Return the layout of a part of `octets` octets from its two ends; None if it is not regular."""
    if encoding == "base64":
        return learn_base64(head, tail, octets) or _learnt(unbroken_layout(head, tail, octets), head, tail, octets)
    if encoding in UUENCODE:
        return _learnt(uu_layout(head, tail, octets), head, tail, octets)
    return learn_plain(head, tail, octets)


def decode_whole(octets: bytes, encoding: str) -> bytes:
    """Decode a whole part as mail programs do, forgiving what is irregular. Never raises.

    An encoding that is not known leaves the octets as they are (RFC 2045 §6.4).
    """
    if encoding == "base64":
        return _decode_base64(octets)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(octets)
    if encoding in UUENCODE:
        return _decode_uuencode(octets)
    return octets


def _decode_base64(octets: bytes) -> bytes:
    """Decode base64 in lines of any length. What follows padding counts only if it is base64 through and through."""
    found: list[bytes] = []
    for run in _PADDED.findall(octets):
        if found and _NOT_A_LETTER.search(b"".join(run.split())):
            break
        letters = _NOT_A_LETTER.sub(b"", run).rstrip(b"=")
        usable = len(letters) - (1 if len(letters) % 4 == 1 else 0)
        found.append(binascii.a2b_base64(letters[:usable] + b"=" * (-usable % 4)))
    return b"".join(found)


def _decode_uuencode(octets: bytes) -> bytes:
    """Decode uuencode between `begin` and `end`; a line that is none ends it."""
    found: list[bytes] = []
    is_inside = False
    for line in octets.splitlines():
        if not is_inside:
            is_inside = line.startswith(b"begin ")
            continue
        if not line:
            continue
        if line.strip() == b"end":
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            break
    return b"".join(found)
