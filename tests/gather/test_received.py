"""Whether people answer letters that this account sent."""

import pytest

from mailcheck.gather.received import NEWEST, count_replies
from mailcheck.model import Account, Missing, Role, Security
from tests.fake_mailbox import FakeMailbox

ACCOUNT = Account("work", Role.PROFESSIONAL, "Anna@Practice.example", "h", 993, Security.TLS, "anna")
REPLY = {"From": "ben@else.example", "To": "anna@practice.example", "In-Reply-To": "<one@practice.example>"}


def received(**fields: str | None) -> bytes:
    """Return a reply with these fields changed; None takes one out."""
    changed = REPLY | {name.replace("_", "-"): value for name, value in fields.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in changed.items() if value is not None).encode() + b"\r\nhi"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (received(), 1),
        (received(To="ben@else.example", Cc="Anna <ANNA@practice.example>"), 1),
        (received(In_Reply_To=None), 0),
        (received(To="list@else.example"), 0),
        (received(From="anna@practice.example"), 0),
        (received(List_Id="<talk.else.example>"), 0),
    ],
    ids=["reply", "in copy", "no reply", "to others", "from oneself", "list"],
)
def test_counts_replies_to_the_accounts_own_address(raw, expected):
    """A letter to oneself, of a list or to somebody else says nothing of what was sent from here."""
    assert count_replies(FakeMailbox({"INBOX": [raw]}), ACCOUNT) == expected


def test_looks_at_the_newest_only():
    """Three round trips, however full the inbox is."""
    mailbox = FakeMailbox({"INBOX": [received()] * (NEWEST + 20)})
    assert (count_replies(mailbox, ACCOUNT), mailbox.traffic.turns) == (NEWEST, 3)


def test_an_empty_inbox_holds_no_reply():
    """Nothing there is a zero, not a failure."""
    assert count_replies(FakeMailbox({"INBOX": []}), ACCOUNT) == 0


def test_an_inbox_that_cannot_be_opened_is_could_not_check():
    """A failed look is not a zero."""
    assert isinstance(count_replies(FakeMailbox({}), ACCOUNT), Missing)
