"""Many FETCH commands under way at once, beside imapclient on the same connection: it knows one at a time.

What arrives is matched by UID, section and offset, and completions are taken in any order: Dovecot finishes commands
that are under way together out of order, and mixes their answers.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.mailbox import Arrived, Piece, Wanted

WINDOW = 64
"""Commands under way at most."""
UNREAD_COMMANDS = 12 * 1024
"""Octets of commands that a server may not have read yet: they fit into the buffers between us, so that sending never
waits for a server that itself waits for us to read."""
SLACK = 4096
"""Octets of an answer beside the sections that it carries."""
TRIES, PAUSE = 3, 2.0
"""How often a command is asked again after a server said that it is busy, and seconds before the first time."""

_BUSY = re.compile(rb"\[(?:THROTTLED|LIMIT|UNAVAILABLE|OVERQUOTA|INUSE)\]|too many|throttl", re.IGNORECASE)
_UID = re.compile(rb"[ (]UID ([0-9]{1,10})[ )\r]")
_LITERAL = re.compile(rb"\{([0-9]{1,10})\}\r?\n$")
_NAME = rb"BODY\[([0-9A-Z.]*)\](?:<([0-9]{1,15})>)? "
_BEFORE_LITERAL = re.compile(_NAME + rb"$", re.IGNORECASE)
_IN_LINE = re.compile(_NAME + rb'(NIL|"(?:[^"\\]|\\.)*")', re.IGNORECASE)
_TAGGED = re.compile(rb"(F[0-9]+) (OK|NO|BAD)\b", re.IGNORECASE)

Found = dict[tuple[str, int | None], bytes]
"""Octets by section and the offset that the server named."""


@dataclass(slots=True)
class _Asked:
    """One command under way."""

    wanted: Wanted
    octets: int
    """Of the command itself."""
    tries: int = 0


@dataclass(slots=True)
class Pipeline:
    """One flow of commands in the open folder; made for each flow anew."""

    asking: Asking
    sleep: Callable[[float], None] = time.sleep
    window: int = WINDOW
    _under_way: dict[bytes, _Asked] = field(default_factory=dict)
    _again: list[_Asked] = field(default_factory=list)
    _found: dict[int, Found] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _pauses: int = 0

    def run(self, wanted: Iterable[Wanted]) -> Iterator[Arrived]:
        """Ask for everything, and yield each answer when it is complete, in any order. Raises AccountProblem.

        A caller that stops half-way leaves answers on the line, so the connection is closed then.
        """
        waiting = iter(wanted)
        is_over = False
        try:
            with self.asking("refused-command"):
                while self._send(waiting) or self._under_way:
                    yield from self._next()
            is_over = True
        finally:
            if not is_over:
                self.asking.hang_up()

    def _send(self, waiting: Iterator[Wanted]) -> bool:
        """Fill the window once it is half empty: in one go, so that it costs one turn."""
        if len(self._under_way) > self.window // 2:
            return False
        if self._again and not self._under_way:
            self._pauses += 1
            self.sleep(PAUSE * 2 ** min(self._pauses - 1, 4))
        unread = sum(asked.octets for asked in self._under_way.values())
        lines: list[bytes] = []
        while len(self._under_way) < self.window and unread < UNREAD_COMMANDS:
            asked = self._again.pop() if self._again else _asked(next(waiting, None))
            if asked is None:
                break
            tag = b"F%d" % next(self._numbers)
            line = tag + b" " + _command(asked.wanted)
            self._under_way[tag] = asked
            asked.octets = len(line)
            unread += len(line)
            lines.append(line)
        if lines:
            self._expect()
            self.asking.wire.sendall(b"".join(lines))
        return bool(lines)

    def _expect(self) -> None:
        """Allow what is under way its octets, and start its clock anew: something was asked or answered."""
        self.asking.wire.expect(sum(_allowance(asked.wanted) for asked in self._under_way.values()))

    def _next(self) -> Iterator[Arrived]:
        """Read one answer; yield what it completes."""
        line = self.asking.wire.readline()
        if line.startswith(b"* "):
            self._untagged(line)
            return
        done = _TAGGED.match(line)
        asked = self._under_way.pop(done[1].upper(), None) if done else None
        if done is None or asked is None:
            raise ValueError("an answer to nothing that was asked")
        self._expect()
        if done[2].upper() != b"OK" and _BUSY.search(line) and asked.tries < TRIES:
            asked.tries += 1
            self.window = max(1, self.window // 4)
            self._again.append(asked)
            return
        yield Arrived(asked.wanted, self._taken(asked.wanted))

    def _untagged(self, line: bytes) -> None:
        """Read one untagged answer with its literals, and keep the pieces in it."""
        words, pieces = b"", Found()
        if line[:5].upper() == b"* BYE":
            raise ConnectionResetError("the server said goodbye")
        while literal := _LITERAL.search(line):
            before = line[: literal.start()]
            octets = self.asking.wire.read(int(literal[1]))
            name = _BEFORE_LITERAL.search(before)
            if name and len(octets) == int(literal[1]):  # else it was longer than allowed, and was thrown away
                pieces[_key(name)] = octets
            words += before
            line = self.asking.wire.readline()
        words += line
        uid = _UID.search(words)
        if uid:
            pieces |= {_key(name): _unquoted(name[3]) for name in _IN_LINE.finditer(words)}
            self._found.setdefault(int(uid[1]), {}).update(pieces)

    def _taken(self, wanted: Wanted) -> dict[Piece, bytes]:
        """Return what came of a command, less every piece that is not the one asked for."""
        found = self._found.get(wanted.uid, {})
        taken = {piece: found.pop((piece.section.upper(), piece.offset), None) for piece in wanted.pieces}
        if not any(asked.wanted.uid == wanted.uid for asked in self._under_way.values()):
            self._found.pop(wanted.uid, None)
        return {piece: octets for piece, octets in taken.items() if octets is not None and piece.may_be(octets)}


def _asked(wanted: Wanted | None) -> _Asked | None:
    return None if wanted is None else _Asked(wanted, 0)


def _command(wanted: Wanted) -> bytes:
    items = " ".join(map(_item, wanted.pieces))
    return f"UID FETCH {wanted.uid} ({items})\r\n".encode("ascii")


def _item(piece: Piece) -> str:
    part = "" if piece.offset is None else f"<{piece.offset}.{piece.length}>"
    return f"BODY.PEEK[{piece.section}]{part}"


def _allowance(wanted: Wanted) -> int:
    return SLACK + sum(piece.length for piece in wanted.pieces)


def _key(name: re.Match[bytes]) -> tuple[str, int | None]:
    return name[1].decode("ascii").upper(), None if name[2] is None else int(name[2])


def _unquoted(octets: bytes) -> bytes:
    return b"" if octets[:1] != b'"' else re.sub(rb"\\(.)", rb"\1", octets[1:-1])
