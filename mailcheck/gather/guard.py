"""Reads every command at the socket's send and stops what is not on the read-only list before a byte of it leaves.

The list is that of docs/evidence.md, rule 1. The guard does not know who is sending: imaplib, imapclient and our own
code all write through it, so no route goes round it. It holds back a line until the line is whole, reads it by the
grammar of RFC 9051 §9 (a literal stands for a string, and nowhere else), and lets it go or raises ProtocolViolation.
A server is never relied on for this: Courier carries out STORE in a folder opened with EXAMINE.
"""

import re

from mailcheck.errors import ProtocolViolation
from mailcheck.gather.held_lines import HeldLines

HELD_AT_MOST = 262_144
"""Octets of one command line; the longest that we send is a set of UIDs."""

_ATOM = rb"[!#$&'+,\-./0-9:;<=>?@A-Z\[\]^_`a-z|~]+"
_QUOTED = rb'"(?:[^"\\\r\n\x00]|\\["\\])*"'
_STRING = rb"(?:" + _ATOM + rb"|" + _QUOTED + rb")"
_NUMBERS = rb"[0-9][0-9:,]*(?::\*)?"
_FIELD = rb"[!#$&'+\-.0-9A-Z^_`a-z|~]+"
_PART = (
    rb"(?:[0-9]+(?:\.[0-9]+)*(?:\.(?:MIME|TEXT|HEADER))?|TEXT|HEADER"
    rb"|(?:[0-9.]+\.)?HEADER\.FIELDS(?:\.NOT)? \(" + _FIELD + rb"(?: " + _FIELD + rb")*\))?"
)
_ITEM = (
    rb"(?:ENVELOPE|BODYSTRUCTURE|RFC822\.SIZE|INTERNALDATE|EMAILID|THREADID|X-GUID|X-GM-MSGID"
    rb"|BODY\.PEEK\[" + _PART + rb"\](?:<[0-9]+\.[0-9]+>)?)"
)
_WHEN = rb'"?[0-9]{1,2}-[A-Z]{3}-[0-9]{4}"?'
_CRITERION = (
    rb"(?:ALL|" + _NUMBERS + rb"|UID " + _NUMBERS + rb"|(?:SINCE|BEFORE|ON) " + _WHEN + rb"|CHARSET UTF-8"
    rb"|OR|HEADER " + _STRING + rb" " + _STRING + rb")"
)
_STATUS_ITEM = rb"(?:MESSAGES|RECENT|UIDNEXT|UIDVALIDITY|UNSEEN|SIZE|HIGHESTMODSEQ|MAILBOXID|OBJECTID|X-GUID)"

_ARGUMENTS = {
    b"CAPABILITY": rb"",
    b"NOOP": rb"",
    b"LOGOUT": rb"",
    b"STARTTLS": rb"",
    b"NAMESPACE": rb"",
    b"UNSELECT": rb"",
    b"ID": rb" (?:NIL|\(" + _STRING + rb"(?: " + _STRING + rb")*\))",
    b"AUTHENTICATE": rb" (?:PLAIN(?: [A-Za-z0-9+/]+={0,2})?|LOGIN|OAUTHBEARER|XOAUTH2)",
    b"LOGIN": rb" " + _STRING + rb" " + _STRING,
    b"ENABLE": rb"(?: " + _ATOM + rb")+",
    b"LIST": rb"(?: \(SPECIAL-USE\))? " + _STRING + rb" " + _STRING + rb"(?: RETURN \(SPECIAL-USE\))?",
    b"STATUS": rb" " + _STRING + rb" \(" + _STATUS_ITEM + rb"(?: " + _STATUS_ITEM + rb")*\)",
    b"EXAMINE": rb" " + _STRING + rb"(?: \(CONDSTORE\))?",
    b"UID FETCH": rb" " + _NUMBERS + rb" (?:" + _ITEM + rb"|\(" + _ITEM + rb"(?: " + _ITEM + rb")*\))",
    b"UID SEARCH": rb"(?: RETURN \(ALL\))?(?: " + _CRITERION + rb")+",
    b"MYRIGHTS": rb" " + _STRING,
    b"GETACL": rb" " + _STRING,
    b"LISTRIGHTS": rb" " + _STRING + rb" " + _STRING,
    b"GETMETADATA": rb" " + _STRING + rb" (?:" + _STRING + rb"|\(" + _STRING + rb"(?: " + _STRING + rb")*\))",
}
_TAKES_LITERALS = frozenset(
    (b"LOGIN", b"LIST", b"STATUS", b"EXAMINE", b"UID SEARCH", b"MYRIGHTS", b"GETACL", b"LISTRIGHTS", b"GETMETADATA")
)
_SIGN_IN = frozenset((b"LOGIN", b"AUTHENTICATE"))

_CONTROL = re.compile(rb"[\r\n\x00]")
_COMMAND = re.compile(rb"[A-Za-z0-9]+ (?P<verb>(?:UID )?[A-Za-z]+)(?P<arguments>(?: .*)?)", re.DOTALL)
_BEFORE_LITERAL = re.compile(rb"(?P<before>.*) \{(?P<octets>[0-9]{1,6})\+?\}", re.DOTALL)
_SOME_STRINGS = re.compile(rb"(?: " + _STRING + rb")*")
_ANSWER_TO_CHALLENGE = re.compile(rb"(?:[A-Za-z0-9+/]*={0,2}|\*)")


class Guard(HeldLines):
    """The allow-list, for one connection."""

    def __init__(self, *, is_private: bool) -> None:
        """Begin; until the connection `is_private`, no sign-in leaves either."""
        super().__init__(held_at_most=HELD_AT_MOST, is_private=is_private)
        self._command = b""
        """The command so far, each literal in it replaced by an empty string."""
        self._is_in_sign_in = False

    def _stop(self) -> None:
        super()._stop()
        self._command = b""

    def _read_literal(self, octets: bytes) -> None:
        if _CONTROL.search(octets):
            raise ProtocolViolation("a control character inside a command")

    def _read_line(self, line: bytes) -> None:
        if self._is_in_sign_in and not self._command and _ANSWER_TO_CHALLENGE.fullmatch(line):
            return
        so_far = self._command + line
        if _CONTROL.search(so_far):
            raise ProtocolViolation("a control character inside a command")
        if pending := _BEFORE_LITERAL.fullmatch(so_far):
            self._begin_literal(pending["before"], int(pending["octets"]))
        else:
            self._command = b""
            self._allow(so_far)

    def _begin_literal(self, before: bytes, octets: int) -> None:
        """Allow the beginning of a command that continues with a literal: its verb, and whole strings only."""
        verb, arguments = self._split(before)
        if verb not in _TAKES_LITERALS or not _SOME_STRINGS.fullmatch(arguments):
            raise ProtocolViolation(_shown(verb))
        self._command, self._literal_left = before + b' ""', octets

    def _allow(self, command: bytes) -> None:
        verb, arguments = self._split(command)
        if not re.fullmatch(_ARGUMENTS[verb], arguments, re.IGNORECASE):
            raise ProtocolViolation(_shown(verb))
        self._is_in_sign_in = verb == b"AUTHENTICATE" and arguments.count(b" ") == 1

    def _split(self, command: bytes) -> tuple[bytes, bytes]:
        found = _COMMAND.fullmatch(command)
        if not found:
            raise ProtocolViolation("something that is no command")
        verb = found["verb"].upper()
        if verb not in _ARGUMENTS:
            raise ProtocolViolation(_shown(verb))
        if verb in _SIGN_IN and not self.is_private:
            raise ProtocolViolation(f"{_shown(verb)} over a connection that is not encrypted")
        return verb, found["arguments"]


def _shown(verb: bytes) -> str:
    """Return a verb as text; nothing else of a command is ever shown, since it may hold a name or a password."""
    return verb[:20].decode("ascii", "replace")
