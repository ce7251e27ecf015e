"""The double itself, beyond what the contract asks of every mailbox: its misbehaviour."""

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Mailbox
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import attached, forwarded, letter

RAW = letter(attached(b"x" * 300), forwarded(letter(attached(b"y" * 300))))


def opened(**more) -> FakeMailbox:
    """Return a mailbox with one letter, opened."""
    mailbox = FakeMailbox({"Sent": [RAW]}, **more)
    mailbox.examine("Sent")
    return mailbox


def test_keeps_the_protocol():
    """It can stand wherever a mailbox can."""
    mailbox: Mailbox = opened()
    mailbox.close()
    assert opened().connection.is_loopback


@pytest.mark.parametrize(
    ("misbehaviour", "expected"),
    [
        (None, b"eHh4eHh4"),
        (Misbehaviour.SHIFTS_RANGE, b"Hh4eHh4e"),
        (Misbehaviour.CUTS_RANGE, b"eHh4"),
    ],
)
def test_wrong_partial_answers(misbehaviour, expected):
    """As the real ones are wrong."""
    assert opened(misbehaves=[misbehaviour] if misbehaviour else []).range(1, "2", 4, 8) == expected


def test_an_ignored_range_answers_with_everything():
    """Longer than asked for."""
    assert len(opened(misbehaves=[Misbehaviour.IGNORES_RANGE]).range(1, "2", 4, 8)) > 400


def test_nested_sections_may_be_empty():
    """The attached message itself is still there."""
    mailbox = opened(misbehaves=[Misbehaviour.EMPTY_NESTED])
    assert (mailbox.range(1, "3.2", 0, 9), mailbox.range(1, "3.1", 0, 9)) == (b"", b"")
    assert mailbox.whole(1, "3", 10_000).startswith(b"Message-ID")


def test_a_vanished_message_is_listed_and_gone():
    """Left out of a fetch; a range of it is refused."""
    mailbox = opened(vanished=[("Sent", 1)])
    assert (mailbox.uids(), mailbox.envelopes([1])) == ((1,), ())
    with pytest.raises(AccountProblem):
        mailbox.range(1, "2", 0, 5)


def test_a_connection_is_lost_when_told():
    """Every call after that fails."""
    mailbox = opened(fails_after=2)
    assert mailbox.uids() == (1,)
    with pytest.raises(AccountProblem):
        mailbox.uids()


def test_counts_its_traffic():
    """Each call is a turn, and answers count."""
    mailbox = opened()
    before = mailbox.traffic
    mailbox.whole(1, "2", 10_000)
    assert mailbox.traffic.turns == before.turns + 1
    assert mailbox.traffic.received - before.received > 400
