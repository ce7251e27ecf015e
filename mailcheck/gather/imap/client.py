"""imapclient over our own wire, and its parsers applied line by line, so that one bad line spoils nothing else.

imapclient supplies SASL, folder names (modified UTF-7), EXAMINE, STATUS, SEARCH, NAMESPACE and the typed responses.
What it lacks stands here: a LOGIN that takes any octets, and a FETCH that survives an unreadable answer.
"""

import imaplib
import logging
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from imapclient.imap_utf7 import decode, encode
from imapclient.response_parser import parse_fetch_response, parse_response
from imapclient.util import to_unicode

from mailcheck.gather.imap.ahead import Ahead, read_ahead
from mailcheck.gather.imap.lines import flat, folder, whole_lines
from mailcheck.gather.mailbox import ListedFolder
from mailcheck.gather.wire import Wire

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, IMAPClientError)
"""What imapclient raises for an answer that it cannot read."""
_BARE = re.compile(rb"^([A-Z]+[0-9]+ (?:OK|NO|BAD))(\r\n)$")
"""A tagged answer without a text, which RFC 9051 §7.1 asks for and imaplib insists on; some servers send none."""
_NEEDS_LITERAL = re.compile(rb"[^\x20-\x7e]")
_LOGGERS = ("imapclient.imapclient", "imapclient.util", "imapclient.imaplib")


class _Imap4(imaplib.IMAP4):
    """imaplib speaking through a Wire, by the methods that it declares overridable."""

    def __init__(self, wire: Wire, host: str, port: int) -> None:
        self._wire = wire
        self._held: list[bytes] | None = None
        super().__init__(host, port)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port, self.sock = host, port, self._wire  # type: ignore[assignment] # all that imaplib uses of a socket

    def read(self, size: int) -> bytes:
        return self._wire.read(size)

    def readline(self) -> bytes:
        return _BARE.sub(rb"\1 \2", self._wire.readline())

    def send(self, data: bytes) -> None:  # type: ignore[override] # narrower: imaplib sends nothing but bytes
        if self._held is None:
            self._wire.sendall(data)
        else:
            self._held.append(data)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Send in one go what is sent inside the block: sent one by one, a quick server would answer in between."""
        self._held = []
        try:
            yield
            self._wire.sendall(b"".join(self._held))
        finally:
            self._held = None

    def shutdown(self) -> None:
        self._wire.close()

    def encrypt(self, context: ssl.SSLContext) -> None:
        typ, _ = self._simple_command("STARTTLS")
        if typ != "OK":
            raise imaplib.IMAP4.error("STARTTLS was refused")
        self._wire.start_tls(context, self.host)
        self._get_capabilities()

    def capability(self) -> tuple[str, list[Any]]:
        typ, data = super().capability()
        if typ != "OK" or data == [None]:
            raise imaplib.IMAP4.error("the server does not say what it can do")
        return typ, data

    def _get_capabilities(self) -> None:
        """Take what the greeting told (RFC 9051 §7.1); else, and after encryption began, ask."""
        told = self.untagged_responses.pop("CAPABILITY", None) if not self._wire.traffic.turns else None
        words = told[-1] if told else b""
        if isinstance(words, bytes) and words:
            self.capabilities = tuple(
                {"IMAP4REV1": 0, **dict.fromkeys(words.decode("ascii", "replace").upper().split())}
            )
            return
        try:
            super()._get_capabilities()  # type: ignore[misc] # private, and there since Python 2
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            self.capabilities = ("IMAP4REV1",)  # it does not say: what every server can do is enough for us
        else:
            self.capabilities = tuple({"IMAP4REV1": 0, **dict.fromkeys(self.capabilities)})


class Client(IMAPClient):  # type: ignore[misc] # imapclient ships no types
    """An imapclient that can speak only through the wire it is given."""

    def __init__(self, wire: Wire, host: str, port: int) -> None:
        self.wire = wire
        for name in _LOGGERS:
            logging.getLogger(name).disabled = True  # it would write whole answers there; no mail reaches a log
        super().__init__(host, port, ssl=False, timeout=None)
        self._imap.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> _Imap4:  # noqa: N802 - imapclient's name
        return _Imap4(self.wire, self.host, self.port)

    def _set_read_timeout(self) -> None:
        """Leave time-outs to the wire."""

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Switch to TLS by STARTTLS (RFC 9051 §6.2.1); what the server said it can do before is forgotten."""
        self._imap.encrypt(context)

    @property
    def offers(self) -> frozenset[str]:
        """What the server can do before sign-in, upper case."""
        return frozenset(self._imap.capabilities)

    def knows(self, capabilities: frozenset[str]) -> None:
        """Take `capabilities` for what the server can do, and do not ask again."""
        self._cached_capabilities = tuple(word.encode() for word in capabilities)

    def written(self, folder: str) -> bytes:
        """Return a folder's name as it is written in a command: in modified UTF-7, between quotes."""
        name: bytes = self._normalise_folder(folder)
        return name

    def is_examining(self) -> None:
        """Note that a folder was opened with EXAMINE, by a command that did not go through imaplib."""
        self._imap.state, self._imap.is_readonly = "SELECTED", True

    def forget_answers(self) -> None:
        """Drop what is left over from earlier answers, so that it cannot be taken for the next."""
        kept = self._imap.untagged_responses.get("BYE")
        self._imap.untagged_responses = {"BYE": kept} if kept else {}

    def say_goodbye(self) -> None:
        """Send LOGOUT; what the server answers is not waited for."""
        self._imap.send(self._imap._new_tag() + b" LOGOUT\r\n")

    def log_in_plainly(self, response: bytes) -> None:
        """Sign in with AUTHENTICATE PLAIN and its answer in one line (SASL-IR, RFC 4959)."""
        tag = self._imap._new_tag()
        self._imap.send(tag + b" AUTHENTICATE PLAIN " + b64encode(response) + b"\r\n")
        typ, data = self._imap._command_complete("AUTHENTICATE", tag)
        self._checkok("AUTHENTICATE", typ, data)
        self._imap.state = "AUTH"

    def log_in(self, user: str, password: str, *, literally: bool) -> None:
        """Sign in with LOGIN (RFC 9051 §6.2.3); what does not fit between quotes goes as a literal.

        imaplib does not quote the name, and imapclient puts two spaces between two literals.
        """
        tag = self._imap._new_tag()
        line = tag + b" LOGIN"
        for text in (user.encode(), password.encode()):
            if literally or _NEEDS_LITERAL.search(text):
                self._imap.send(line + b" {%d}\r\n" % len(text))
                if not self._is_asked_to_go_on(tag):
                    line = b""
                    break
                line = text
            else:
                line += b' "' + re.sub(rb'(["\\])', rb"\\\1", text) + b'"'
        if line:
            self._imap.send(line + b"\r\n")
        typ, data = self._imap._command_complete("LOGIN", tag)
        self._checkok("LOGIN", typ, data)
        self._imap.state = "AUTH"

    def _is_asked_to_go_on(self, tag: bytes) -> bool:
        while self._imap._get_response() is not None:
            if self._imap.tagged_commands[tag]:
                return False
        return True

    def list_folders_each(self, *selection: str, below: str = "") -> tuple[ListedFolder, ...]:
        """Return what LIST says of every folder, or of those `below` a prefix; an unreadable line is left out.

        Raises ValueError if such a line looks like a sent folder, which must not go missing without a word.
        """
        typ, _ = self._imap._simple_command("LIST", *selection, '""', self._normalise_folder(f"{below}*"))
        return self._listed(typ)

    def list_with_namespaces(self) -> tuple[tuple[ListedFolder, ...], tuple[Any, ...] | None]:
        """Return what LIST says of every folder, and NAMESPACE (RFC 2342), in one flight; None where that is refused.

        Their answers differ in kind, so their order does not matter.
        """
        with self._imap.at_once():
            asked = self._imap._command("NAMESPACE")
            listing = self._imap._command("LIST", '""', self._normalise_folder("*"))
        is_granted = self._is_granted("NAMESPACE", asked)
        typ, _ = self._imap._command_complete("LIST", listing)
        told = self._imap.untagged_responses.get("NAMESPACE") if is_granted else None
        namespaces: tuple[Any, ...] | None = None
        with suppress(*UNREADABLE):
            namespaces = tuple(_namespaces(told[-1])) if told else None
        return self._listed(typ), namespaces

    def _listed(self, typ: str) -> tuple[ListedFolder, ...]:
        self._checkok("LIST", typ, [b"LIST"])
        listed = []
        for line in whole_lines(self._imap.untagged_responses.get("LIST", ())):
            try:
                listed.append(folder(line))
            except UNREADABLE as error:
                if b"\\sent" in b"".join(flat(line)).lower():
                    raise ValueError("a sent folder is listed unreadably") from error
        return tuple(listed)

    def rights_lines(self, command: str, folder: str) -> list[list[Any]]:
        """Return what GETACL or MYRIGHTS says of a folder, each line's words without quotes, the folder's name first.

        imapclient's own `getacl` leaves Courier's quotes in place, and it has nothing for MYRIGHTS.
        """
        typ, data = self._imap._simple_command(command, self._normalise_folder(folder))
        self._checkok(command, typ, data)
        said = self._imap.untagged_responses.get("ACL" if command == "GETACL" else command, ())
        return [list(parse_response(list(line))) for line in whole_lines(said)]

    def rights_lines_each(self, command: str, folders: Sequence[str]) -> list[list[list[Any]] | None]:
        """Return the same of several folders, asked for in one flight; None where it was refused or is not told.

        The answers name their folder, so their order does not matter.
        """
        with self._imap.at_once():
            tags = [self._imap._command(command, self._normalise_folder(folder)) for folder in folders]
        is_granted = [self._is_granted(command, tag) for tag in tags]
        said: dict[bytes, list[list[Any]]] = {}
        for line in whole_lines(self._imap.untagged_responses.get("ACL" if command == "GETACL" else command, ())):
            words = list(parse_response(list(line)))
            said.setdefault(_named(words[0]), []).append(words)
        names = [_named(encode(folder)) for folder in folders]
        return [said.get(name) if granted else None for name, granted in zip(names, is_granted, strict=True)]

    def ask_ahead(self, *, statuses: Sequence[str], items: str, rights: Sequence[str], special_uses: bool) -> Ahead:
        """Ask in one flight what every night asks, and return what could be read of the answers."""
        asked = [("NAMESPACE",), ("LIST", '""', '"*"'), *([("LIST", "(SPECIAL-USE)", '""', '"*"')] * special_uses)]
        asked += [("STATUS", self._normalise_folder(folder), items) for folder in statuses]
        asked += [("GETACL", self._normalise_folder(folder)) for folder in rights]
        with self._imap.at_once():
            tags = [(command[0], self._imap._command(*command)) for command in asked]
        granted = [self._is_granted(*each) for each in tags]
        said = {name: whole_lines(lines) for name, lines in self._imap.untagged_responses.items()}
        return read_ahead(said, is_listed=all(granted[1 : 2 + special_uses]))

    def _is_granted(self, command: str, tag: bytes) -> bool:
        try:
            typ, _ = self._imap._command_complete(command, tag)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return False
        return bool(typ == "OK")

    def fetch_each(self, uids: Sequence[int], items: Sequence[str]) -> tuple[dict[int, dict[bytes, Any]], bool]:
        """Return what UID FETCH says, by UID and upper-case item, and whether any line of it could not be read."""
        typ, data = self._imap.uid("FETCH", ",".join(map(str, uids)), f"({' '.join(items)})")
        self._checkok("FETCH", typ, [b"FETCH"] if typ != "OK" else data)
        found: dict[int, dict[bytes, Any]] = {}
        has_unreadable = False
        for line in whole_lines(data):
            try:
                for values in parse_fetch_response(list(line), normalise_times=False, uid_is_key=False).values():
                    if b"UID" in values:  # without one it is news of a flag, which we did not ask for
                        found.setdefault(values[b"UID"], {}).update(values)
            except UNREADABLE:
                has_unreadable = True
        return found, has_unreadable


def _namespaces(line: Any) -> Iterator[Any]:  # noqa: ANN401 - as imaplib keeps it
    """Yield the personal, others' and shared namespaces, as imapclient gives them."""
    for kind in parse_response([line]):
        yield None if kind is None else tuple((decode(prefix), to_unicode(divider)) for prefix, divider, *_ in kind)


def _named(word: object) -> bytes:
    """Return a folder's name as it is compared: imapclient reads 2019 as a number, and INBOX has no letter case."""
    name = word if isinstance(word, bytes) else str(word).encode()
    return b"INBOX" if name.upper() == b"INBOX" else name
