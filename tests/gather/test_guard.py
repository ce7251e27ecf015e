"""Nothing but the read-only list ever leaves."""

import socket
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import ProtocolViolation
from mailcheck.gather.guard import HELD_AT_MOST, Guard
from mailcheck.gather.wire import Wire
from tests.patience import PATIENCE

ALLOWED = [
    b"A1 CAPABILITY",
    b"A1 NOOP",
    b"A1 LOGOUT",
    b"A1 STARTTLS",
    b"A1 NAMESPACE",
    b"A1 UNSELECT",
    b"A1 ID NIL",
    b'A1 ID ("name" "mailcheck")',
    b"A1 AUTHENTICATE PLAIN",
    b"A1 AUTHENTICATE PLAIN AGEAYg==",
    b"A1 UID SEARCH RETURN (ALL) SINCE 01-Jan-2020",
    b"A1 AUTHENTICATE OAUTHBEARER",
    b"A1 AUTHENTICATE XOAUTH2",
    b'A1 LOGIN "ann" "se cret\\\\ \\""',
    b"A1 LOGIN ann secret",
    b"A1 ENABLE UTF8=ACCEPT CONDSTORE",
    b'A1 LIST "" "*"',
    b'A1 LIST (SPECIAL-USE) "" "*"',
    b'A1 LIST "" "*" RETURN (SPECIAL-USE)',
    b'A1 STATUS "Sent" (MESSAGES UIDNEXT)',
    b"A1 STATUS Sent (X-GUID)",
    b'A1 EXAMINE "Sent &AOk-"',
    b"A1 EXAMINE Sent (CONDSTORE)",
    b"A1 UID FETCH 1,2,5:9 (RFC822.SIZE INTERNALDATE BODYSTRUCTURE ENVELOPE)",
    b"A1 UID FETCH 1:* BODY.PEEK[]",
    b"A1 UID FETCH 1 (BODY.PEEK[HEADER.FIELDS (FROM X-ODD_NAME)])",
    b"A1 UID FETCH 1 (BODY.PEEK[1.2.MIME] BODY.PEEK[2]<0.100>)",
    b"A1 UID FETCH 1 (EMAILID THREADID X-GUID X-GM-MSGID)",
    b"A1 UID SEARCH ALL",
    b"A1 UID SEARCH 14:*",
    b"A1 UID SEARCH SINCE 01-Jun-2026",
    b'A1 UID SEARCH HEADER Message-ID "<a@b> \\"x\\""',
    b'A1 UID SEARCH OR HEADER Subject "[x]" HEADER Subject "[y]"',
    b"A1 UID SEARCH UID 1:5 SINCE 1-Jun-2026",
    b"A1 MYRIGHTS INBOX",
    b"A1 GETACL INBOX",
    b"A1 LISTRIGHTS INBOX ann",
    b'A1 GETMETADATA "" /shared/comment',
]

FORBIDDEN = [
    b"A1 SELECT INBOX",
    b"A1 select INBOX",
    b"A1 STORE 1 +FLAGS (\\Seen)",
    b"A1 UID STORE 1 +FLAGS (\\Seen)",
    b"A1 UID  STORE 1 +FLAGS (\\Seen)",
    b"A1 UID COPY 1 Trash",
    b"A1 UID MOVE 1 Trash",
    b"A1 UID EXPUNGE 1",
    b"A1 EXPUNGE",
    b"A1 CLOSE",
    b"A1 CHECK",
    b"A1 CREATE x",
    b"A1 DELETE x",
    b"A1 RENAME x y",
    b"A1 SUBSCRIBE x",
    b"A1 APPEND Sent {5}",
    b"A1 SETACL INBOX ann lrs",
    b"A1 DELETEACL INBOX ann",
    b"A1 SETMETADATA INBOX (/shared/comment x)",
    b"A1 SETQUOTA x (STORAGE 1)",
    b"A1 IDLE",
    b"A1 COMPRESS DEFLATE",
    b"A1 NOTIFY NONE",
    b"A1 FETCH 1 RFC822.SIZE",
    b"A1 UID FETCH 1 BODY[]",
    b"A1 UID FETCH 1 (BODY[TEXT])",
    b"A1 UID FETCH 1 (RFC822.SIZE BODY[1])",
    b"A1 UID FETCH 1 (BODY.PEEK[] BODY[])",
    b"A1 UID FETCH 1 RFC822",
    b"A1 UID FETCH 1 RFC822.TEXT",
    b"A1 UID FETCH 1 RFC822.HEADER",
    b"A1 UID FETCH 1 FLAGS",
    b"A1 UID FETCH 1 ALL",
    b"A1 UID FETCH 1 FULL",
    b"A1 UID FETCH 1 BINARY[1]",
    b"A1 UID FETCH 1 BINARY.PEEK[1]",
    b"A1 UID FETCH 1 (BODY.PEEK[1] X-NEW)",
    b"A1 UID FETCH 1 BODY.PEEK[1] (CHANGEDSINCE 1)",
    b"A1 UID FETCH 1 {5}",
    b"A1 UID FETCH 1 BODY.PEEK[HEADER.FIELDS (FROM)] BODY[])",
    b"A1 UID SEARCH RETURN (SAVE) ALL",
    b"A1 UID SEARCH TEXT secret",
    b"A1 EXAMINE",
    b"A1 EXAMINE a b",
    b"A1 EXAMINE (x) {3}",
    b"A1 AUTHENTICATE CRAM-MD5",
    b"A1 AUTHENTICATE LOGIN AGEAYg==",
    b"A1 AUTHENTICATE PLAIN AGEA Yg==",
    b"A1 AUTHENTICATE PLAIN A=GEA",
    b"A1 AUTHENTICATE CRAM-MD5 AGEAYg==",
    b"A1",
    b"",
    b"DONE",
    b"A1  LOGOUT",
    b"A1 LOGOUT ",
    b"* LOGOUT",
    b"A1 LOGOUT\rA2 EXPUNGE",
    b"A1 LOGOUT\nA2 EXPUNGE",
    b"A1 NOOP\0",
    b'A1 EXAMINE "a\nA2 EXPUNGE"',
]


def guard() -> Guard:
    return Guard(is_private=True)


def until_stopped(pieces: list[bytes]) -> bytes:
    """Return what leaves before the guard stops; fails if it does not."""
    stopping, left = guard(), b""
    for piece in pieces:
        try:
            left += stopping.pass_on(piece)
        except ProtocolViolation:
            return left
    raise AssertionError("the guard let everything pass")


@pytest.mark.parametrize("command", ALLOWED, ids=lambda command: command.decode())
def test_what_is_on_the_list_leaves_as_it_is(command: bytes):
    """A read-only command passes, octet by octet as it was."""
    assert guard().pass_on(command + b"\r\n") == command + b"\r\n"


@pytest.mark.parametrize("command", FORBIDDEN, ids=repr)
def test_everything_else_is_stopped(command: bytes):
    """Nothing of a command that is not on the list leaves, and nothing after it either."""
    stopping = guard()

    with pytest.raises(ProtocolViolation):
        stopping.pass_on(command + b"\r\n")
    with pytest.raises(ProtocolViolation):
        stopping.pass_on(b"A2 NOOP\r\n")


@pytest.mark.parametrize("command", FORBIDDEN, ids=repr)
def test_nothing_is_smuggled_behind_an_allowed_command(command: bytes):
    """A forbidden command in the same write keeps back the allowed one before it."""
    with pytest.raises(ProtocolViolation):
        guard().pass_on(b"A0 NOOP\r\n" + command + b"\r\n")


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_are_held_until_the_line_is_whole(size: int):
    """However a command is cut into writes, nothing leaves before its line was read."""
    pieces = [b"A1 UID STORE 1 +FLAGS (\\Seen)\r\n"[at : at + size] for at in range(0, 32, size)]

    assert until_stopped(pieces) == b""


def test_literals_stand_for_strings():
    """A literal leaves once its command's beginning was allowed, whatever letters it holds."""
    passing = guard()
    name, password = "änn".encode(), b'\\ A2 EXPUNGE "\t'

    assert passing.pass_on(b"A1 LOGIN {4}\r\n") == b"A1 LOGIN {4}\r\n"
    assert passing.pass_on(name + b" {15}\r\n") == name + b" {15}\r\n"
    assert passing.pass_on(password) == password
    assert passing.pass_on(b"\r\n") == b"\r\n"
    assert passing.pass_on(b"A2 NOOP\r\n") == b"A2 NOOP\r\n"


def test_what_follows_a_literal_is_read_too():
    """The rest of a command behind a literal is held to the list."""
    stopping = guard()
    stopping.pass_on(b"A1 STATUS {3}\r\nabc")

    with pytest.raises(ProtocolViolation):
        stopping.pass_on(b" (MESSAGES) EXTRA\r\n")


def test_a_literal_is_not_taken_for_a_line_of_its_own():
    """A command that hides in a literal's octets is data; one that follows too short a literal is read."""
    stopping = guard()

    with pytest.raises(ProtocolViolation):
        stopping.pass_on(b"A1 EXAMINE {3+}\r\nabc\r\nA2 UID STORE 1 +FLAGS (\\Deleted)\r\n")


@pytest.mark.parametrize("literal", [b"{12}", b"{12+}"])
@pytest.mark.parametrize("command", [b"EXAMINE", b"LOGIN"])
def test_no_literal_may_hold_line_ends(command: bytes, literal: bytes):
    """A line end in a literal is stopped, in a password too: a server that refuses the literal would obey it."""
    with pytest.raises(ProtocolViolation):
        guard().pass_on(b"A1 " + command + b" " + literal + b"\r\nx\r\nA2 CLOSE\r\n")


def test_answers_to_challenges_leave_only_during_a_sign_in():
    """Base64 lines are allowed behind AUTHENTICATE, and nowhere else."""
    passing = guard()
    passing.pass_on(b"A1 AUTHENTICATE PLAIN\r\n")

    assert passing.pass_on(b"AGFubgBzZWNyZXQ=\r\n") == b"AGFubgBzZWNyZXQ=\r\n"
    assert passing.pass_on(b"*\r\n") == b"*\r\n"
    passing.pass_on(b"A2 NOOP\r\n")
    with pytest.raises(ProtocolViolation):
        passing.pass_on(b"AGFubgBzZWNyZXQ=\r\n")


@pytest.mark.parametrize(
    "command",
    [b'A1 LOGIN "a" "b"\r\n', b"A1 LOGIN {1}\r\n", b"A1 AUTHENTICATE PLAIN\r\n", b"A1 AUTHENTICATE PLAIN AGEAYg==\r\n"],
)
def test_no_sign_in_leaves_in_the_clear(command: bytes):
    """Before the connection is private neither name nor password leaves."""
    public = Guard(is_private=False)

    assert public.pass_on(b"A0 CAPABILITY\r\nA0 STARTTLS\r\n")
    with pytest.raises(ProtocolViolation):
        public.pass_on(command)


def test_an_endless_line_is_stopped():
    """A line that never ends is not held for ever."""
    with pytest.raises(ProtocolViolation):
        guard().pass_on(b"A" * (HELD_AT_MOST + 1))


def test_the_error_names_the_verb_only():
    """What is told of a stopped command holds nothing that may be a name, a folder or a password."""
    with pytest.raises(ProtocolViolation) as caught:
        guard().pass_on(b'A1 LOGIN "canary-user" "canary-password" canary\r\n')

    assert "canary" not in f"{caught.value} {caught.value.text} {caught.value.said}"
    assert (caught.value.key, caught.value.retry, "LOGIN" in caught.value.text) == ("read-only", "never", True)


@given(st.binary(max_size=60), st.lists(st.integers(1, 59), max_size=4))
def test_no_octets_change_on_their_way(noise: bytes, cuts: list[int]):
    """Whatever is written in whatever pieces, what leaves is a beginning of it, made of whole allowed lines."""
    octets = b"A1 NOOP\r\n" + noise + b"\r\nA2 UID STORE 1 +FLAGS (\\Seen)\r\n"
    edges = [0, *sorted({cut for cut in cuts if cut < len(octets)}), len(octets)]

    left = until_stopped([octets[start:end] for start, end in pairwise(edges)])

    assert octets.startswith(left)
    assert b"STORE" not in left


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_folder_name_becomes_a_second_command(name: str):
    """A folder name, whatever it holds, is one string of one command, or is stopped."""
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    line = b"A1 EXAMINE " + quoted.encode() + b"\r\n"

    try:
        assert guard().pass_on(line) == line
    except ProtocolViolation:
        assert any(control in name for control in "\r\n\0")
    else:
        assert not any(control in name for control in "\r\n\0")


def test_a_wire_has_no_way_round_the_guard():
    """A forbidden command through a wire puts not one octet on the socket, and a wire offers no other way to send."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = Wire(ours, timeout=PATIENCE, guard=guard())
        with pytest.raises(ProtocolViolation):
            wire.sendall(b"A1 NOOP\r\nA2 UID STORE 1 +FLAGS (\\Seen)\r\n")
        theirs.setblocking(False)
        with pytest.raises(BlockingIOError):
            theirs.recv(1)

    assert not isinstance(wire, socket.socket)
    assert [name for name in dir(wire) if name.startswith(("send", "write", "makefile", "fileno", "detach"))] == [
        "sendall"
    ]
