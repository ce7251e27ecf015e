"""What the evidence costs in round trips, beside the scan of sent letters and the test letter."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.gather.collect import collect
from mailcheck.gather.errands import ERRANDS
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Listing
from mailcheck.gather.sent import look_at_sent
from mailcheck.gather.sent_letters import FIRST
from mailcheck.gather.visit import silent
from mailcheck.gather.visiting import Visit
from mailcheck.model import Missing, Said, SentMail, opens, unreadable
from mailcheck.protection import judge_protection
from mailcheck.protection.turning import Later
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, WORK, arrived, letter
from tests.gather.questions import question
from tests.letters import attached
from tests.letters import letter as with_documents

AT_MOST = 13
"""25 are allowed. The fake mailbox has no sign-in; tests/contracts/test_cost_of_evidence.py counts on real servers."""
MARKED = arrived(at="home", peer="mx1.harbour.example") + "X-Sieve-Redirected-From: anna@harbour.example\r\n"


class Connector:
    """Gets into one mailbox; its server shows no rules."""

    def __init__(self, mailbox):
        self.mailbox = mailbox

    def open(self, account):
        return self.mailbox

    def scripts(self, account, recognise, today):
        return Missing("not offered", "sieve-not-offered")


def turns(account, *, without=()):
    """Return the round trips of a visit with everything due, less some errands and what every night asks first."""
    inbox = [letter(number, top=MARKED if number % 9 == 0 else arrived()) for number in range(520)]
    sent = [letter(number, sender=account.address, to="bo@elsewhere.example") for number in range(520)]
    mailbox = FakeMailbox({"INBOX": inbox, "Sent": sent}, flags={"Sent": ["\\Sent"]})
    visit = Visit(account, Connector(mailbox), question(WORK, HOME), silent)
    visit.enter()
    nightly = mailbox.traffic.turns
    visit.run(tuple(errand for errand in ERRANDS if errand.field not in without), dict, comparing=True)
    visit.look()
    assert visit.is_unchanged()
    return mailbox.traffic.turns - nightly


@pytest.mark.parametrize("account", [WORK, HOME, replace(HOME, joint=True)], ids=["practice", "home", "joint home"])
def test_the_evidence_costs_few_round_trips(account):
    """Everything is due, and many letters carry a mark."""
    assert turns(account, without=("sent",)) <= AT_MOST


def test_a_joint_home_address_is_hardly_looked_at():
    """Only what tells it from the practice, and under whose name it sends."""
    assert turns(replace(HOME, joint=True), without=("sent",)) < turns(HOME, without=("sent",))


def test_the_ways_of_letters_and_their_senders_cost_a_handful():
    """A closer look at the marked letters; the rest is fetched with what other errands ask."""
    whole = turns(WORK, without=("sent",))
    assert whole - turns(WORK, without=("sent", "traces", "sent_use")) <= 3


def test_an_inbox_that_changed_during_the_run_is_looked_at_again():
    """A letter that arrives while another account is read costs a second look, not the comparison."""
    boxes = {name: FakeMailbox({"INBOX": [letter(1)], "Sent": []}) for name in ("practice", "home")}

    class Both:
        def open(self, account):
            return boxes[account.name]

        def scripts(self, account, recognise, today):
            boxes["practice"].deliver("INBOX", letter(2))  # while the other account's rules are asked for
            return Missing("not offered", "sieve-not-offered")

    seen = collect((WORK, HOME), Both(), question(WORK, HOME))
    assert [pair.looked_together for pair in seen.pairs] == [True]
    assert len(seen.accounts[0].looks[0].newest) == boxes["practice"].examine("INBOX").exists


class Noted(FakeMailbox):
    """A mailbox that notes in which order things are asked for."""

    def flow(self, orders):
        self.noted = [order for order in orders if isinstance(order, Listing)]
        return super().flow(orders)


def test_the_documents_of_the_first_letters_are_asked_for_while_the_others_are_told():
    """The first list is a short one, and comes before the second."""
    sent = [letter(number, sender=WORK.address, to="bo@elsewhere.example") for number in range(300)]
    mailbox = Noted({"Sent": sent}, flags={"Sent": ["\\Sent"]})
    look_at_sent(mailbox, WORK, since=date(2000, 1, 1), said=Said(), keys=Keys(b"k" * 32), judge=judge_protection)
    first, second = mailbox.noted
    assert (len(first.uids), len(second.uids), first.uids[0] < second.uids[0]) == (FIRST, 200, True)


def test_while_a_password_is_tried_everything_else_is_looked_at():
    """What is then still wanted of the document comes from its own folder."""
    asked = []

    def slow(file):
        if not asked:
            raise Later(lambda: asked.extend(mailbox.calls), lambda: bool(asked))
        file.seek(50_000)
        return opens("pdf") if file.read(6) == b"MIDDLE" else unreadable("pdf", "it is another one")

    inbox = [letter(number, top=MARKED if number % 9 == 0 else arrived()) for number in range(20)]
    document = attached(b"a" * 50_000 + b"MIDDLE" + b"z" * 50_000)
    mailbox = FakeMailbox({"INBOX": inbox, "Sent": [with_documents(document)]}, flags={"Sent": ["\\Sent"]})
    visit = Visit(WORK, Connector(mailbox), replace(question(WORK, HOME), judge=slow), silent)
    visit.enter()
    visit.run(ERRANDS, dict, comparing=True)

    evidence = visit.evidence
    assert [call for call in asked if call.startswith("EXAMINE")] == ["EXAMINE INBOX", "EXAMINE Sent", "EXAMINE INBOX"]
    assert isinstance(evidence.sent, SentMail)
    assert [each.protection.state.value for each in evidence.sent.documents] == ["open"]
    assert evidence.traces.letters == len(inbox)
    assert [each.what for each in evidence.looked] == ["sent", "replies", "sharing", "sent_use", "traces", "scripts"]


@pytest.mark.parametrize("prefix", ["", "INBOX."])
def test_the_first_visit_guesses_what_folders_are_called(prefix):
    """Counters and rights come with the listing, also where all folders lie below the inbox."""
    names = ("INBOX", f"{prefix}Sent", f"{prefix}Drafts", f"{prefix}Archive")
    mailbox = FakeMailbox(
        {name: [letter(1)] for name in names},
        flags={f"{prefix}Sent": ["\\Sent"]},
        prefix=prefix,
        access={name: {"anna": "lr"} for name in names},
    )
    visit = Visit(WORK, Connector(mailbox), question(WORK, HOME), silent)
    visit.enter()
    assert len(mailbox.calls) == 1, mailbox.calls
    visit.run([each for each in ERRANDS if each.field == "sharing"], dict, comparing=False)
    assert len(mailbox.calls) == 1, mailbox.calls
    assert len(visit.evidence.sharing.folders) == len(names)
