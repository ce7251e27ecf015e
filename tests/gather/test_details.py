"""What `mailcheck show` tells of one sent message."""

from datetime import UTC, date, datetime

from mailcheck.gather.details import GONE, RENUMBERED, DocumentDetails, MessageDetails, fetch_details
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import (
    Account,
    Item,
    MessageRef,
    Missing,
    PartKind,
    Role,
    Said,
    Security,
    SentMail,
    opens,
)
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, forwarded, letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
RAW = letter(
    attached(b"x" * 30, "Ben-Client.pdf"),
    forwarded(letter(attached(b"y" * 30, "inner.pdf"))),
    to="Ben <ben@else.example>, c@else.example",
    fields=["Cc: d@else.example", "Bcc: e@else.example"],
)


def mailbox(**more) -> FakeMailbox:
    """Return a mailbox with one letter sent, in a folder with a telling name."""
    return FakeMailbox({"INBOX": [], "Letters of Ben": [RAW]}, flags={"Letters of Ben": ["\\Sent"]}, **more)


def place(**changed) -> MessageRef:
    """Return where that letter is, as evidence tells it."""
    told = {"folder": "Sent", "uidvalidity": 1, "uid": 1, "stored": date(2026, 11, 1)} | changed
    return MessageRef(**told)


def test_tells_names_recipients_and_day():
    """Fetched afresh from where evidence says, and with the keys of evidence."""
    sent = look_at_sent(
        mailbox(), ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens("pdf")
    )
    assert isinstance(sent, SentMail)
    keys = [document.key for document in sent.documents]
    found = fetch_details(mailbox(), ACCOUNT, place(), KEYS)
    assert found == MessageDetails(
        datetime(2026, 11, 1, 10, tzinfo=UTC),
        ("ben@else.example", "c@else.example", "d@else.example", "e@else.example"),
        (
            DocumentDetails(keys[0], "Ben-Client.pdf", 42, PartKind.DOCUMENT),
            DocumentDetails(keys[1], "inner.pdf", 42, PartKind.DOCUMENT),
        ),
    )


def test_an_item_of_a_report_leads_there_as_well():
    """A finding carries items, and they are enough."""
    assert isinstance(fetch_details(mailbox(), ACCOUNT, Item("Sent", 1, 1, date(2026, 11, 1)), KEYS), MessageDetails)


def test_what_is_no_longer_there_is_said_to_be_gone():
    """A folder that is not there, or a deleted letter, is not made up."""
    for gone in (place(folder="folder 3"), place(uid=9), place(uidvalidity=2, key="another")):
        assert fetch_details(mailbox(), ACCOUNT, gone, KEYS) == Missing(GONE, "gone", "never")


def test_a_letter_is_found_by_its_key_when_the_folder_was_numbered_anew():
    """Courier may change UIDVALIDITY between two looks; an old number must never show another letter."""
    sent = look_at_sent(
        mailbox(), ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens("pdf")
    )
    assert isinstance(sent, SentMail)
    renumbered = FakeMailbox({"S": [letter(identifier="other"), RAW]}, flags={"S": ["\\Sent"]}, uidvalidity=2)
    found = fetch_details(renumbered, ACCOUNT, sent.documents[0].message, KEYS)
    assert isinstance(found, MessageDetails)
    assert [document.name for document in found.documents] == ["Ben-Client.pdf", "inner.pdf"]
    item = Item("Sent", 1, 1, date(2026, 11, 1))
    assert fetch_details(renumbered, ACCOUNT, item, KEYS) == Missing(RENUMBERED, "renumbered", "once")


def test_a_lost_connection_is_told():
    """The reason is the server's."""
    found = fetch_details(mailbox(fails_after=1), ACCOUNT, place(), KEYS)
    assert found == Missing("the connection was lost", "connection-lost")


def test_nothing_is_shown_by_accident():
    """A value that is printed into a log names nobody and no file."""
    printed = repr(fetch_details(mailbox(), ACCOUNT, place(), KEYS))
    assert not any(word in printed for word in ("Ben", "ben", "inner", "else"))
