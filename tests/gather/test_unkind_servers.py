"""A whole look at sent letters, over a real line, from servers that do what they should not.

Each of them is the same folder served with one wrong. What is found must be what a good server shows, or be told.
"""

import random
import re
from dataclasses import dataclass, field

import pytest

from mailcheck.gather import sent_letters
from mailcheck.gather.imap import pipeline
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Items, Piece
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import Account, Missing, Role, Said, Security, SentMail, opens
from mailcheck.state import State
from tests.factories import SINCE
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import attached, letter
from tests.servers.scripted import CLOSE, Scripted

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
COUNT = 40
CONTENT = [b"%PDF-" + random.Random(number).randbytes(20_000 + 1_000 * number) for number in range(COUNT)]
LETTERS = [letter(attached(content), identifier=str(number)) for number, content in enumerate(CONTENT)]
_FETCH = re.compile(rb"UID FETCH (\S+) \((.*)\)$", re.DOTALL)
_PIECE = re.compile(rb"BODY\.PEEK\[([0-9.]*)\](?:<(\d+)\.(\d+)>)?")


def written(value: object) -> bytes:
    """Return a structure as a server writes it."""
    match value:
        case None:
            return b"NIL"
        case int():
            return str(value).encode()
        case bytes():
            return b'"' + value.replace(b"\\", rb"\\").replace(b'"', rb"\"") + b'"'
        case [list(parts), *rest]:
            return b"(" + b"".join(map(written, parts)) + b" " + b" ".join(map(written, rest)) + b")"
        case _:
            return b"(" + b" ".join(map(written, value)) + b")"


@dataclass
class Serving:
    """Answers UID FETCH from a folder in memory; `wrong` may answer for pieces in its place."""

    box: FakeMailbox
    wrong: object = None
    lies: int = 0
    """Added to the size that structures tell of a document."""
    commands: list[bytes] = field(default_factory=list)

    def __call__(self, line: bytes) -> bytes:
        uids, items = _FETCH.search(line).groups()
        if b"BODYSTRUCTURE" in items:
            return b"".join(map(self.told, self.numbers(uids))) + b"{tag} OK done\r\n"
        self.commands.append(line)
        said = self.wrong(self, line) if self.wrong else None
        return said if said is not None else self.pieces(int(uids), items) + b"{tag} OK done\r\n"

    def numbers(self, uids: bytes) -> list[int]:
        """Return a set of UIDs one by one, less those that are gone."""
        spans = [list(map(int, part.split(b":"))) for part in uids.split(b",")]
        found = [uid for span in spans for uid in range(span[0], span[-1] + 1)]
        return [uid for uid in found if ("Sent", uid) not in self.box.vanished]

    def told(self, uid: int) -> bytes:
        """Return what a listing tells of one message."""
        [seen] = self.box.envelopes([uid], Items(("Message-ID", "Content-Type"), structure=True))
        structure = written(seen.bodystructure)
        for size in re.findall(rb'"base64" (\d+)', structure, re.IGNORECASE):
            structure = structure.replace(b" " + size, b" %d" % (int(size) + self.lies))
        when = f"{seen.stored:%d-%b-%Y %H:%M:%S +0000}".encode()
        head = b'* 1 FETCH (UID %d RFC822.SIZE %d INTERNALDATE "%s" ' % (uid, seen.size, when)
        fields = b"BODY[HEADER.FIELDS (A)] {%d}\r\n%s)\r\n" % (len(seen.header), seen.header)
        return head + b"BODYSTRUCTURE " + structure + b" " + fields

    def pieces(self, uid: int, items: bytes) -> bytes:
        """Return pieces of one message."""
        if ("Sent", uid) in self.box.vanished:
            return b""
        told = []
        for section, offset, length in _PIECE.findall(items):
            piece = Piece(section.decode(), int(offset) if length else None, int(length or 1 << 30))
            octets = self.box.piece(uid, piece)
            place = b"<%d>" % piece.offset if length else b""
            told.append(b"BODY[%s]%s {%d}\r\n%s" % (section, place, len(octets), octets))
        return b"* 1 FETCH (UID %d %s)\r\n" % (uid, b" ".join(told))


def judged(file):
    """Return a verdict that depends on both ends and the size."""
    head = file.read(1000)
    size = file.seek(0, 2)
    file.seek(max(0, size - 1000))
    return opens(KEYS.fingerprint(head + file.read() + str(size).encode())[:12])


def look(serving: Serving, **more):
    """Look at the letters of a server."""
    serving.box.examine("Sent")
    every = b"* SEARCH %s\r\n" % b" ".join(b"%d" % (number + 1) for number in range(COUNT))
    script = {
        "UID FETCH": serving,
        "UID SEARCH": lambda line: (b"* SEARCH\r\n" if b"HEADER" in line else every) + b"{tag} OK done\r\n",
        "EXAMINE": b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n{tag} OK [READ-ONLY] done\r\n" % COUNT,
    }
    with Scripted(script) as server:
        server.address.security = Security.NONE
        server.address.host = "127.0.0.1"
        mailbox = server.address.open()
        return look_at_sent(mailbox, ACCOUNT, since=SINCE, said=Said(), keys=KEYS, judge=judged, **more)


def box(*misbehaviours: Misbehaviour) -> FakeMailbox:
    """Return the folder."""
    return FakeMailbox({"Sent": LETTERS}, flags={"Sent": ["\\Sent"]}, misbehaves=misbehaviours)


def verdicts(found: SentMail | Missing) -> list[tuple[int, str, int]]:
    """Return what was found of each document."""
    assert isinstance(found, SentMail), found
    return [(each.message.uid, each.protection.format, each.size) for each in found.documents]


@pytest.fixture(scope="module")
def good():
    """What a good server shows."""
    return verdicts(look(Serving(box())))


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """Pauses are short."""
    monkeypatch.setattr(pipeline, "PAUSE", 0.01)
    monkeypatch.setattr(sent_letters, "FIRST", 15)
    monkeypatch.setattr(sent_letters, "BATCH", 15)


@pytest.mark.parametrize("wrong", [Misbehaviour.IGNORES_RANGE, Misbehaviour.SHIFTS_RANGE, Misbehaviour.CUTS_RANGE])
def test_a_range_that_is_wrong_makes_the_whole_be_fetched(wrong, good):
    """And what is found is the same."""
    assert verdicts(look(Serving(box(wrong)))) == good


@pytest.mark.parametrize("lies", [-700, -3, 1, 40, 5000])
def test_a_size_that_is_wrong_is_noticed(lies, good):
    """Too small, or too large: the same octets are judged."""
    assert [each[1:] for each in verdicts(look(Serving(box(), lies=lies)))] == [each[1:] for each in good]


def test_every_other_command_may_be_refused(good):
    """As by a server that takes one at a time: what was refused is asked for by itself."""

    def refuses(serving: Serving, line: bytes):
        is_in_a_flow = line[:1] == b"F" and line[1:2].isdigit()  # imaplib's own tags have four letters
        return b"{tag} BAD one at a time\r\n" if len(serving.commands) % 2 and is_in_a_flow else None

    assert verdicts(look(Serving(box(), refuses))) == good


@pytest.mark.parametrize("code", [b"[THROTTLED]", b"[LIMIT]", b"[UNAVAILABLE]", b"[OVERQUOTA]"])
def test_a_server_that_is_busy_is_asked_again_and_more_slowly(code, good, monkeypatch):
    """Every command is refused twice; fewer and fewer are under way."""
    refused: dict[bytes, int] = {}

    def busy(serving: Serving, line: bytes):
        what = line.split(b" ", 1)[1]
        refused[what] = refused.get(what, 0) + 1
        return b"{tag} NO " + code + b" later\r\n" if refused[what] <= 2 and len(refused) < 12 else None

    assert verdicts(look(Serving(box(), busy))) == good


def test_letters_deleted_during_the_look_are_not_missed(good):
    """Their documents cannot be had; all others are found."""

    def expunges(serving: Serving, line: bytes):
        if len(serving.commands) == 3:
            serving.box.vanished |= {("Sent", uid) for uid in (20, 40)}
            return b"* 20 EXPUNGE\r\n{tag} NO [EXPUNGEISSUED] gone\r\n"
        return None

    found = verdicts(look(Serving(box(), expunges)))
    assert [each for each in found if each[0] not in {20, 40}] == [each for each in good if each[0] not in {20, 40}]


@pytest.mark.parametrize("after", [1, 10, 35])
def test_a_line_that_is_dropped_is_told_and_the_next_run_goes_on(after, good):
    """Nothing is counted twice or lost."""

    def drops(serving: Serving, line: bytes):
        return CLOSE if len(serving.commands) == after else None

    with State.in_memory() as state:
        first = look(Serving(box(), drops), letters=state.letters("work", "basis"))
        assert isinstance(first, Missing)
        again = Serving(box())
        assert verdicts(look(again, letters=state.letters("work", "basis"))) == good
        assert len(again.commands) <= COUNT
