"""What a sitting needs of the mailbox."""

from datetime import date

import pytest

from mailcheck.gather.details import GONE
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.gather.sitting import NESTED, SentLetters
from mailcheck.model import Account, Missing, Role, Said, Security, opens
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, forwarded, letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
NOTES, LEAFLET = b"notes of a session " * 3000, b"leaflet"
RAW = (
    letter(attached(NOTES, "Ben notes.pdf"), identifier="one", to="Ben <ben@else.example>"),
    letter(attached(LEAFLET, "leaflet.pdf"), identifier="two"),
    letter(forwarded(letter(attached(LEAFLET, "inner.pdf")), encoding="base64"), identifier="three"),
)


def mailbox(raw=RAW, **given):
    """A mailbox with these letters sent."""
    return FakeMailbox({"INBOX": [], "Sent": list(raw)}, flags={"Sent": ["\\Sent"]}, **given)


@pytest.fixture
def documents():
    """The documents as an earlier run saw them."""
    found = look_at_sent(
        mailbox(), ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens("pdf")
    )
    return found.documents


def test_many_letters_are_fetched_at_once(documents):
    """One EXAMINE and one FETCH, however many there are."""
    box = mailbox()
    details = SentLetters(box, ACCOUNT, KEYS).details(each.message for each in documents)
    assert [details[each.message.key].recipients for each in documents] == [("ben@else.example",)] * 3
    names = {part.key: part.name for letter in details.values() for part in letter.documents}
    assert [names.get(each.key) for each in documents] == ["Ben notes.pdf", "leaflet.pdf", None]
    assert [call.split()[0] for call in box.calls].count("FETCH") == 1


def test_a_letter_that_is_gone_is_left_out(documents):
    """The others are told all the same."""
    details = SentLetters(mailbox(vanished=[("Sent", 1)]), ACCOUNT, KEYS).details(each.message for each in documents)
    assert set(details) == {each.message.key for each in documents[1:]}


def test_letters_are_found_again_when_the_folder_was_numbered_anew(documents):
    """By their keys; another letter under the old number is not taken for one of them."""
    box = mailbox(RAW[::-1], uidvalidity=7)
    details = SentLetters(box, ACCOUNT, KEYS).details([documents[0].message])
    assert [part.name for part in details[documents[0].message.key].documents] == ["Ben notes.pdf"]


def test_a_file_is_fetched_whole(documents):
    """So that its copies can be known."""
    letters = SentLetters(mailbox(), ACCOUNT, KEYS)
    assert [letters.content(each) for each in documents[:2]] == [NOTES, LEAFLET]


def test_why_a_file_cannot_be_had_is_said(documents):
    """Deleted, inside another letter, or a connection that was lost."""
    assert SentLetters(mailbox(), ACCOUNT, KEYS).content(documents[2]) == Missing(NESTED, "nested", "never")
    gone = SentLetters(mailbox(RAW[:1]), ACCOUNT, KEYS).content(documents[1])
    assert gone == Missing(GONE, "gone", "never")
    lost = SentLetters(mailbox(fails_after=2), ACCOUNT, KEYS).content(documents[0])
    assert (lost.key, lost.retry) == ("connection-lost", "later")
