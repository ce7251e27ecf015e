"""Reads every ManageSieve command at the socket's send and stops what could change anything.

The counterpart of `guard.py` for the other protocol that mailcheck speaks: PUTSCRIPT, SETACTIVE, DELETESCRIPT,
RENAMESCRIPT, HAVESPACE, CHECKSCRIPT and whatever else is not on the list never leave (RFC 5804; evidence, rule 1).
"""

import re

from mailcheck.errors import ProtocolViolation
from mailcheck.gather.held_lines import HeldLines

HELD_AT_MOST = 65_536

_BASE64 = rb"[A-Za-z0-9+/]*={0,2}"
_ALONE = re.compile(rb"CAPABILITY|STARTTLS|LISTSCRIPTS|LOGOUT")
_GET = re.compile(rb'GETSCRIPT "(?:[^"\\\r\n\x00]|\\["\\]){1,1024}"')
_SIGN_IN = re.compile(
    rb'AUTHENTICATE "(?:PLAIN|OAUTHBEARER|XOAUTH2)" (?:"' + _BASE64 + rb'"|\{(?P<octets>[0-9]{1,5})\+\})'
)
_LETTERS = re.compile(rb"[A-Za-z0-9+/=]*")
_ANSWER = re.compile(rb'"(?:' + _BASE64 + rb'|\*)"')


class SieveGuard(HeldLines):
    """The allow-list, for one connection."""

    def __init__(self) -> None:
        """Begin; until the connection `is_private`, no sign-in leaves."""
        super().__init__(held_at_most=HELD_AT_MOST, is_private=False)
        self._is_in_sign_in = False

    def _read_literal(self, octets: bytes) -> None:
        """Read the one literal there is: the answer of a sign-in, which is base64 and nothing else."""
        if not _LETTERS.fullmatch(octets):
            raise ProtocolViolation("something that is no answer to a sign-in")

    def _read_line(self, line: bytes) -> None:
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
