"""A folder is opened and searched in one flight, or step by step where a server answers in an unusual way."""

from datetime import date

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Entered
from tests.servers.scripted import CLOSE, Scripted

SINCE, WORDS = date(2026, 3, 4), ("[secure]", "[x]")
OPENED = b"* 9 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 90] ok\r\n%s OK [READ-ONLY] done\r\n"
CAPABLE = b"* CAPABILITY IMAP4rev1 ESEARCH\r\n%s OK done\r\n"


def tag_of(line: bytes) -> bytes:
    """Return a command's tag."""
    return line.split()[0]


class Search:
    """Answers searches: those of a flight by a table, others as an old server does; notes what was asked."""

    def __init__(self, told: dict[bytes, bytes]) -> None:
        self.told, self.asked = told, []

    def __call__(self, line: bytes) -> bytes:
        self.asked.append(line.split(b" ", 1)[1].strip())
        tag = tag_of(line)
        if tag in self.told:
            return self.told[tag]
        found = b"* SEARCH 6 5\r\n" if b"SINCE" in line else b"* SEARCH 5\r\n" if b"secure" in line else b"* SEARCH\r\n"
        return found + tag + b" OK done\r\n"


def enter(told: dict[bytes, bytes], *, capable: bytes = CAPABLE, words: tuple[str, ...] = WORDS):
    """Enter a folder of a scripted server; return what was found, and what the server was asked."""
    search = Search(told)
    script = {
        "CAPABILITY": lambda line: capable % tag_of(line) if b"%s" in capable else capable,
        "EXAMINE": lambda line: OPENED % tag_of(line),
        "UID SEARCH": search,
    }
    with Scripted(script) as server:
        server.address.security = server.address.security.__class__.NONE
        server.address.host = "127.0.0.1"
        session = server.address.open()
        found = session.enter("Sent", since=SINCE, words=words)
        asked = list(search.asked)
        assert session.uids(since=SINCE) == (5, 6)  # the session can be used on
        return found, asked


def esearch(number: int, rest: bytes = b"") -> bytes:
    """Return the answer of one search in a flight."""
    return b'* ESEARCH (TAG "E%d") UID%s\r\n' % (number, rest)


FOUND = {b"E1": b"", b"E2": b"", b"E3": esearch(2, b" ALL 5") + esearch(3) + esearch(1, b" ALL 5:6,8")}
DONE = {tag: tag + b" OK done\r\n" for tag in (b"E1", b"E2", b"E3")}


def test_answers_are_told_apart_by_the_command_that_they_name():
    """In any order, as Dovecot mixes them."""
    told = FOUND | {b"E3": FOUND[b"E3"] + DONE[b"E2"] + DONE[b"E1"] + DONE[b"E3"]}
    found, asked = enter(told)
    assert (found.uids, found.opened.uidvalidity, found.opened.exists, found.opened.uidnext) == ((5, 6, 8), 7, 9, 90)
    assert found.marked == {"[secure]": frozenset({5}), "[x]": frozenset()}
    assert asked[0] == b"UID SEARCH RETURN (ALL) SINCE 04-Mar-2026"


def test_where_a_search_for_a_word_is_refused_nothing_is_told_of_any():
    """What the folder holds is believed; the subjects are to be looked at."""
    refused = {
        b"E1": esearch(1, b" ALL 5") + DONE[b"E1"],
        b"E2": b"E2 NO not that\r\n",
        b"E3": esearch(3) + DONE[b"E3"],
    }
    found, _ = enter(refused)
    assert (found.uids, found.marked) == ((5,), None)


@pytest.mark.parametrize(
    "told",
    [
        {b"E1": b"* SEARCH 5 6\r\n" + DONE[b"E1"]},
        {b"E1": esearch(1, b" ALL 5:900") + DONE[b"E1"]},
        {b"E1": esearch(1, b" ALL 5") * 2 + DONE[b"E1"]},
        {b"E1": esearch(1, b" ALL 1:4000000000") + DONE[b"E1"]},
        {b"E1": b"E1 BAD what\r\n"},
    ],
    ids=["another kind of answer", "more than there is", "twice", "endless", "refused"],
)
def test_where_anything_is_unusual_it_is_asked_step_by_step(told):
    """Nothing of the flight is believed then."""
    rest = {b"E2": esearch(2) + DONE[b"E2"], b"E3": esearch(3) + DONE[b"E3"]}
    found, asked = enter(rest | told)
    assert isinstance(found, Entered)
    assert (found.uids, found.marked) == ((5, 6), None)
    assert b"UID SEARCH SINCE 04-Mar-2026" in asked


def test_a_server_without_esearch_is_not_asked_for_words():
    """It would be asked for one search at a time, and Courier reads the whole folder for each."""
    found, asked = enter({}, capable=b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n")
    assert (found.uids, found.marked) == ((5, 6), None)
    assert asked == [b"UID SEARCH SINCE 04-Mar-2026"]


def test_a_word_that_is_not_plain_is_not_put_between_quotes():
    """It is looked for in the subjects themselves."""
    found, asked = enter({}, words=('a"b',))
    assert (found.uids, found.marked) == ((5, 6), None)
    assert not any(b'"a"b"' in command for command in asked)


def test_a_lost_connection_is_told():
    """And nothing else is tried."""
    with pytest.raises(AccountProblem):
        enter({b"E1": esearch(1, b" ALL 5") + CLOSE})
