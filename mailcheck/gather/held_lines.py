"""Octets on their way out, held back until the line or literal that they belong to was read and allowed.

What the two guards share: they differ only in what they allow.
"""

from mailcheck.errors import ProtocolViolation


class HeldLines:
    """Holds what is to be sent, for one connection. A guard says what may leave by raising ProtocolViolation."""

    def __init__(self, *, held_at_most: int, is_private: bool) -> None:
        """Begin; `held_at_most` bounds one line, in octets. Until the connection `is_private`, no sign-in leaves."""
        self.is_private = is_private
        self._held_at_most = held_at_most
        self._held = b""
        self._literal_left = 0
        self._has_stopped = False

    def pass_on(self, octets: bytes) -> bytes:
        """Take what is about to be sent and return what may leave now; the rest is held until its line is whole.

        Raises ProtocolViolation, and for every call thereafter, if a command is not on the list.
        """
        if self._has_stopped:
            raise ProtocolViolation("anything after a forbidden command")
        self._held += octets
        try:
            leaving = self._whole_lines()
            if len(self._held) > self._held_at_most:
                raise ProtocolViolation("an endless command")
        except ProtocolViolation:
            self._stop()
            raise
        return leaving

    def _stop(self) -> None:
        self._has_stopped, self._held = True, b""

    def _whole_lines(self) -> bytes:
        """Return the held octets up to the last line or literal that was read and allowed."""
        leaving = b""
        while self._held:
            if self._literal_left:
                taken = self._held[: self._literal_left]
                self._read_literal(taken)
                self._literal_left -= len(taken)
            elif (end := self._held.find(b"\r\n")) >= 0:
                taken = self._held[: end + 2]
                self._read_line(self._held[:end])
            else:
                break
            leaving += taken
            self._held = self._held[len(taken) :]
        return leaving

    def _read_line(self, line: bytes) -> None:
        """Read a line without its end; raises ProtocolViolation if it may not leave."""
        raise NotImplementedError

    def _read_literal(self, octets: bytes) -> None:
        """Read a piece of a literal; raises ProtocolViolation if it may not leave."""
        raise NotImplementedError
