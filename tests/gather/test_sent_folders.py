"""Which folders hold what was sent."""

from dataclasses import replace

import pytest

from mailcheck.gather.mailbox import ListedFolder
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import Account, Provider, Role, Security
from tests.fake_mailbox import FakeMailbox

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")


def found(names, account=ACCOUNT, *, flags=None, prefix="", delimiter="/") -> list[str]:
    """Return the names of the sent folders among these."""
    mailbox = FakeMailbox(dict.fromkeys(names, ()), flags=flags, prefix=prefix, delimiter=delimiter)
    return [folder.name for folder in find_sent(mailbox, account)]


@pytest.mark.parametrize("flag", ["\\Sent", "\\sent", "\\SENT"])
def test_every_marked_folder_counts_in_any_letter_case(flag):
    """Cyrus writes the mark in lower case; an account may have several."""
    names = ["INBOX", "Sent", "Praxis", "Archive/Out"]
    assert found(names, flags={"Praxis": [flag], "Archive/Out": [flag, "\\HasNoChildren"]}) == ["Praxis", "Archive/Out"]


@pytest.mark.parametrize(
    ("name", "prefix", "delimiter"),
    [
        ("Sent", "", "/"),
        ("sent items", "", "/"),
        ("INBOX.Sent", "INBOX.", "."),
        ("INBOX/Sent", "", "/"),
        ("[Google Mail]/Sent Mail", "", "/"),
        ("[Gmail]/Messages envoyés", "", "/"),
        ("Gesendete Objekte", "", "/"),
        ("INBOX.Éléments envoyés", "INBOX.", "."),
        ("Отправленные", "", "|"),
        ("Anfonwyd", "", None),
    ],
)
def test_well_known_names_are_known_without_a_mark(name, prefix, delimiter):
    """In the common languages of Europe, under the personal namespace."""
    names = ["INBOX", name, "Clients/Sent", "Sentimental", "Drafts"]
    assert found(names, prefix=prefix, delimiter=delimiter) == [name]


def test_the_providers_own_names_come_before_well_known_ones():
    """Where no folder is marked, the provider's name is more certain."""
    account = replace(ACCOUNT, provider=Provider("p", "P", "mailbox", sent=("Outgoing",)))
    assert found(["Sent", "Outgoing"], account) == ["Outgoing"]
    assert found(["Sent"], account) == ["Sent"]
    assert found(["INBOX.Outgoing"], account, prefix="INBOX.", delimiter=".") == ["INBOX.Outgoing"]


def test_the_settings_win_outright():
    """Names from the settings are used even beside a marked folder; one that is not there is not passed over."""
    account = replace(ACCOUNT, sent_folders=("old post", "Nowhere"))
    assert found(["Sent", "Old Post"], account, flags={"Sent": ["\\Sent"]}) == ["Old Post", "Nowhere"]


def test_a_folder_that_cannot_be_opened_is_left_out():
    """A container that only holds other folders has no letters."""
    flags = {"Sent": ["\\Sent", "\\Noselect"], "Sent/2026": ["\\Sent"]}
    assert found(["Sent", "Sent/2026"], flags=flags) == ["Sent/2026"]


def test_nothing_is_found_where_there_is_nothing():
    """No guess is made."""
    assert found(["INBOX", "Drafts", "Post"]) == []


def test_labels_never_carry_the_servers_own_name():
    """A folder may be named for a client: only our own words are shown, and each only once."""
    sent = frozenset({"\\sent"})
    folders = [
        ListedFolder("Letters to Ben Client", sent, "/"),
        ListedFolder("INBOX.GESENDET", frozenset(), "."),
        ListedFolder("Second for Ben Client", sent, "/"),
        ListedFolder("Third for Ben Client", frozenset(), "/"),
    ]
    assert labels_of(folders, "INBOX.") == ("Sent", "Gesendet", "folder 3", "folder 4")
