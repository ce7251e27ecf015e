"""Base64 in one single line, as some programs write it: every four characters stand for three octets. Pure."""

import binascii

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class UnbrokenLayout:
    """Where an octet stands."""

    text_end: int
    """Where the last character stands, as transferred; blank lines may follow."""
    size: int
    """Octets, decoded."""
    begins: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the octets to fetch, in groups of four, for the decoded octets `start` to `end`."""
        return start // 3 * 4, min(-(-end // 3) * 4, self.text_end)

    def unit_before(self, offset: int) -> int:
        """Return where the group begins in which `offset` stands."""
        return offset // 4 * 4

    def unit_behind(self, offset: int) -> int:
        """Return where the first group begins that does not begin before `offset`."""
        return -(-offset // 4) * 4

    def decoded_start(self, offset: int) -> int:
        """Return where the group that begins at `offset` stands, decoded."""
        return offset // 4 * 3

    def decode(self, raw: bytes, offset: int) -> bytes | None:
        """Decode whole groups; None if anything else is among them, or they end before the end."""
        if offset % 4 or len(raw) % 4 or (b"=" in raw and offset + len(raw) != self.text_end):
            return None
        try:
            return binascii.a2b_base64(raw, strict_mode=True)
        except binascii.Error:
            return None


def unbroken_layout(head: bytes, tail: bytes, octets: int) -> UnbrokenLayout | None:
    """Return the layout of a part of `octets` octets from its two ends; None if it has lines, or is not regular."""
    text = tail.rstrip(b"\r\n\t ")
    if not text or len(head.split(None, 1)) != 1 or len(text.split(None, 1)) != 1 or head[:1].isspace():
        return None
    text_end, padding = octets - len(tail) + len(text), len(text) - len(text.rstrip(b"="))
    if text_end % 4 or padding > 2:
        return None
    return UnbrokenLayout(text_end, text_end // 4 * 3 - padding)
