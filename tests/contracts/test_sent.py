"""The same letters give the same evidence, whichever server holds them."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.gather.details import MessageDetails, fetch_details
from mailcheck.gather.keys import Keys
from mailcheck.gather.received import count_replies
from mailcheck.gather.sent import look_at_sent
from mailcheck.gather.twins import is_unchanged, look_for_twins
from mailcheck.model import Account, MailboxLook, Role, Said, SampledMessage, Security, SentDocument, SentMail, opens
from tests.fake_mailbox import FakeMailbox
from tests.servers import letters
from tests.servers.running import Running

ACCOUNT = Account("work", Role.PROFESSIONAL, "ann@practice.example", "h", 993, Security.TLS, "ann")
KEYS = Keys(b"k" * 32)
SERVERS = ("pymap", *(pytest.param(name, marks=pytest.mark.server) for name in ("dovecot", "cyrus", "courier")))


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Running:
    """Each real server in turn."""
    return request.getfixturevalue(request.param)


def fake() -> FakeMailbox:
    """Return the same letters in memory."""
    return FakeMailbox({"INBOX": letters.INBOX, "Sent": letters.LETTERS}, flags={"Sent": ["\\Sent"]})


def look(mailbox) -> SentMail:
    """Look at what was sent."""
    found = look_at_sent(
        mailbox, ACCOUNT, since=date(2000, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens(f"{file.read(3)!r}")
    )
    assert isinstance(found, SentMail), found
    return found


def placeless(document: SentDocument) -> SentDocument:
    """Leave out what a server chooses: UIDs, the day of storing, the size that keys are made of, the way it is read."""
    message = replace(document.message, uidvalidity=0, uid=0, stored=date(2000, 1, 1))
    return replace(document, message=message, key="", was_fetched_whole=False)


def test_the_same_letters_give_the_same_documents(server):
    """Messages, kinds, decoded sizes and the octets judged do not depend on the server."""
    mailbox = server.open()
    here, there = look(mailbox), look(fake())
    mailbox.close()
    assert [placeless(document) for document in here.documents] == [placeless(found) for found in there.documents]
    assert [kind for _, kind in here.protected_messages] == [kind for _, kind in there.protected_messages]
    assert (here.messages, here.unexamined) == (there.messages, there.unexamined)
    assert [(folder.label, folder.total) for folder in here.folders] == [("Sent", len(letters.LETTERS))]


def test_the_same_letters_give_the_same_points_of_comparison(server):
    """Keys of the newest letters are equal; a second look finds nothing changed."""
    mailbox = server.open()
    looks = look_for_twins(mailbox, ACCOUNT, KEYS)
    unchanged, replies = is_unchanged(mailbox, looks), count_replies(mailbox, ACCOUNT)
    # Courier may number a folder anew at any moment, and is then rightly said to have changed.
    is_renumbered = mailbox.examine("INBOX").uidvalidity != looks[0].uidvalidity
    mailbox.close()
    theirs = look_for_twins(fake(), ACCOUNT, KEYS)
    assert [points(look) for look in looks] == [points(look) for look in theirs]
    assert (unchanged, replies) == (not is_renumbered, count_replies(fake(), ACCOUNT))


def points(look: MailboxLook) -> tuple[str, int, bool, list[tuple[int, str]]]:
    """Return what does not depend on the server."""
    newest: tuple[SampledMessage, ...] = look.newest
    return look.folder, look.total, look.is_complete, [(message.size, message.key) for message in newest]


def test_the_same_letter_shows_the_same_names(server):
    """For the member's own screen, decoded alike from every server."""
    mailbox = server.open()
    shown = [fetch_details(mailbox, ACCOUNT, document.message, KEYS) for document in look(mailbox).documents]
    mailbox.close()
    expected = [fetch_details(fake(), ACCOUNT, document.message, KEYS) for document in look(fake()).documents]
    assert [named(details) for details in shown] == [named(details) for details in expected]


def named(details: object) -> tuple[tuple[str, ...], list[str]]:
    """Return recipients and names, less the characters that Courier and pymap drop."""
    assert isinstance(details, MessageDetails), details
    names = [(document.name or "").replace("\\", "") for document in details.documents]
    return details.recipients, ["".join(letter for letter in name if letter.isascii()) for name in names]
