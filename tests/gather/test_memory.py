"""How long what an earlier run saw holds."""

from datetime import date, timedelta

import pytest

from mailcheck.gather.keys import Keys
from mailcheck.gather.memory import UNCHANGED, WEEKLY, Known, look_at_marks, seen_or_recalled, server_digest
from mailcheck.model import FolderMarks, Looked, Missing
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import WORK

TODAY = date(2026, 11, 28)
KEYS = Keys(b"k" * 32)
LOST, HIDDEN = Missing("lost"), Missing("hidden", retry="never")


def known(days, value="then", **more):
    """What was seen so many days ago."""
    return Known(value, TODAY - timedelta(days=days), "server", **more)


def seen(known, now="now", age=WEEKLY):
    """Return what comes of it, and from which day."""
    value, looked = seen_or_recalled("scripts", age, known, lambda: now, today=TODAY, server="server")
    return value, (TODAY - looked.day).days, looked.is_recalled


@pytest.mark.parametrize("days", [0, 1, 6])
def test_what_is_young_is_recalled(days):
    """With the day on which it was seen."""
    assert seen(known(days)) == ("then", days, True)


@pytest.mark.parametrize("days", [7, 13, 400, -1])
def test_what_is_old_is_looked_at_anew(days):
    """And so is what comes from a day that has not come yet."""
    assert seen(known(days)) == ("now", 0, False)


def test_what_asks_for_something_is_looked_at_anew():
    """Whoever puts it right sees that at once."""
    assert seen(known(1, again=True)) == ("now", 0, False)


@pytest.mark.parametrize(("days", "expected"), [(7, "then"), (13, "then"), (14, LOST), (-1, LOST)])
def test_a_look_that_fails_is_stood_in_for_up_to_twice_the_age(days, expected):
    """Past that it could not be checked."""
    assert seen(known(days), LOST)[0] == expected


def test_a_look_that_asks_for_something_and_fails_is_stood_in_for():
    """Silence is no pass: what asked goes on asking."""
    assert seen(known(1, again=True), LOST) == ("then", 1, True)


def test_a_server_that_keeps_something_to_itself_has_answered():
    """That is no failure to be stood in for; and it holds a week like everything else."""
    assert seen(known(8), HIDDEN) == (HIDDEN, 0, False)
    assert seen(known(3, HIDDEN)) == (HIDDEN, 3, True)


def test_what_did_not_change_was_looked_at_today():
    """The folders were asked, and said so."""
    value, looked = seen_or_recalled("sent", UNCHANGED, known(90), lambda: "now", today=TODAY)
    assert (value, looked) == ("then", Looked("sent", TODAY, is_recalled=True, server="server"))


def letters(count):
    """Some letters."""
    return [b"Message-ID: <%d@x.example>\r\n\r\nwords\r\n" % number for number in range(count)]


def test_marks_change_with_what_comes_and_goes():
    """And say nothing of a folder's name."""
    mailbox = FakeMailbox({"INBOX": letters(2), "Gesendet": letters(3)})
    inbox, sent = look_at_marks(mailbox, WORK, KEYS)
    assert (inbox.folder, inbox.messages, sent.folder, sent.messages) == ("INBOX", 2, "Gesendet", 3)
    mailbox.deliver("Gesendet", letters(4)[3])
    _, later = look_at_marks(mailbox, WORK, KEYS)
    assert (later.uidnext, later.messages, later.place) == (sent.uidnext + 1, 4, sent.place)


def test_what_evidence_rests_on():
    """What the server offers, the inbox's numbering, and for some of it every change of the sent folders."""
    inbox, sent = FolderMarks("INBOX", 1, 10, 5), FolderMarks("Sent", 2, 20, 7, "place")

    def digest(inbox=inbox, sent=sent, offers=("ACL",), *, with_sent):
        return server_digest(offers, (inbox, sent), KEYS, with_sent=with_sent)

    grown, filled = FolderMarks("Sent", 2, 21, 8, "place"), FolderMarks("INBOX", 1, 11, 6)
    assert digest(sent=grown, with_sent=False) == digest(inbox=filled, with_sent=False) == digest(with_sent=False)
    assert digest(inbox=filled, with_sent=True) == digest(with_sent=True)
    different = {
        digest(with_sent=False),
        digest(with_sent=True),
        digest(sent=grown, with_sent=True),
        digest(offers=(), with_sent=True),
        digest(inbox=FolderMarks("INBOX", 3, 10, 5), with_sent=True),
        digest(inbox=FolderMarks("INBOX", 3, 10, 5), with_sent=False),
    }
    assert len(different) == 6
    assert server_digest(("ACL",), (), KEYS, with_sent=False) == ""
