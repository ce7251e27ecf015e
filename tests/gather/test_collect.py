"""All accounts side by side: who waits for whom."""

from threading import Event

from mailcheck.gather.collect import collect
from mailcheck.gather.domain import Records
from mailcheck.model import Missing
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import WORK, letter
from tests.gather.questions import question
from tests.patience import PATIENCE


class Mailbox(FakeMailbox):
    """Notes when its sent letters are read."""

    def __init__(self) -> None:
        self.is_read = Event()
        super().__init__({"INBOX": [letter(1)], "Sent": [letter(2)]}, flags={"Sent": ["\\Sent"]})

    def flow(self, orders):
        self.is_read.set()
        return super().flow(orders)


class Elsewhere:
    """The name system and the mail rules, which answer once letters are read, or else not at all."""

    def __init__(self) -> None:
        self.mailbox, self.names = Mailbox(), []

    def look_up(self, name, kind):
        assert self.mailbox.is_read.wait(PATIENCE)
        self.names.append(name)
        return Records()

    def open(self, account):
        return self.mailbox

    def scripts(self, account, recognise, today):
        assert self.mailbox.is_read.wait(PATIENCE)
        return Missing("not offered", "sieve-not-offered")


def test_letters_are_read_while_others_are_asked():
    """Neither the name system nor the mail rules hold a scan up; what they say is part of what was seen."""
    elsewhere = Elsewhere()
    (seen,) = collect((WORK,), elsewhere, question(WORK, resolver=elsewhere)).accounts
    assert isinstance(seen.domain, Missing)
    assert elsewhere.names
    assert seen.scripts == Missing("not offered", "sieve-not-offered")


def test_nobody_waits_for_the_farewell_who_has_a_place_for_it():
    """It takes a round trip, and changes nothing of what was seen."""
    elsewhere, later = Elsewhere(), []
    seen = collect((WORK,), elsewhere, question(WORK), behind=later.append)
    assert not isinstance(seen.accounts[0].connection, Missing)
    assert not elsewhere.mailbox.is_closed
    (farewell,) = later
    farewell()
    assert elsewhere.mailbox.is_closed
