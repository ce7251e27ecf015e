"""What tells one mailbox from another."""

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys
from mailcheck.gather.twins import SAMPLE, is_unchanged, look_for_twins
from mailcheck.model import Account, Role, Security
from tests.fake_mailbox import FakeMailbox
from tests.letters import letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"r" * 32)
LETTERS = [letter(identifier=str(number)) for number in range(5)]
FLAGS = {"Post": ["\\Sent"]}
GUID = "d1e2c3b4a5968778695a4b3c2d1e0f00"


def mailbox(**more) -> FakeMailbox:
    """Return a mailbox of five letters received and two sent."""
    return FakeMailbox({"INBOX": LETTERS, "Post": LETTERS[:2]}, flags=FLAGS, **more)


def test_looks_at_the_inbox_and_at_what_was_sent():
    """Labels instead of names, counts, and each letter as a point of comparison."""
    inbox, sent = look_for_twins(mailbox(uidvalidity=7), ACCOUNT, KEYS)
    assert (inbox.folder, inbox.uidvalidity, inbox.total, inbox.is_complete) == ("INBOX", 7, 5, True)
    assert (sent.folder, sent.total) == ("Sent", 2)
    assert [message.uid for message in inbox.newest] == [1, 2, 3, 4, 5]
    assert inbox.newest[:2] == sent.newest
    assert len({message.key for message in inbox.newest}) == 5


def test_looks_at_the_newest_letters_only():
    """A large folder costs no more than a small one."""
    many = [letter(identifier=str(number)) for number in range(SAMPLE + 10)]
    box = FakeMailbox({"INBOX": many})
    [inbox] = look_for_twins(box, ACCOUNT, KEYS)
    assert ([message.uid for message in inbox.newest], inbox.is_complete) == (list(range(11, SAMPLE + 11)), False)
    assert box.traffic.turns <= 6


def test_an_empty_inbox_is_complete():
    """Nothing to compare is an answer as well."""
    [inbox] = look_for_twins(FakeMailbox({"INBOX": []}), ACCOUNT, KEYS)
    assert (inbox.total, inbox.newest, inbox.is_complete) == (0, (), True)


def test_a_letter_without_an_identifier_has_no_key():
    """Two such letters must not look like the same."""
    [inbox] = look_for_twins(FakeMailbox({"INBOX": [letter(identifier="")]}), ACCOUNT, KEYS)
    assert inbox.newest[0].key == ""


def test_identifiers_can_be_compared_within_a_run_only():
    """Equal under one key, unrelated under another, and never shown as they are."""
    box = mailbox(guids={"INBOX": GUID}, mailbox_ids={"INBOX": "Fabcdefghij0123456789"})
    [first, *_], [again, *_], [other, *_] = (look_for_twins(box, ACCOUNT, key) for key in (KEYS, KEYS, Keys.random()))
    assert first == again
    assert len({first.guid, other.guid, first.mailbox_id, other.mailbox_id}) == 4
    assert GUID not in repr(first)


@pytest.mark.parametrize("found", ["27", "1234567890123456", "short", "with spaces in it, no less"])
def test_an_identifier_that_means_nothing_is_not_used(found):
    """Yahoo answers 27: short or numeric identifiers count within one account only."""
    inbox, _ = look_for_twins(mailbox(mailbox_ids={"INBOX": found}), ACCOUNT, KEYS)
    assert inbox.mailbox_id == ""


def test_an_inbox_that_did_not_change_is_said_to():
    """Asked again later, it is as it was."""
    box = mailbox()
    looks = look_for_twins(box, ACCOUNT, KEYS)
    assert is_unchanged(box, looks) is True


def test_an_inbox_that_changed_is_said_to():
    """A new letter changes it, also if one is deleted at the same time; so does a rebuilt folder."""
    box = mailbox()
    looks = look_for_twins(box, ACCOUNT, KEYS)
    assert is_unchanged(mailbox(uidvalidity=2), looks) is False
    box.deliver("INBOX", letter(identifier="new"))
    assert is_unchanged(box, looks) is False
    del box._messages["INBOX"][1]
    assert is_unchanged(box, looks) is False
    assert is_unchanged(box, ()) is False


def test_a_sent_folder_that_cannot_be_opened_is_left_out():
    """The inbox alone can still be compared; a lost connection cannot."""
    account = Account("w", Role.PROFESSIONAL, "a@b", "h", 993, Security.TLS, "a", sent_folders=("Nowhere",))
    assert [look.folder for look in look_for_twins(mailbox(), account, KEYS)] == ["INBOX"]
    with pytest.raises(AccountProblem):
        look_for_twins(mailbox(fails_after=5), ACCOUNT, KEYS)
