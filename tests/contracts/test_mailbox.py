"""The contract of `Mailbox`: the fake and every real server keep it alike."""

from base64 import b64decode
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from hashlib import sha256

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Envelope, Identifiers, Items, Listed, Listing, Mailbox, Order, Piece, Wanted
from mailcheck.parse.structure import walk
from tests.fake_mailbox import FakeMailbox
from tests.servers import letters
from tests.servers.running import USER, Running

REAL = ("dovecot", "cyrus", "courier")
FORWARDED = 11


class FakeServer:
    """The fake, served like the others."""

    sent = "Sent"

    def open(self) -> Mailbox:
        folders = {"INBOX": letters.INBOX, self.sent: letters.LETTERS}
        return FakeMailbox(folders, flags={self.sent: [r"\Sent"]})

    def snapshot(self) -> object:
        return letters.LETTERS


@pytest.fixture(
    scope="module",
    params=["fake", "pymap", *(pytest.param(name, marks=pytest.mark.server) for name in REAL)],
)
def server(request: pytest.FixtureRequest) -> Running:
    """Each server in turn."""
    return FakeServer() if request.param == "fake" else request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def mailbox(server: Running) -> Iterator[Mailbox]:
    """A signed-in mailbox on that server."""
    opened = server.open()
    yield opened
    opened.close()


@pytest.fixture
def sent(mailbox: Mailbox, server: Running) -> Mailbox:
    """The mailbox with its sent folder open."""
    mailbox.examine(server.sent)
    return mailbox


def test_lists_inbox_and_sent_folder(mailbox: Mailbox, server: Running):
    """The listing holds INBOX and the sent folder, with lower-case flags, below the personal prefix."""
    listed = {found.name: found for found in mailbox.folders()}

    assert {"INBOX", server.sent} <= set(listed)
    assert all(flag == flag.lower() and flag.startswith("\\") for found in listed.values() for flag in found.flags)
    assert server.sent.startswith(mailbox.personal_prefix())


def test_marks_the_sent_folder_where_the_server_does(mailbox: Mailbox, server: Running):
    r"""A server with SPECIAL-USE marks it `\sent`; one without marks nothing."""
    marked = [found.name for found in mailbox.folders() if "\\sent" in found.flags]

    assert marked == ([server.sent] if "SPECIAL-USE" in mailbox.capabilities else [])


def test_rights_are_told_by_a_server_that_has_them(mailbox: Mailbox, server: Running):
    """With ACL, the member reads their own folder, by a name without quotes; without it, a problem and no end."""
    if "ACL" in mailbox.capabilities:
        readers = [entry.identifier for entry in mailbox.access_list(server.sent) if "r" in entry.rights]
        assert set(readers) & {USER, "owner"}
        assert "r" in mailbox.my_rights(server.sent)
    else:
        for ask in (mailbox.access_list, mailbox.my_rights):
            with pytest.raises(AccountProblem) as caught:
                ask(server.sent)
            assert caught.value.key == "refused-command"
    assert mailbox.examine(server.sent).exists == len(letters.LETTERS)


def lasting(folders):
    """Return a listing without what a server says of the moment (RFC 9051 §7.3.1), which may change between two."""
    return [replace(each, flags=each.flags - {"\\marked", "\\unmarked"}) for each in folders]


def test_what_is_asked_ahead_is_answered_as_if_it_was_asked_alone(server: Running):
    """The listing, the marks of folders and their rights, each once; and what is not there is a problem later."""
    items = ("UIDVALIDITY", "UIDNEXT", "MESSAGES")
    alone, ahead = server.open(), server.open()
    try:
        sent = next(folder.name for folder in alone.folders() if folder.name.endswith("Sent"))
        ahead.ask_ahead(statuses=("INBOX", sent, "not there"), rights=("INBOX", sent, "not there"))
        turns = ahead.traffic.turns
        assert lasting(ahead.folders()) == lasting(alone.folders())
        assert ahead.personal_prefix() == alone.personal_prefix()
        for name in ("INBOX", sent):
            assert ahead.status(name, items) == alone.status(name, items)
        if "ACL" in ahead.capabilities:
            assert ahead.access_lists(("INBOX", sent)) == alone.access_lists(("INBOX", sent))
        assert ahead.traffic.turns == turns
        assert ahead.status(sent, items) == alone.status(sent, items)
        assert ahead.traffic.turns > turns
        with pytest.raises(AccountProblem):
            ahead.examine("not there")
    finally:
        alone.close()
        ahead.close()


def test_nobody_elses_folders_are_shown_where_nobody_shared_any(mailbox: Mailbox):
    """Namespaces for others are announced, although they are empty."""
    assert mailbox.others_folders() == ()


def test_examine_tells_what_is_there(mailbox: Mailbox, server: Running):
    """Opening a folder tells its validity and how much it holds."""
    opened = mailbox.examine(server.sent)

    assert (opened.name, opened.exists) == (server.sent, len(letters.LETTERS))
    assert opened.uidvalidity > 0
    assert opened.uidnext is None or opened.uidnext > max(mailbox.uids())


def test_a_folder_that_is_not_there_is_a_problem_and_no_end(mailbox: Mailbox, server: Running):
    """A missing folder raises AccountProblem, and the mailbox can be used on."""
    with pytest.raises(AccountProblem) as caught:
        mailbox.examine("No such folder")

    assert caught.value.key == "no-folder"
    assert mailbox.examine(server.sent).exists == len(letters.LETTERS)


def test_status_agrees_with_examine(mailbox: Mailbox, server: Running):
    """STATUS says the same."""
    opened = mailbox.examine("INBOX")
    said = mailbox.status("INBOX", ["messages", "UIDNEXT", "UIDVALIDITY"])

    assert said == {"MESSAGES": opened.exists, "UIDVALIDITY": opened.uidvalidity, "UIDNEXT": said["UIDNEXT"]}
    assert said["UIDNEXT"] > max(mailbox.uids())


def test_a_folder_is_named_alike_every_time_and_otherwise_than_another(mailbox: Mailbox, server: Running):
    """As far as the server names folders at all: in one flight, and nothing is made up for one that is not there."""
    before = mailbox.traffic.turns
    inbox, sent, nowhere = mailbox.identifiers(["INBOX", server.sent, "No such folder"])

    assert mailbox.traffic.turns <= before + 1
    assert (inbox, sent) == mailbox.identifiers(["INBOX", server.sent])
    assert nowhere == Identifiers()
    if inbox != Identifiers():
        assert inbox != sent
    if "OBJECTID" in mailbox.capabilities:
        assert inbox.mailbox_id == (mailbox.examine("INBOX").mailbox_id or inbox.mailbox_id)


def test_uids_ascend_and_can_be_dated(sent: Mailbox):
    """All UIDs, ascending; none from the future, all since long ago."""
    uids = sent.uids()

    assert len(uids) == len(letters.LETTERS)
    assert list(uids) == sorted(set(uids))
    assert sent.uids(since=date(2000, 1, 1)) == uids
    assert sent.uids(since=date(2100, 1, 1)) == ()


@pytest.mark.parametrize("count", [0, 1, 3, 16, 500])
def test_newest_are_the_last(sent: Mailbox, count: int):
    """The newest are the end of the list, however many are asked for."""
    assert sent.newest(count) == (sent.uids()[-count:] if count else ())


def test_a_header_can_be_searched(sent: Mailbox):
    """A header's value finds its message, and nothing finds nothing."""
    assert sent.search_header("Message-ID", "<letter-5@practice.example>") == (sent.uids()[4],)
    assert sent.search_header("Message-ID", '<"no such\\ letter">') == ()


def test_envelopes_tell_size_date_and_fields(sent: Mailbox):
    """Each message's size is exact, its date has a time zone, and only the fields asked for come."""
    seen = sent.envelopes(sent.uids(), Items(("Message-ID",), structure=True))

    assert [envelope.uid for envelope in seen] == list(sent.uids())
    assert [envelope.size for envelope in seen] == [len(letter) for letter in letters.LETTERS]
    assert all(envelope.stored.tzinfo and envelope.bodystructure for envelope in seen)
    fields = [message_from_bytes(envelope.header).items() for envelope in seen]
    assert fields == [[("Message-ID", f"<letter-{n}@practice.example>")] for n in range(1, 17)]


def test_envelopes_hold_no_more_than_asked_for(sent: Mailbox):
    """Without being asked, no structure, no header and no identifier is fetched."""
    (seen,) = sent.envelopes(sent.uids()[:1])

    assert (seen.bodystructure, seen.header, seen.guid) == (None, b"", None)


def test_a_vanished_message_is_left_out(sent: Mailbox):
    """A UID without a message is no error where many are asked for."""
    uids = sent.uids()

    assert [seen.uid for seen in sent.envelopes([uids[0], max(uids) + 1000])] == [uids[0]]
    assert sent.envelopes([]) == ()


def test_identifiers_tell_messages_apart(sent: Mailbox):
    """Where there is an identifier for messages, each has its own."""
    guids = [seen.guid for seen in sent.envelopes(sent.uids(), Items(guid=True))]

    assert set(guids) == {None} or len(set(guids)) == len(letters.LETTERS)


def test_every_letter_is_what_was_stored(sent: Mailbox):
    """Fetched whole, every message is octet by octet the one that was put there."""
    fetched = [sha256(sent.whole(uid, "", 1_000_000)).digest() for uid in sent.uids()]

    assert fetched == [sha256(letter).digest() for letter in letters.LETTERS]


@pytest.mark.parametrize("position", [1, 2, 3, 4, 5, 6])
def test_an_attachment_is_what_was_attached(sent: Mailbox, position: int):
    """A section is the attachment, whichever way its name is written."""
    assert b64decode(sent.whole(sent.uids()[position], "2", 1_000_000)) == letters.DOCUMENT


def test_ranges_are_pieces_of_the_whole(sent: Mailbox):
    """Pieces laid side by side are the whole; the last is shorter, and beyond the end is nothing."""
    uid = sent.uids()[1]
    whole = sent.whole(uid, "2", 1_000_000)

    pieces = [sent.range(uid, "2", offset, 5000) for offset in range(0, 20_000, 5000)]

    assert pieces == [whole[:5000], whole[5000:10_000], whole[10_000:], b""]


def test_pieces_of_many_messages_are_those_of_each(sent: Mailbox):
    """Asked for together, each message's pieces are the ones that it gives alone; one that is gone gives none."""
    uids = sent.uids()
    head, whole = Piece("2", 100, 5000), Piece("2", None, 1_000_000)
    asked = [Wanted(uid, (head, whole)) for uid in (*uids[1:7], max(uids) + 1000)]

    arrived = {each.wanted.uid: dict(each.octets) for each in sent.pieces(asked)}

    expected = {uid: sent.whole(uid, "2", 1_000_000) for uid in uids[1:7]}
    assert arrived.pop(max(uids) + 1000) == {}
    assert arrived == {uid: {head: octets[100:5100], whole: octets} for uid, octets in expected.items()}


def test_the_counters_of_several_folders_are_those_of_each(sent: Mailbox, server: Running):
    """In one flight; a folder that is not there has none."""
    items, names = ("UIDVALIDITY", "UIDNEXT", "MESSAGES"), ("INBOX", server.sent)

    told = sent.statuses((*names, "Not there"), items)

    assert told == (*(sent.status(name, items) for name in names), {})


def test_entering_is_opening_and_searching(sent: Mailbox, server: Running):
    """Whatever can be asked at once."""
    day = date(2000, 1, 1)

    entered = sent.enter(server.sent, since=day, words=("hello", "nowhere"))

    assert entered.opened == sent.examine(server.sent)
    assert entered.uids == sent.uids(since=day)
    marked = {word: frozenset(sent.search_header("Subject", word)) for word in ("hello", "nowhere")}
    assert entered.marked == (marked if "ESEARCH" in sent.capabilities else None)


@pytest.mark.parametrize("count", [2, 500])
def test_the_newest_letters_are_had_at_once(sent: Mailbox, server: Running, count: int):
    """What opening, searching and fetching give, whether or not it is known how many there are."""

    def walked(letters: Iterable[Envelope]) -> list[object]:
        return [(walk(each.bodystructure), replace(each, bodystructure=None)) for each in letters]

    asked = Items(("Message-ID", "From"), structure=True)
    told = []
    for _ in range(2):
        told.append(sent.newest_letters(server.sent, count, asked))
        sent.statuses((server.sent,), ("UIDVALIDITY", "UIDNEXT", "MESSAGES"))
    opened, uids = sent.examine(server.sent), sent.newest(count)

    assert [newest.opened for newest in told] == [opened] * 2
    assert [walked(newest.envelopes) for newest in told] == [walked(sent.envelopes(uids, asked))] * 2


@pytest.mark.parametrize("asked", [Items(("From", "To")), Items(("Message-ID",), structure=True)])
def test_some_letters_of_a_folder_are_had_at_once(sent: Mailbox, server: Running, asked: Items):
    """What opening and fetching give; what is gone is left out, and so is what nobody asked for."""
    uids = sent.uids()
    some = (uids[0], *uids[-2:], uids[-1] + 1000)
    found = sent.letters_in(server.sent, some, asked)
    assert sent.letters_in(server.sent, (), asked).envelopes == ()

    assert found.opened == sent.examine(server.sent)
    assert [each.uid for each in found.envelopes] == sorted(set(some[:-1]))
    assert [(each.uid, each.header) for each in found.envelopes] == [
        (each.uid, each.header) for each in sent.envelopes(some[:-1], asked)
    ]


def test_what_a_listing_shows_can_be_ordered_in_the_same_flow(sent: Mailbox):
    """A listing is what `envelopes` tells, message by message; orders may follow while it goes on."""
    uids = sent.uids()
    gone, head = max(uids) + 1000, Piece("2", 100, 5000)
    orders: deque[Order] = deque([Listing((*uids, gone), ("Message-ID",))])
    listed, pieces = {}, {}

    for each in sent.flow(orders):
        if isinstance(each, Listed):
            assert each.left == (gone,)
            listed = {envelope.uid: envelope for envelope in each.envelopes}
            orders.extend(Wanted(uid, (head,)) for uid in uids[1:7])
        else:
            pieces[each.wanted.uid] = each.octets[head]

    alone = {each.uid: each for each in sent.envelopes(uids, Items(("Message-ID",), structure=True))}
    assert pieces == {uid: sent.range(uid, "2", 100, 5000) for uid in uids[1:7]}
    assert {uid: walk(each.bodystructure) for uid, each in listed.items()} == {
        uid: walk(each.bodystructure) for uid, each in alone.items()
    }
    assert [(each.uid, each.size, each.stored, each.header.strip()) for each in sorted(listed.values(), key=_uid)] == [
        (each.uid, each.size, each.stored, each.header.strip()) for each in sorted(alone.values(), key=_uid)
    ]


def _uid(envelope: Envelope) -> int:
    return envelope.uid


def test_a_forwarded_message_can_be_fetched_around_its_parts(sent: Mailbox):
    """The section of a message/rfc822 part is that message, with its own parts inside."""
    inner = message_from_bytes(sent.whole(sent.uids()[FORWARDED], "2", 1_000_000))

    assert [part.get_filename() for part in inner.walk()] == [None, None, "inner.pdf"]


def test_too_large_a_section_is_refused_and_no_end(sent: Mailbox):
    """A section beyond the limit raises AccountProblem, and the mailbox can be used on."""
    uid = sent.uids()[1]

    with pytest.raises(AccountProblem) as caught:
        sent.whole(uid, "2", 1000)

    assert caught.value.key == "too-large"
    assert len(sent.range(uid, "2", 0, 1000)) == 1000


@pytest.mark.parametrize(
    "fetch", [lambda box, uid: box.whole(uid, "1", 1000), lambda box, uid: box.range(uid, "1", 0, 10)]
)
def test_a_vanished_message_cannot_be_fetched(sent: Mailbox, fetch: Callable[[Mailbox, int], bytes]):
    """One message that is asked for by itself and is gone raises AccountProblem."""
    with pytest.raises(AccountProblem) as caught:
        fetch(sent, max(sent.uids()) + 1000)

    assert caught.value.key == "vanished"


def test_traffic_is_counted(sent: Mailbox):
    """Every question is a turn, and what comes is counted."""
    before = sent.traffic
    fetched = sent.whole(sent.uids()[1], "2", 1_000_000)

    assert sent.traffic.turns - before.turns == 2
    assert sent.traffic.received - before.received > len(fetched)


def test_the_connection_is_encrypted_loopback(mailbox: Mailbox):
    """How the account was reached is told."""
    assert (mailbox.connection.is_loopback, mailbox.connection.tls_version) == (True, "TLSv1.3")
    assert mailbox.connection.mechanism in {"PLAIN", "LOGIN"}


def test_closing_twice_is_no_error(server: Running):
    """Closing never raises."""
    opened = server.open()
    opened.close()
    opened.close()

    assert server.open().examine("INBOX").exists == len(letters.INBOX)


def test_nothing_was_changed(server: Running):
    """After everything that a mailbox can be asked, every flag, message and mail file is what it was before."""
    before = server.snapshot()
    opened = server.open()
    opened.others_folders()

    for folder in [found.name for found in opened.folders()]:
        opened.status(folder, ["MESSAGES"])
        opened.identifiers([folder])
        if "ACL" in opened.capabilities:
            opened.access_list(folder)
            opened.my_rights(folder)
        opened.examine(folder)
        opened.search_header("Subject", "letter")
        uids = opened.newest(500)
        opened.envelopes(uids, Items(("From", "Received"), structure=True, guid=True))
        for uid in uids:
            opened.range(uid, "1", 0, 10)
            opened.whole(uid, "", 1_000_000)
    opened.close()

    assert server.snapshot() == before
