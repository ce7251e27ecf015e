"""Who else may open a mailbox, asked of real servers; SETACL comes from a client of another make."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.sharing import look_at_sharing, name_readers
from mailcheck.model import Account, FolderReaders, OpenedMailbox, Reader, ReaderKind, Role
from tests.servers.certificates import Authority
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.sharing import Sharing
from tests.servers.starting import server_folder

pytestmark = pytest.mark.server

KEYS = Keys(b"a key of the installation")
EVERYONE = Reader(ReaderKind.EVERYONE)
WORK, HOME = "user0", "user1"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that mail processes may enter."""
    with server_folder() as made:
        yield made


def accounts(server) -> tuple[Account, Account]:
    """Return a professional and a personal account on one server."""
    home = replace(server.tls.account(HOME), name="home", role=Role.PERSONAL, address="user1@home.example")
    return replace(server.tls.account(WORK), name="practice"), home


def readers(server) -> dict[str, tuple[Reader, ...]]:
    """Return who may read the practice's folders beside its owner, and check that the names can be shown."""
    work, home = accounts(server)
    mailbox = server.tls.open(user=WORK)
    found = look_at_sharing(mailbox, work, (home,), KEYS)
    named = name_readers(mailbox, work, (home,), KEYS)
    mailbox.close()
    shown = {(label, each.reader) for each in named for label in each.folders}
    assert shown == {(each.folder, reader) for each in found.folders for reader in each.readers}
    return {each.folder: each.readers for each in found.folders}


def opens(server) -> tuple[OpenedMailbox, ...]:
    """Return which professional mailboxes the home log-in opens."""
    work, home = accounts(server)
    mailbox = server.tls.open(user=HOME)
    found = look_at_sharing(mailbox, home, (work,), KEYS)
    mailbox.close()
    return found.opens


def set_rights(server, folder: str, **rights: str) -> None:
    """Give or take rights, as somebody's mail program would."""
    client = server.tls.raw(WORK)
    for reader, letters in rights.items():
        answer, said = client.setacl(folder, reader, letters) if letters else client.deleteacl(folder, reader)
        assert answer == "OK", said
    client.logout()


def kinds(of: tuple[Reader, ...]) -> list[ReaderKind]:
    """Return what kind each reader is of."""
    return [reader.kind for reader in of]


def test_dovecot(folder: Path, authority: Authority):
    """Nobody, a stranger, the home log-in by both sides, everybody; and rights that let nobody read."""
    with Sharing(folder, authority, users=(WORK, HOME, "partner")) as server:
        assert readers(server) == {"inbox": (), "Sent": ()}
        assert opens(server) == ()

        server.share(WORK, "INBOX", partner="lrs")
        found = readers(server)
        assert (kinds(found["inbox"]), found["Sent"]) == ([ReaderKind.PERSON], ())
        assert opens(server) == ()

        server.share(WORK, "INBOX", partner="l")
        server.share(WORK, "Sent", **{"-partner": "lr", "user1": "l"})
        assert readers(server) == {"inbox": (), "Sent": ()}
        assert opens(server) == ()

        server.share(WORK, "INBOX", user1="lrs")
        assert readers(server)["inbox"] == (Reader(ReaderKind.OWN_ACCOUNT, account="home"),)
        assert opens(server) == (OpenedMailbox("practice", ("inbox",)),)

        server.share(WORK, "INBOX", user1="", anyone="lr")
        assert EVERYONE in readers(server)["inbox"]
        server.share(WORK, "INBOX", anyone="", **{"$staff": "lr"})
        assert kinds(readers(server)["inbox"]) == [ReaderKind.GROUP]


def test_dovecot_keeps_a_list_to_itself(folder: Path, authority: Authority):
    """An administrator's list without the right to administer: NO [NOPERM], which is no pass."""
    with Sharing(folder, authority, users=(WORK, HOME), everywhere="Sent owner lrs\n") as server:
        work, _ = accounts(server)
        inbox, sent = look_at_sharing(server.tls.open(user=WORK), work, (), KEYS).folders
        assert (inbox, sent.folder) == (FolderReaders("inbox", ()), "Sent")
        assert sent.readers.key == "refused-command"


def test_cyrus(folder: Path, authority: Authority):
    """`anyone lr`, `Other Users/`, a group; and the right to post, which Cyrus gives by habit."""
    with Cyrus(folder, authority, users=(WORK, HOME)) as server:
        server.tls.raw(HOME).logout()  # makes the mailbox
        assert readers(server) == {"inbox": (), "Sent": ()}
        set_rights(server, "INBOX", anyone="p", cyrus="lrswipkxtecda")
        set_rights(server, "Sent", user1="l")
        assert readers(server) == {"inbox": (), "Sent": ()}
        assert opens(server) == ()

        set_rights(server, "INBOX", anyone="lr")
        assert readers(server)["inbox"] == (EVERYONE,)
        set_rights(server, "INBOX", anyone="", partner="lrs", **{"group:staff": "lr", "-user1": "lr"})
        assert sorted(kinds(readers(server)["inbox"])) == [ReaderKind.GROUP, ReaderKind.PERSON]
        assert opens(server) == ()

        set_rights(server, "INBOX", **{"-user1": "", "user1": "lr"})
        set_rights(server, "Sent", user1="lr")
        assert Reader(ReaderKind.OWN_ACCOUNT, account="home") in readers(server)["Sent"]
        assert opens(server) == (OpenedMailbox("practice", ("inbox", "Sent")),)


def test_courier(folder: Path, authority: Authority):
    """The list it begins with, in quotes, names owner and administrators and is no finding; a stranger on it is."""
    with Courier(folder, authority) as server:
        assert readers(server) == {"inbox": (), "Sent": ()}
        set_rights(server, "INBOX.Sent", anyone="l", **{"-partner": "lr"})
        assert readers(server) == {"inbox": (), "Sent": ()}
        set_rights(server, "INBOX", partner="lrs")
        assert kinds(readers(server)["inbox"]) == [ReaderKind.PERSON]
        set_rights(server, "INBOX.Sent", anyone="lr")
        assert readers(server)["Sent"] == (EVERYONE,)


def test_a_dovecot_without_the_plugin_shows_nothing(dovecot):
    """And says so, instead of a pass."""
    work, _ = accounts(dovecot)
    mailbox = dovecot.open()
    before = mailbox.traffic.turns
    assert look_at_sharing(mailbox, work, (), KEYS).shows_rights is False
    assert mailbox.traffic.turns == before


def test_what_it_costs_on_the_wire(folder: Path, authority: Authority):
    """Turns of the conversation for a professional and for a personal account."""
    with Sharing(folder, authority, users=(WORK, HOME)) as server:
        work, home = accounts(server)
        server.share(WORK, "INBOX", user1="lrs")
        costs = []
        for account, others in ((work, (home,)), (home, (work,))):
            mailbox = server.tls.open(user=account.user)
            before = mailbox.traffic.turns
            look_at_sharing(mailbox, account, others, KEYS)
            costs.append(mailbox.traffic.turns - before)
        assert costs == [3, 3]
