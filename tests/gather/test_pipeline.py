"""Many commands under way: right answers from servers that mix, cut, shift, refuse, throttle or hang up."""

import re
from collections import deque

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap import orders
from mailcheck.gather.imap.pipeline import FEW, SOME, WINDOW, Pipeline
from mailcheck.gather.mailbox import Listed, Listing, Piece, Wanted
from tests.servers.scripted import CLOSE, GARBAGE, Scripted

HEAD, TAIL = Piece("2", 0, 4), Piece("2", 100, 4)


def wanted(*uids: int) -> list[Wanted]:
    """The two ends of a part of each message."""
    return [Wanted(uid, (HEAD, TAIL)) for uid in uids]


def answer(uid: int, head=b"head", tail=b"tail") -> bytes:
    """One whole FETCH answer."""
    return b"* %d FETCH (UID %d BODY[2]<0> {%d}\r\n%s BODY[2]<100> {%d}\r\n%s)\r\n" % (
        *(uid, uid, len(head), head, len(tail), tail),
    )


class Script:
    """Collects commands, and answers all of them when the last one expected has come."""

    def __init__(self, count: int, reply) -> None:
        self.count, self.reply, self.tags = count, reply, []

    def __call__(self, line: bytes) -> bytes:
        self.tags.append((line.split()[0], int(re.search(rb"FETCH (\d+)", line)[1])))
        if len(self.tags) < self.count:
            return b""
        tags, self.tags = self.tags, []
        return self.reply(tags)


def examined(server: Scripted):
    """Sign in to a scripted server, and open the folder."""
    server.address.security = server.address.security.__class__.NONE
    server.address.host = "127.0.0.1"
    session = server.address.open()
    session.examine("Sent")
    return session


def ask(reply, *uids: int, count: int | None = None, slept: list[float] | None = None):
    """Run a flow against a scripted server; return what arrived, by UID."""
    with Scripted({"UID FETCH": Script(count or len(uids), reply)}) as server:
        session = examined(server)
        flow = Pipeline(session._asking, (slept if slept is not None else []).append)
        found = {arrived.wanted.uid: dict(arrived.octets) for arrived in flow.run(deque(wanted(*uids)))}
        assert session.newest(2) == (2, 3)  # the session can be used on
        return found


def done(tags) -> bytes:
    """Every completion, in order."""
    return b"".join(tag + b" OK done\r\n" for tag, _ in tags)


WHOLE = {HEAD: b"head", TAIL: b"tail"}


def test_answers_and_completions_may_come_in_any_order():
    """As Dovecot sends them."""

    def mixed(tags):
        return b"".join(answer(uid) for _, uid in reversed(tags)) + done(tags[::-1])

    assert ask(mixed, 1, 2, 3) == {1: WHOLE, 2: WHOLE, 3: WHOLE}


def test_one_answer_may_be_told_in_two():
    """With news of flags between them."""

    def split(tags):
        said = b"* 1 FETCH (UID 1 BODY[2]<0> {4}\r\nhead)\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 9 EXISTS\r\n"
        return said + b"* 1 FETCH (BODY[2]<100> {4}\r\ntail UID 1)\r\n" + done(tags)

    assert ask(split, 1) == {1: WHOLE}


def test_short_answers_need_no_literal():
    """Courier and Cyrus write them quoted, or NIL."""

    def quoted(tags):
        return b'* 1 FETCH (UID 1 BODY[2]<0> "a\\"b" BODY[2]<100> NIL)\r\n' + done(tags)

    assert ask(quoted, 1) == {1: {HEAD: b'a"b', TAIL: b""}}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (b"* 1 FETCH (UID 1 BODY[2] {4}\r\nhead BODY[2]<100> {4}\r\ntail)\r\n", {TAIL: b"tail"}),
        (b"* 1 FETCH (UID 1 BODY[2]<1> {4}\r\nhead BODY[2]<100> {4}\r\ntail)\r\n", {TAIL: b"tail"}),
        (b"* 1 FETCH (UID 1 BODY[2]<0> {9}\r\nheadheadh BODY[2]<100> {4}\r\ntail)\r\n", {TAIL: b"tail"}),
        (b"* 1 FETCH (UID 1 BODY[3]<0> {4}\r\nhead)\r\n", {}),
        (b"* 1 FETCH (UID 7 BODY[2]<0> {4}\r\nhead)\r\n", {}),
        (b"", {}),
    ],
)
def test_what_was_not_asked_for_is_not_taken(said, left):
    """Another offset, another section, another message, more than was asked for, or nothing."""
    assert ask(lambda tags: said + done(tags), 1) == {1: left}


def test_a_refused_command_leaves_the_others_whole():
    """What it asked for is fetched by itself then, and the reason told."""

    def refused(tags):
        (first, _), *others = tags
        return first + b" NO not that one\r\n" + b"".join(answer(uid) for _, uid in others) + done(others)

    assert ask(refused, 1, 2) == {1: {}, 2: WHOLE}


def test_a_server_that_is_busy_is_asked_more_slowly():
    """After a pause, with fewer commands under way, until it answers."""
    tries: list[int] = []

    def throttled(tags):
        tries.append(len(tags))
        if len(tries) == 1:
            return b"".join(tag + b" NO [THROTTLED] slow down\r\n" for tag, _ in tags)
        return b"".join(answer(uid) for _, uid in tags) + done(tags)

    slept: list[float] = []
    script = iter([3, 1, 1, 1])

    class Counting(Script):
        def __call__(self, line):
            if not self.tags:
                self.count = next(script)
            return super().__call__(line)

    with Scripted({"UID FETCH": Counting(3, throttled)}) as server:
        session = examined(server)
        flow = Pipeline(session._asking, slept.append, window=4)
        found = {arrived.wanted.uid: dict(arrived.octets) for arrived in flow.run(deque(wanted(1, 2, 3)))}
    assert found == {1: WHOLE, 2: WHOLE, 3: WHOLE}
    assert (tries, len(slept) >= 1, flow.window) == ([3, 1, 1, 1], True, 1)


@pytest.mark.parametrize("said", [CLOSE, GARBAGE, b"* BYE over\r\n", b"F99 OK what\r\n", answer(1)[:40] + CLOSE])
def test_a_lost_or_senseless_connection_is_told(said, monkeypatch):
    """And never half a result without a word."""
    monkeypatch.setattr(orders, "SLACK", 100_000)
    with pytest.raises(AccountProblem):
        ask(lambda tags: said, 1, 2)


def test_no_more_commands_than_the_window_are_under_way():
    """It is filled again once it is half empty."""
    sizes: list[int] = []

    def replied(tags):
        sizes.append(len(tags))
        return b"".join(answer(uid) for _, uid in tags) + done(tags)

    found = ask(replied, *range(1, 65), count=64)
    assert (len(found), sizes) == (64, [64])


class Holding(Script):
    """Answers the first few of so many commands, and the others only when one more has come."""

    def __init__(self, count: int, at_once: int) -> None:
        super().__init__(count, self.answered)
        self.at_once, self.held = at_once, []

    def answered(self, tags) -> bytes:
        now = [*self.held, *tags] if self.held else tags[: self.at_once]
        self.held, self.count = tags[self.at_once :], 1
        return b"".join(answer(uid) for _, uid in now) + done(now)


def found_by(server: Holding, more: Wanted) -> list[int]:
    """Ask for as many messages as there is room for, and for `more` once the first few have come; return what came."""
    window = server.count
    waiting, found = deque(wanted(*range(1, window + 1))), []
    with Scripted({"UID FETCH": server}) as scripted:
        for arrived in Pipeline(examined(scripted)._asking, window=window).run(waiting):
            found.append(arrived.wanted.uid)
            if len(found) == server.at_once:
                waiting.append(more)
    return sorted(found)


def test_what_is_urgent_does_not_wait_for_the_window_to_empty():
    """As soon as nothing like it is under way, it leaves: here the server answers the others only then."""
    assert found_by(Holding(6, 1), Wanted(20, (HEAD, TAIL), is_urgent=True)) == [*range(1, 7), 20]


def test_in_the_end_a_few_do_not_wait_for_the_last():
    """With a quarter of the window still under way: here the server answers the others only then."""
    assert found_by(Holding(16, 12), Wanted(20, (HEAD, TAIL))) == [*range(1, 17), 20]


ENOUGH = WINDOW // FEW
"""Documents that are worth a turn."""


def row(uid: int) -> bytes:
    """What a listing tells of one message."""
    return (
        b'* %d FETCH (UID %d RFC822.SIZE 100 INTERNALDATE "01-Nov-2026 10:00:00 +0000" BODYSTRUCTURE '
        b'("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 1 NIL NIL NIL) BODY[HEADER.FIELDS (MESSAGE-ID)] {2}\r\n\r\n)\r\n'
    ) % (uid, uid)


def test_documents_are_asked_for_while_more_letters_are_listed():
    """Here the server tells of the rest only when it has been asked for a document; each letter is told of once."""
    listed: list[int] = []
    tags: list[bytes] = []

    def replied(line: bytes) -> bytes:
        tags.append(line.split()[0])
        if len(tags) == 1:
            return b"".join(map(row, [*range(1, SOME + 1), 999]))
        if len(tags) <= ENOUGH:
            return b""
        rest = [*range(1, 4), *range(SOME + 1, 2 * SOME - 1)]
        asked = [(tag, uid) for uid, tag in enumerate(tags[1:], 1)]
        return b"".join(answer(uid) for _, uid in asked) + done(asked) + b"".join(map(row, rest)) + done([(tags[0], 0)])

    waiting = deque([Listing(tuple(range(1, 2 * SOME)), ("Message-ID",))])
    left: list[int] = []
    with Scripted({"UID FETCH": replied}) as server:
        session = examined(server)
        for each in Pipeline(session._asking).run(waiting):
            if isinstance(each, Listed):
                listed += [envelope.uid for envelope in each.envelopes]
                left += each.left
                waiting.extend([] if each.is_over else wanted(*range(1, ENOUGH + 1)))
    assert (sorted(listed), left) == (list(range(1, 2 * SOME - 1)), [2 * SOME - 1])
