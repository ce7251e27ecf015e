"""Asking a mail server who else may open a mailbox."""

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import OthersFolder
from mailcheck.gather.sharing import look_at_sharing, name_readers
from mailcheck.model import FolderReaders, Missing, OpenedMailbox, Reader, ReaderKind, Sharing
from tests.factories import account, home
from tests.fake_mailbox import FakeMailbox

KEYS = Keys(b"a key of the installation")
HOST = "imap.practice.example"
WORK = account(address="anna@practice.example", user="anna@practice.example", host=HOST)
HOME = home(address="anna@home.example", user="anna@home.example", host="imap.home.example")
OWN = {"anna@practice.example": "lrswipkxtecda"}
FLAGS = {"Sent": [r"\Sent"], "Drafts": [r"\Drafts"], "Archive": [r"\Archive"]}


def mailbox(access=None, folders=("INBOX", "Sent", "Drafts", "Archive"), **given):
    """A mailbox in which the member has every right, and others those of `access` in the inbox."""
    lists = dict.fromkeys(folders, OWN)
    if access is not None:
        lists["INBOX"] = OWN | access
    return FakeMailbox({name: [] for name in folders}, flags=FLAGS, access=lists, **given)


def readers(access, of=WORK, others=(HOME,)):
    """Return who may read the inbox beside the member."""
    found = look_at_sharing(mailbox(access), of, others, KEYS)
    return found.folders[0].readers


def test_nobody_else_may_read():
    """Inbox, Sent, drafts and archive are asked about, and the member's own rights are no finding."""
    found = look_at_sharing(mailbox(), WORK, (HOME,), KEYS)
    folders = tuple(FolderReaders(label, ()) for label in ("inbox", "Sent", "Drafts", "archive"))
    assert found == Sharing(shows_rights=True, folders=folders)


def test_it_costs_few_round_trips():
    """Two listings, the namespace and one flight of questions for four folders."""
    box = mailbox()
    look_at_sharing(box, WORK, (HOME,), KEYS)
    assert sorted(call.split()[0] for call in box.calls) == ["GETACL", "LIST", "LIST", "NAMESPACE"]


def test_folders_without_marks_are_found_by_name():
    """A server that marks nothing (Courier): below INBOX."""
    box = FakeMailbox(
        {name: [] for name in ("INBOX", "INBOX.Sent", "INBOX.Drafts", "INBOX.archive", "INBOX.Drafts of a book")},
        access={name: {"owner": "lr"} for name in ("INBOX", "INBOX.Sent", "INBOX.Drafts", "INBOX.archive")},
        prefix="INBOX.",
        delimiter=".",
    )
    found = look_at_sharing(box, WORK, (), KEYS)
    assert [folder.folder for folder in found.folders] == ["inbox", "Sent", "Drafts", "archive"]


def test_a_person_is_a_keyed_digest():
    """The same on every run of this installation, another one elsewhere, and never the name."""
    (reader,) = readers({"partner": "lrs"})
    assert (reader.kind, reader.account) == (ReaderKind.PERSON, "")
    assert readers({'"Partner"': "lr"}) == (reader,)
    assert readers({"somebody": "lr"}) != (reader,)
    elsewhere = look_at_sharing(mailbox({"partner": "lr"}), WORK, (), Keys(b"another installation"))
    assert elsewhere.folders[0].readers != (reader,)
    assert "partner" not in repr(reader)


@pytest.mark.parametrize("name", ["anyone", "anonymous", "authenticated"])
def test_everybody(name):
    """One reader, however many names there are for it."""
    assert readers({name: "lr", "anyone": "r"}) == (Reader(ReaderKind.EVERYONE),)


def test_a_group_is_known_again():
    """By a digest of its name."""
    (group,) = readers({"$staff": "lr"})
    assert (group.kind, bool(group.key)) == (ReaderKind.GROUP, True)
    assert group != readers({"$family": "lr"})[0]


@pytest.mark.parametrize(
    "access",
    [
        {"anyone": "p"},
        {"anyone": "l"},
        {"partner": "l"},
        {"partner": "lws"},
        {"-anyone": "lr"},
        {"-partner": "lrs"},
        {"owner": "lr", "administrators": "lr"},
        {"admin": "lr", "cyrus": "lr", "postmaster": "lr", "backup": "lr"},
        {"group=administrators": "lr"},
        {"ANNA@practice.example": "lr"},
        {"anna": "lr"},
        {"partner": ""},
    ],
)
def test_what_is_no_reader(access):
    """Posting and looking up, rights taken away, the server's own users, and the member however written."""
    assert readers(access) == ()


def test_the_members_home_account_is_no_stranger():
    """A full address tells it on any server; a bare name only on its own."""
    known = (Reader(ReaderKind.OWN_ACCOUNT, account="home"),)
    assert readers({"anna@home.example": "lr"}) == known
    same = home(address="private@home.example", user="private", host=HOST)
    assert readers({"private": "lr"}, others=(same,)) == known
    other_server = home(address="private@home.example", user="private", host="elsewhere.example")
    assert readers({"private": "lr"}, others=(other_server,))[0].kind is ReaderKind.PERSON


def test_another_professional_account_may_share():
    """Two professional accounts of one member may open each other without fault."""
    second = account(name="second", address="b@practice.example", user="b@practice.example", host=HOST)
    assert readers({"b@practice.example": "lr"}, others=(second,)) == ()


def test_anna_at_home_is_not_anna_at_the_practice():
    """The same name before the @ is another log-in."""
    assert readers({"anna@home.example": "lr"}, others=())[0].kind is ReaderKind.PERSON


def test_a_server_without_rights_is_not_asked():
    """Nothing is asked, and it is said that it shows nothing."""
    box = FakeMailbox({"INBOX": [], "Sent": []})
    assert look_at_sharing(box, WORK, (HOME,), KEYS) == Sharing(shows_rights=False)
    assert box.calls == []


def test_a_folder_that_the_server_keeps_to_itself_is_told():
    """NO to one folder: the others count, and that one could not be looked at."""
    box = FakeMailbox({"INBOX": [], "Sent": []}, flags=FLAGS, access={"INBOX": OWN})
    inbox, sent = look_at_sharing(box, WORK, (), KEYS).folders
    assert (inbox.readers, sent.readers.key) == ((), "refused-command")


def test_an_empty_answer_is_no_pass():
    """An owner at least must be on the list."""
    box = FakeMailbox({"INBOX": [], "Sent": []}, flags=FLAGS, access={"INBOX": {}, "Sent": OWN})
    assert look_at_sharing(box, WORK, (), KEYS).folders[0].readers.key == "unexpected-answer"


def test_a_server_that_refuses_everything_could_not_be_looked_at():
    """Missing, in the words of the refusal."""
    box = FakeMailbox({"INBOX": [], "Sent": []}, access={})
    assert look_at_sharing(box, WORK, (), KEYS) == Missing("the server would not tell", "refused-command")


@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_a_lost_connection_is_missing(calls):
    """Wherever it breaks before the answers are whole."""
    assert look_at_sharing(mailbox({"partner": "lr"}, fails_after=calls), WORK, (), KEYS).key == "connection-lost"


# --- from home ------------------------------------------------------------------------------------------------------


def others(name, owner="anna@practice.example", inner="", *, flags=(), is_persons=True):
    """A folder of somebody else's that the home log-in is shown."""
    return OthersFolder(name, owner, inner, frozenset(flags), is_persons)


def opened(shown, work=WORK, private=HOME):
    """Return which professional mailboxes a home log-in opens, given its rights in what it is shown."""
    box = FakeMailbox({"INBOX": []}, others=shown)
    return look_at_sharing(box, private, (work,), KEYS).opens


def test_home_opens_the_practice():
    """Listed, readable, and the practice's own name: the inbox and Sent."""
    shown = {
        others("shared/anna@practice.example"): "lrs",
        others("shared/anna@practice.example/Sent", inner="Sent"): "lr",
    }
    assert opened(shown) == (OpenedMailbox("practice", ("inbox", "Sent")),)


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {others("shared/anna@practice.example"): "l"},
        {others("shared/anna@practice.example", flags=(r"\noselect",)): "lr"},
        {others("shared/anna@practice.example"): None},
        {others("shared/john@practice.example", owner="john@practice.example"): "lr"},
        {others("shared/anna", owner="anna"): "lr"},
        {others("Shared Folders/anna", owner="anna", is_persons=False): "lr"},
    ],
    ids=[
        "nothing",
        "only listed",
        "no folder",
        "refused",
        "somebody else",
        "a bare name elsewhere",
        "a common folder's name",
    ],
)
def test_home_does_not_open_the_practice(shown):
    """Nothing shared, nothing readable, somebody else's, or a name that says too little."""
    assert opened(shown) == ()


def test_a_bare_name_tells_on_the_same_server():
    """Both log-ins at one server, of which the practice's is `anna`."""
    work = account(address="anna@practice.example", user="anna", host=HOST)
    private = home(user="private", host=HOST.upper())
    assert opened({others("Other Users/anna", owner="anna"): "lr"}, work, private) == (
        OpenedMailbox("practice", ("inbox",)),
    )
    assert opened({others("x/anna", owner="anna", is_persons=False): "lr"}, work, private) == ()


def test_only_a_few_folders_are_asked_about():
    """A hundred shared folders cost four questions, the inbox first."""
    shown = {others(f"s/{number}", inner=f"Client {number}"): "lr" for number in range(100)}
    box = FakeMailbox({"INBOX": []}, others=shown | {others("s"): "lr"})
    found = look_at_sharing(box, HOME, (WORK,), KEYS)
    assert found.opens == (OpenedMailbox("practice", ("inbox", "another folder")),)
    assert sum(call.startswith("MYRIGHTS") for call in box.calls) == 4


def test_home_is_looked_at_no_further():
    """No list of rights of the home account is asked for, and without a professional account nothing at all."""
    box = FakeMailbox({"INBOX": []}, others={}, access={"INBOX": {"partner": "lr"}})
    assert look_at_sharing(box, HOME, (WORK,), KEYS) == Sharing(shows_rights=True)
    assert box.calls == ["LIST others"]
    look_at_sharing(box, HOME, (home(name="second"),), KEYS)
    assert box.calls == ["LIST others"]


def test_a_connection_lost_at_home_is_missing():
    """Not "it does not open"."""
    box = FakeMailbox({"INBOX": []}, others={others("s"): "lr"}, fails_after=1)
    assert look_at_sharing(box, HOME, (WORK,), KEYS).key == "connection-lost"


# --- the member's own screen ----------------------------------------------------------------------------------------


def test_names_are_told_on_the_screen_alone():
    """The server's own names, with the folders; nothing of them when printed by accident."""
    box = mailbox({"partner": "lr", "anyone": "lr", "owner": "lr"})
    told = name_readers(box, WORK, (HOME,), KEYS)
    assert [(reader.name, reader.folders) for reader in told] == [("partner", ("inbox",)), ("anyone", ("inbox",))]
    assert told[0].reader == readers({"partner": "lr"})[0]
    assert "partner" not in repr(told)


def test_no_names_where_the_server_has_none():
    """Nothing is asked of it; and a lost connection is told."""
    assert name_readers(FakeMailbox({"INBOX": []}), WORK, (), KEYS) == ()
    assert name_readers(mailbox(fails_after=0), WORK, (), KEYS).key == "connection-lost"
