"""Many FETCH commands under way at once, beside imapclient on the same connection: it knows one at a time.

What arrives is matched by UID, section and offset, and completions are taken in any order: Dovecot finishes commands
that are under way together out of order, and mixes their answers.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import field
from itertools import count

from mailcheck.dataclass import dataclass
from mailcheck.gather.imap import answers
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.imap.fetched import fetch_values
from mailcheck.gather.imap.orders import command
from mailcheck.gather.imap.under_way import Asked, UnderWay
from mailcheck.gather.mailbox import Arrived, Envelope, Listed, Listing, Orders, Piece, Wanted

WINDOW = 64
"""Commands under way at most."""
HALF, FEW, VERY_FEW = 2, 4, 16
"""The window is filled again once half of it is under way: seldom, so that it costs few turns, and in time, since what
was asked before still arrives meanwhile. Fewer orders than a quarter of it wait for more, until no more than a quarter
is under way: then a sixteenth will do, so that in the end the line is not at rest between what is asked for again."""
SOME = 50
"""Messages of a listing that are told of before all of it has come, so that their documents can be asked for."""
TRIES, PAUSE = 3, 2.0
"""How often a command is asked again after a server said that it is busy, and seconds before the first time."""

_BUSY = re.compile(rb"\[(?:THROTTLED|LIMIT|UNAVAILABLE|OVERQUOTA|INUSE)\]|too many|throttl", re.IGNORECASE)
_UID = re.compile(rb"[ (]UID ([0-9]{1,10})[ )\r]")
_LITERAL = re.compile(rb"\{([0-9]{1,10})\}\r?\n$")
_NAME = rb"BODY\[([0-9A-Z.]*)\](?:<([0-9]{1,15})>)? "
_BEFORE_LITERAL = re.compile(_NAME + rb"$", re.IGNORECASE)
_IN_LINE = re.compile(_NAME + rb'(NIL|"(?:[^"\\]|\\.)*")', re.IGNORECASE)
_TAGGED = re.compile(rb"(F[0-9]+) (OK|NO|BAD)\b", re.IGNORECASE)
_OF_LISTING = re.compile(rb"[ (]BODYSTRUCTURE ", re.IGNORECASE)

Found = dict[tuple[str, int | None], bytes]
"""Octets by section and the offset that the server named."""


@dataclass(slots=True)
class Pipeline:
    """One flow of commands in the open folder; made for each flow anew."""

    asking: Asking
    sleep: Callable[[float], None] = time.sleep
    window: int = WINDOW
    _under_way: UnderWay = field(default_factory=UnderWay)
    _again: list[Asked] = field(default_factory=list)
    _found: dict[int, Found] = field(default_factory=dict)
    _listed: dict[int, Envelope] = field(default_factory=dict)
    _expected: set[int] = field(default_factory=set)
    """Messages of which a listing is still to tell."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _pauses: int = 0

    def run(self, orders: Orders) -> Iterator[Arrived | Listed]:
        """Ask for everything, and yield each answer when it is complete, in any order. Raises AccountProblem.

        A caller that stops half-way leaves answers on the line, so the connection is closed then.
        """
        is_over = False
        try:
            with self.asking("refused-command"):
                while self._send(orders) or self._under_way:
                    yield from self._next()
            is_over = True
        finally:
            if not is_over:
                self.asking.hang_up()

    def _send(self, orders: Orders) -> bool:
        """Fill the window once little of it is under way: in one go, so that it costs one turn."""
        if not self._is_worth_a_turn(len(orders) + len(self._again)) and not self._is_urgent(orders):
            return False
        if self._again and not self._under_way:
            self._pauses += 1
            self.sleep(PAUSE * 2 ** min(self._pauses - 1, 4))
        lines: list[bytes] = []
        while (orders or self._again) and self._has_room(orders):
            asked = self._again.pop() if self._again else Asked(orders.popleft())
            tag = b"F%d" % next(self._numbers)
            asked.line = tag + b" " + command(asked.order)
            if isinstance(asked.order, Listing) and not asked.tries:
                self._expected.update(asked.order.uids)
            self._under_way.add(tag, asked)
            lines.append(asked.line)
        if lines:
            self._expect()
            self.asking.wire.sendall(b"".join(lines))
        return bool(lines)

    def _is_worth_a_turn(self, waiting: int) -> bool:
        """Whether so many orders may leave: the less is under way, the fewer are enough."""
        under_way = len(self._under_way)
        if under_way > self.window // HALF:
            return False
        enough = self.window // (FEW if under_way > self.window // FEW else VERY_FEW)
        return not under_way or waiting >= enough

    def _is_urgent(self, orders: Orders) -> bool:
        """Whether something urgent waits, and nothing more of that kind is going to arrive soon."""
        first = orders[0] if orders and not self._again else None
        return isinstance(first, Wanted) and first.is_urgent and not self._under_way.urgent

    def _has_room(self, orders: Orders) -> bool:
        following = self._again[-1].order if self._again else orders[0]
        return self._under_way.has_room(following, self.window)

    def _expect(self) -> None:
        """Allow what is under way its octets, and start its clock anew: something was asked or answered."""
        self.asking.wire.expect(self._under_way.allowed)

    def _next(self) -> Iterator[Arrived | Listed]:
        """Read up to the next completion, and yield what it completes; or what a listing tells before."""
        while (line := self.asking.wire.readline()).startswith(b"* "):
            self._untagged(line)
            if len(self._listed) >= SOME:
                yield self._told_so_far()
                return
        done = _TAGGED.match(line)
        asked = self._under_way.take(done[1].upper()) if done else None
        if done is None or asked is None:
            raise ValueError("an answer to nothing that was asked")
        self._expect()
        if done[2].upper() != b"OK" and _BUSY.search(line) and asked.tries < TRIES:
            asked.tries += 1
            self.window = max(1, self.window // 4)
            self._again.append(asked)
            return
        match asked.order:
            case Wanted() as wanted:
                yield Arrived(wanted, self._taken(wanted))
            case Listing() as listing:
                yield self._told(listing)

    def _untagged(self, line: bytes) -> None:
        """Read one untagged answer with its literals, and keep what is in it."""
        told: list[tuple[bytes, bytes | None]] = []
        if line[:5].upper() == b"* BYE":
            raise ConnectionResetError("the server said goodbye")
        while literal := _LITERAL.search(line):
            octets = self.asking.wire.read(int(literal[1]))
            if len(octets) < int(literal[1]):  # it was longer than allowed, and was thrown away
                told.append((line[: literal.start()], None))
            else:
                told.append((line, octets))
            line = self.asking.wire.readline()
        told.append((line, None))
        words = b"".join(words for words, _ in told) if len(told) > 1 else line
        if uid := _UID.search(words):
            if _OF_LISTING.search(words):
                self._list(told)
            else:
                self._found.setdefault(int(uid[1]), {}).update(_pieces(told, words))

    def _list(self, told: list[tuple[bytes, bytes | None]]) -> None:
        """Keep what a listing tells of one message; what cannot be read is left."""
        try:
            values = fetch_values(told)
        except ValueError:
            return
        if answers.is_complete(values, ("BODYSTRUCTURE", answers.HEADER)) and values.get(b"UID") in self._expected:
            self._listed[values[b"UID"]] = answers.envelope(values[b"UID"], values)

    def _told_so_far(self) -> Listed:
        found, self._listed = self._listed, {}
        self._expected.difference_update(found)
        return Listed(Listing(tuple(found), ()), tuple(found.values()), (), is_over=False)

    def _told(self, listing: Listing) -> Listed:
        found = {uid: self._listed.pop(uid) for uid in listing.uids if uid in self._listed}
        left = tuple(uid for uid in listing.uids if uid in self._expected and uid not in found)
        self._expected.difference_update(listing.uids)
        return Listed(listing, tuple(found.values()), left)

    def _taken(self, wanted: Wanted) -> dict[Piece, bytes]:
        """Return what came of a command, less every piece that is not the one asked for."""
        found = self._found.get(wanted.uid, {})
        taken = {piece: found.pop((piece.section.upper(), piece.offset), None) for piece in wanted.pieces}
        if not self._under_way.asks_of(wanted.uid):
            self._found.pop(wanted.uid, None)
        return {piece: octets for piece, octets in taken.items() if octets is not None and piece.may_be(octets)}


def _pieces(told: list[tuple[bytes, bytes | None]], words: bytes) -> Found:
    found = Found()
    for before, octets in told:
        if octets is not None and (name := _BEFORE_LITERAL.search(before[: before.rindex(b"{")])):
            found[_key(name)] = octets
    if b'"' in words or b"NIL" in words.upper():
        found |= {_key(name): _unquoted(name[3]) for name in _IN_LINE.finditer(words)}
    return found


def _key(name: re.Match[bytes]) -> tuple[str, int | None]:
    return name[1].decode("ascii").upper(), None if name[2] is None else int(name[2])


def _unquoted(octets: bytes) -> bytes:
    return b"" if octets[:1] != b'"' else re.sub(rb"\\(.)", rb"\1", octets[1:-1])
