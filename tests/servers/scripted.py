"""A mail server that says exactly what a test tells it to, over a real socket, with or without TLS."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mailcheck.model import Security
from tests.servers.running import Address

CLOSE = b"\0close"
"""An answer: hang up."""
STALL = b"\0stall"
"""An answer: say nothing until the client gives up."""
GARBAGE = b"\0garbage"
"""An answer: untagged lines without end."""
DRIP = b"\0drip"
"""An answer: one octet after another, without end."""

Reply = bytes | Callable[[bytes], bytes]
"""Octets with `{tag}` in place of the command's tag, or what makes them from the command's line."""


def _search(line: bytes) -> bytes:
    found = b"* SEARCH 1 2 3\r\n{tag} OK done\r\n"
    return b"+ go\r\n\1" + found if line.endswith(b"}") else found


READ_ONLY = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n{tag} OK [READ-ONLY] done\r\n"
DEFAULT: Mapping[str, Reply] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n",
    "AUTHENTICATE": b"+ \r\n\1{tag} OK done\r\n",
    "LOGIN": b"{tag} OK done\r\n",
    "LOGOUT": b"* BYE\r\n{tag} OK done\r\n",
    "EXAMINE": READ_ONLY,
    "UID SEARCH": _search,
    "LIST": b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n{tag} OK done\r\n',
}
"""What it answers if the test does not say; `\\1` waits for one more line (an answer to a challenge)."""


class Scripted:
    """Answers each command, by its verb, from a script. A list is used up one by one; its last entry stays.

    Whatever is not in the script is answered BAD. A context manager.
    """

    def __init__(
        self,
        replies: Mapping[str, Reply | Sequence[Reply]] | None = None,
        *,
        greeting: bytes = b"* OK ready\r\n",
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        ca_file: Path | None = None,
        host: str = "localhost",
    ) -> None:
        self._script = {
            verb: [reply] if isinstance(reply, bytes) or callable(reply) else list(reply)
            for verb, reply in {**DEFAULT, **(replies or {})}.items()
        }
        self._greeting, self._tls, self._starttls = greeting, tls, starttls
        self.received: list[bytes] = []
        """Every line that came, in order, without its end."""
        self.connections = 0
        self._is_over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        security = Security.TLS if tls else Security.STARTTLS if starttls else Security.NONE
        self.address = Address(self._listening.getsockname()[1], ca_file, security, host)

    def __enter__(self) -> "Scripted":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listening.close()

    @property
    def verbs(self) -> list[str]:
        """The verbs of the commands that came."""
        return [_verb(line) for line in self.received if b" " in line]

    def _accept(self) -> None:
        while True:
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected: socket.socket) -> None:
        try:
            if self._tls:
                connected = self._tls.wrap_socket(connected, server_side=True)
            self._say(connected, self._greeting)
            self._converse(connected)
        except (OSError, EOFError):
            pass  # the client has hung up, or was made to
        finally:
            connected.close()

    def _converse(self, connected: socket.socket) -> None:
        while line := _line(connected):
            self.received.append(line)
            verb = _verb(line)
            if verb == "STARTTLS" and self._starttls:
                self._say(connected, line.split()[0] + b" OK go\r\n")
                connected = self._starttls.wrap_socket(connected, server_side=True)
                continue
            waiting = self._script.get(verb, [b"{tag} BAD no\r\n"])
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            said = reply(line) if callable(reply) else reply
            for number, piece in enumerate(said.replace(b"{tag}", line.split()[0]).split(b"\1")):
                if number:
                    self.received.append(_line(connected))
                self._say(connected, piece)

    def _say(self, connected: socket.socket, octets: bytes) -> None:
        words, special, _ = octets.partition(b"\0")
        connected.sendall(words)
        match b"\0" + octets.partition(b"\0")[2] if special else b"":
            case b"\0close":
                raise EOFError
            case b"\0stall":
                self._is_over.wait()
            case b"\0garbage":
                while not self._is_over.is_set():
                    connected.sendall(b"* X-NOISE " + b"n" * 1000 + b"\r\n")
            case b"\0drip":
                while not self._is_over.is_set():
                    connected.sendall(b"*")
                    time.sleep(0.05)


def _line(connected: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\r\n"):
        octet = connected.recv(1)
        if not octet:
            return b""
        line += octet
    return line.removesuffix(b"\r\n") or b" "


def _verb(line: bytes) -> str:
    words = line.upper().split()[1:3]
    return b" ".join(words if words[:1] == [b"UID"] else words[:1]).decode("ascii", "replace")
