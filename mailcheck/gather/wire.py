"""The connection itself: what leaves passes the guard, what arrives is bounded in time and in octets."""

import errno
import socket
import ssl
import time
from collections import deque
from typing import Protocol

from mailcheck.gather.mailbox import Traffic

CHUNK = 65_536
ANSWER = 4 << 20
"""Octets allowed for an answer unless the asker says otherwise."""
SKIPPED_AT_MOST = 64 << 20
"""A literal over the allowance, but no longer than this, is read and thrown away, so that the session lives on."""
SLOWEST = 4096
"""Octets a second: a server that is slower than this for long does not answer, it drips."""
ONE_BY_ONE = 4
"""Turns in which nothing else is under way when we speak, so that they show how far away the server is."""
PATIENCE = 2
"""How many times the time-out of one wait a whole answer may take before it counts as dripping."""
_NO_TEXT = frozenset(range(9))
_ACKNOWLEDGING = getattr(socket, "TCP_QUICKACK", None)
"""How Linux is told to acknowledge at once what arrives, and not some 40 ms later; other systems cannot be told."""
LINES_HEARD, LINE_HEARD = 20, 600


class Gate(Protocol):
    """What everything passes before it leaves: the guard of a protocol."""

    is_private: bool
    """Whether the connection is encrypted, or stays on this computer."""

    def pass_on(self, octets: bytes) -> bytes:
        """Take what is about to be sent and return what may leave now. Raises ProtocolViolation."""


class Wire:
    """A socket for imaplib to speak through. Its only way out is `sendall`, and that goes through the guard.

    Every method that waits raises OSError: TimeoutError if the server is silent or drips, ConnectionResetError if it
    has hung up, EMSGSIZE if its answer is longer than was allowed.
    """

    def __init__(self, connected: socket.socket, *, timeout: float, guard: Gate) -> None:
        self._socket, self._timeout, self._guard = connected, timeout, guard
        self._acknowledging = _ACKNOWLEDGING if connected.family in {socket.AF_INET, socket.AF_INET6} else None
        self._arrived = bytearray()
        self._received = self._turns = 0
        self._has_server_spoken = True
        self._spoke, self._quickest = 0.0, 0.0
        self.heard: deque[bytes] = deque(maxlen=LINES_HEARD)
        """The latest lines by which the server said OK, NO, BAD or BYE, shortened."""
        self.skipped = 0
        """Octets of literals thrown away since `expect`, because they were longer than allowed."""
        self.expect()

    @property
    def traffic(self) -> Traffic:
        """Octets and turns so far."""
        return Traffic(self._received, self._turns, self._quickest)

    @property
    def peer(self) -> str:
        """The address that we are connected to."""
        return str(self._socket.getpeername()[0])

    @property
    def tls_version(self) -> str:
        """The version of TLS in use; empty without encryption."""
        return self._socket.version() or "" if isinstance(self._socket, ssl.SSLSocket) else ""

    def expect(self, octets: int = ANSWER, *, timeout: float | None = None) -> None:
        """Allow the next answer so many octets, and start its clock."""
        self._wait = self._timeout if timeout is None else timeout
        self._allowed = octets
        self._began, self._since = time.monotonic(), 0
        self.skipped = 0

    def sendall(self, octets: bytes) -> None:
        """Send what the guard lets through."""
        leaving = self._guard.pass_on(octets)
        if leaving:
            self._turns += self._has_server_spoken
            self._spoke = time.monotonic()
            self._has_server_spoken = False
            self._wait_at_most(self._wait)
            self._socket.sendall(leaving)

    def first_octets(self) -> bytes:
        """Return what has arrived of the first line, without taking it; no more if it turns out to be no text."""
        while b"\n" not in self._arrived and len(self._arrived) < LINE_HEARD and _NO_TEXT.isdisjoint(self._arrived):
            self._receive()
        return bytes(self._arrived[:LINE_HEARD])

    def readline(self) -> bytes:
        """Return one line with its end."""
        searched = 0
        while (end := self._arrived.find(b"\n", searched)) < 0:
            searched = len(self._arrived)
            if searched > self._allowed:
                raise _too_long()
            self._receive()
        line = self._take(end + 1)
        if not line.startswith((b"+", b"* ")) or line[2:5].upper() in (b"OK ", b"NO ", b"BAD", b"BYE"):
            self.heard.append(line[:LINE_HEARD].rstrip())
        return line

    def read(self, size: int) -> bytes:
        """Return the octets of a literal; nothing, and `skipped` grows, if it is longer than allowed."""
        if size > self._allowed:
            self._skip(size)
            return b""
        while len(self._arrived) < size:
            self._receive()
        return self._take(size)

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Encrypt the connection; refuses octets that arrived in the clear behind the answer (RFC 9051 §11.1)."""
        if self._arrived:
            raise OSError("unexpected data before encryption began")
        self._socket.settimeout(self._timeout)
        self._socket = context.wrap_socket(self._socket, server_hostname=host)
        self._guard.is_private = True
        self.heard.clear()

    def close(self) -> None:
        """Hang up; never raises."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the server was faster
        finally:
            self._socket.close()

    def _take(self, size: int) -> bytes:
        if size > self._allowed:
            raise _too_long()
        self._allowed -= size
        taken = bytes(self._arrived[:size])
        del self._arrived[:size]
        return taken

    def _skip(self, size: int) -> None:
        if size > SKIPPED_AT_MOST:
            raise _too_long()
        left = size
        while left:
            if not self._arrived:
                self._receive()
            gone = min(left, len(self._arrived))
            del self._arrived[:gone]
            left -= gone
        self.skipped += size

    def _wait_at_most(self, seconds: float) -> None:
        """Set the socket's time-out if it is another one: each setting is a call of the operating system."""
        if seconds != self._socket.gettimeout():
            self._socket.settimeout(seconds)

    def _acknowledge_at_once(self) -> None:
        """Let a server go on that holds the rest of its answer back until the beginning is acknowledged.

        Those that leave Nagle's algorithm (RFC 896) on do so, Cyrus and Courier among them. What we send takes the
        wish back, so it is told each time.
        """
        if self._acknowledging is not None:
            self._socket.setsockopt(socket.IPPROTO_TCP, self._acknowledging, 1)

    def _receive(self) -> None:
        """Wait for more octets: no single wait longer than the time-out, and no dripping."""
        spent = time.monotonic() - self._began
        left = PATIENCE * self._wait + self._since / SLOWEST - spent
        if left <= 0:
            raise TimeoutError("the answer came too slowly")
        self._wait_at_most(min(self._wait, left))
        self._acknowledge_at_once()
        chunk = self._socket.recv(CHUNK)
        if not chunk:
            raise ConnectionResetError("the server hung up")
        if not self._has_server_spoken and self._turns <= ONE_BY_ONE:
            took = time.monotonic() - self._spoke
            self._quickest = min(took, self._quickest or took)
        self._arrived += chunk
        self._received += len(chunk)
        self._since += len(chunk)
        self._has_server_spoken = True


def _too_long() -> OSError:
    return OSError(errno.EMSGSIZE, "the answer is longer than mailcheck reads")
