"""A ManageSieve conversation (RFC 5804): what is asked and how the answers are read.

Our own, over the same wire as IMAP. The two libraries there are (sievelib's client and `managesieve`) can both write
scripts, take no certificate file, read literals of any length, and one waits for ever for a server that has hung up.
"""

import base64
import re
import ssl
from collections.abc import Iterator
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.gather import sasl
from mailcheck.gather.secret import Password, Secret
from mailcheck.gather.wire import Wire

MOST_LINES = 500
MOST_CHALLENGES = 3
ANSWER = 65_536
LONGEST_QUOTED = 1000
"""RFC 5804 §4 allows 1024 octets between quotes; what is longer goes as a literal."""

_STATUS = re.compile(rb"(OK|NO|BYE)(?: \(([^)]{0,200})\))?(?: (.*))?", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_LITERAL = re.compile(rb"\{([0-9]{1,9})\+?\}$")
_ATOM = re.compile(rb"[^\s\"{}]+")


class Refused(Exception):
    """The server said NO or BYE. `code` is its own short word, `said` its sentence."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__("the server refused")
        self.code, self.said = code, said


class NotUnderstood(Exception):
    """The answer is not ManageSieve."""


@dataclass(frozen=True, slots=True)
class Script:
    """One stored script."""

    name: str = field(repr=False)
    is_active: bool


class SieveSession:
    """Asks one server, in turn. Every method may raise Refused, NotUnderstood or OSError."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.offers: dict[str, str] = {}
        """What the server can do, by upper-case name."""

    def greet(self) -> None:
        """Read what the server says of itself when the connection, or encryption, begins."""
        self._wire.expect(ANSWER)
        self.offers = {
            line[0].decode("utf-8", "replace").upper(): line[1].decode("utf-8", "replace") if len(line) > 1 else ""
            for line in self._answer()
            if line
        }

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Encrypt; what the server said before is forgotten."""
        self._ask(b"STARTTLS")
        self._wire.start_tls(context, host)
        self.greet()

    def sign_in(self, user: str, secret: Secret) -> bool:
        """Sign in; False if the server offers no way for this kind of secret."""
        offered = self.offers.get("SASL", "").upper().split()
        if isinstance(secret, Password):
            wanted = {"PLAIN": sasl.plain(user, secret)}
        else:
            wanted = {"OAUTHBEARER": sasl.oauthbearer(user, secret), "XOAUTH2": sasl.xoauth2(user, secret)}
        mechanism = next((name for name in wanted if name in offered), None)
        if mechanism is None:
            return False
        answer = base64.b64encode(wanted[mechanism](b""))
        shape = b'"%s"' % answer if len(answer) <= LONGEST_QUOTED else b"{%d+}\r\n%s" % (len(answer), answer)
        self._ask(b'AUTHENTICATE "%s" %s' % (mechanism.encode(), shape), reply=b'"AQ=="\r\n')
        return True

    def scripts(self) -> tuple[Script, ...]:
        """Return the stored scripts; at most one is active."""
        return tuple(
            Script(line[0].decode("utf-8", "replace"), is_active=len(line) > 1 and line[1].upper() == b"ACTIVE")
            for line in self._ask(b"LISTSCRIPTS")
            if line
        )

    def script(self, name: str, limit: int) -> bytes | None:
        """Return a script; None if it is longer than `limit` octets or its name cannot be asked for."""
        if re.search(r"[\r\n\x00]", name) or len(name.encode()) > LONGEST_QUOTED:
            return None
        quoted = name.replace("\\", "\\\\").replace('"', '\\"').encode()
        try:
            lines = self._ask(b'GETSCRIPT "%s"' % quoted, limit + ANSWER)
        except Refused as refusal:  # its sentence may repeat the script's name
            raise Refused(refusal.code, "") from None
        if self._wire.skipped or not lines or len(lines[0]) != 1:
            return None
        return lines[0][0] if len(lines[0][0]) <= limit else None

    def log_out(self) -> None:
        """Say good-bye and hang up; never raises."""
        try:
            self._wire.expect(ANSWER, timeout=2)
            self._wire.sendall(b"LOGOUT\r\n")
            self._answer()
        except (Refused, NotUnderstood, OSError):
            pass  # it hangs up anyway
        finally:
            self._wire.close()

    def _ask(self, command: bytes, octets: int = ANSWER, *, reply: bytes = b"") -> tuple[tuple[bytes, ...], ...]:
        self._wire.expect(octets)
        self._wire.sendall(command + b"\r\n")
        return self._answer(reply)

    def _answer(self, reply: bytes = b"") -> tuple[tuple[bytes, ...], ...]:
        """Read lines up to OK; with `reply`, a line is a challenge: it explains why a token is refused (RFC 7628)."""
        lines: list[tuple[bytes, ...]] = []
        while len(lines) < MOST_LINES:
            line = self._wire.readline().rstrip(b"\r\n")
            if status := _STATUS.fullmatch(line):
                said = b" ".join(self._strings(status[3] or b""))
                if status[1].upper() == b"OK":
                    return tuple(lines)
                raise Refused((status[2] or b"").decode("ascii", "replace"), said.decode("utf-8", "replace"))
            lines.append(tuple(self._strings(line)))
            if reply and len(lines) <= MOST_CHALLENGES:
                self._wire.sendall(reply)
        raise NotUnderstood

    def _strings(self, line: bytes) -> Iterator[bytes]:
        """Yield the strings and words of a line, reading on where a literal begins."""
        at = 0
        while at < len(line):
            if line[at] in b" \t":
                at += 1
            elif quoted := _QUOTED.match(line, at):
                yield re.sub(rb"\\(.)", rb"\1", quoted[1], flags=re.DOTALL)
                at = quoted.end()
            elif literal := _LITERAL.match(line, at):
                yield self._wire.read(int(literal[1]))
                line, at = self._wire.readline().rstrip(b"\r\n"), 0
            elif atom := _ATOM.match(line, at):
                yield atom[0]
                at = atom.end()
            else:
                raise NotUnderstood
