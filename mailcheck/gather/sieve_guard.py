"""Reads every ManageSieve command at the socket's send and stops what could change anything.

The counterpart of `guard.py` for the other protocol that mailcheck speaks: PUTSCRIPT, SETACTIVE, DELETESCRIPT,
RENAMESCRIPT, HAVESPACE, CHECKSCRIPT and whatever else is not on the list never leave (RFC 5804; evidence, rule 1).
"""

import re

from mailcheck.errors import ProtocolViolation

HELD_AT_MOST = 65_536

_BASE64 = rb"[A-Za-z0-9+/]*={0,2}"
_ALONE = re.compile(rb"CAPABILITY|STARTTLS|LISTSCRIPTS|LOGOUT")
_GET = re.compile(rb'GETSCRIPT "(?:[^"\\\r\n\x00]|\\["\\]){1,1024}"')
_SIGN_IN = re.compile(
    rb'AUTHENTICATE "(?:PLAIN|OAUTHBEARER|XOAUTH2)" (?:"' + _BASE64 + rb'"|\{(?P<octets>[0-9]{1,5})\+\})'
)
_ANSWER = re.compile(rb'"(?:' + _BASE64 + rb'|\*)"')


class SieveGuard:
    """The allow-list, for one connection."""

    def __init__(self) -> None:
        self.is_private = False
        """Whether the connection is encrypted; until then no sign-in leaves."""
        self._held = b""
        self._literal_left = 0
        self._is_in_sign_in = False
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
            if len(self._held) > HELD_AT_MOST:
                raise ProtocolViolation("an endless command")
        except ProtocolViolation:
            self._has_stopped, self._held = True, b""
            raise
        return leaving

    def _whole_lines(self) -> bytes:
        leaving = b""
        while self._held:
            if self._literal_left:
                taken = self._literal()
            elif (end := self._held.find(b"\r\n")) >= 0:
                taken = self._held[: end + 2]
                self._allow(self._held[:end])
            else:
                break
            leaving += taken
            self._held = self._held[len(taken) :]
        return leaving

    def _literal(self) -> bytes:
        """Return the octets of the one literal there is: the answer of a sign-in, which is base64 and nothing else."""
        taken = self._held[: self._literal_left]
        if not re.fullmatch(rb"[A-Za-z0-9+/=]*", taken):
            raise ProtocolViolation("something that is no answer to a sign-in")
        self._literal_left -= len(taken)
        return taken

    def _allow(self, line: bytes) -> None:
        if self._is_in_sign_in and (not line or _ANSWER.fullmatch(line)):
            return  # the empty line ends a literal
        if sign_in := _SIGN_IN.fullmatch(line):
            if not self.is_private:
                raise ProtocolViolation("AUTHENTICATE over a connection that is not encrypted")
            self._is_in_sign_in = True
            self._literal_left = int(sign_in["octets"] or 0)
            return
        self._is_in_sign_in = False
        if not (_ALONE.fullmatch(line) or _GET.fullmatch(line)):
            raise ProtocolViolation(line.partition(b" ")[0][:20].decode("ascii", "replace") or "an empty command")
