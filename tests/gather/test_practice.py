"""The practice letter: found by its code in Sent, and what it carries has to need a secret."""

import io
from datetime import UTC, date, datetime

import pytest
import pyzipper

from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.practice import look_for_practice
from mailcheck.model.invitation import PracticeLetter
from mailcheck.parse.recognise import recognisers
from mailcheck.protection import judge_protection
from tests.factories import account
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

CODE = "MCABCDEFGH"
TODAY = date(2026, 11, 28)
WAITING = PracticeLetter(CODE, datetime(2026, 11, 27, tzinfo=UTC))
KEYS = Keys(b"k" * 32)
OPEN = b"notes of nobody " * 40


def locked():
    """A document with a password."""
    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"long enough to be one")
        archive.writestr("practice-sheet.txt", OPEN)
    return made.getvalue()


def sent(*contents, subject=CODE, identifier="1"):
    """A letter with documents, under a subject."""
    files = [attached(content, "protected-documents.zip", media_type="application/zip") for content in contents]
    return letter(*files, identifier=identifier).replace(b"Subject: hello", f"Subject: {subject}".encode())


def looked(*letters, folder="Sent", before=WAITING):
    """Look for the one practice letter in a mailbox with these letters."""
    mailbox = FakeMailbox({"INBOX": [], "Sent": [], folder: list(letters)}, flags={"Sent": ["\\Sent"]})
    whose = recognisers([account()], lambda text: KEYS.digest(Purpose.ADDRESS, text))[account().name]
    (found,) = look_for_practice([before], mailbox, whose, TODAY, keys=KEYS, judge=judge_protection)
    return found.seen, found.was_open


def test_a_protected_document_in_the_letter_with_the_code_is_practice():
    """The day on which it was seen is noted."""
    assert looked(sent(locked())) == (TODAY, False)


@pytest.mark.parametrize("contents", [(OPEN,), (locked(), OPEN), ()], ids=["open", "one of two", "none"])
def test_what_opens_without_a_secret_is_none(contents):
    """It is told, and may be sent again."""
    assert looked(sent(*contents)) == (None, True)
    assert looked(sent(*contents), sent(locked(), identifier="2")) == (TODAY, False)


def test_any_other_protected_document_is_none():
    """It was not made for this."""
    assert looked(sent(locked(), subject="Your report")) == (None, False)
    assert looked(sent(locked(), subject="MCZZZZZZZZ")) == (None, False)


def test_a_letter_that_was_not_sent_from_here_is_none():
    """Somebody else's, in the inbox."""
    assert looked(sent(locked()), folder="INBOX") == (None, False)


def test_an_account_that_fails_changes_nothing():
    """It is looked for again another time."""
    whose = recognisers([account()], lambda text: KEYS.digest(Purpose.ADDRESS, text))[account().name]

    class Failing(FakeMailbox):
        def folders(self):
            raise AccountProblem("It could not be reached.", key="unreachable")

    mailbox = Failing({"INBOX": []})
    assert look_for_practice([WAITING], mailbox, whose, TODAY, keys=KEYS, judge=judge_protection) == (WAITING,)
