"""What the evidence of one account costs on real servers with everything due, beside the scan of sent letters."""

import time

import pytest

from mailcheck.gather.errands import ERRANDS
from mailcheck.gather.visit import silent
from mailcheck.gather.visiting import Visit
from mailcheck.model import AccountEvidence, Missing, Role
from tests.factories import account, home
from tests.gather.questions import question
from tests.patience import SOON

MOST_TURNS = 16
"""After the connection stands and is encrypted; signing in and logging out included. 25 are allowed."""


class Connector:
    """Gets into one running server; its mail rules are not asked for."""

    def __init__(self, server):
        self.server, self.mailbox = server, None

    def open(self, account):
        self.mailbox = self.server.open()
        return self.mailbox

    def scripts(self, account, recognise, today):
        return Missing("not offered", "sieve-not-offered")


def cost(server, of) -> tuple[int, float, AccountEvidence]:
    """Visit an account with everything due and switched on; return turns, seconds and what was seen."""
    asked = question(account(), home(), switched_on=frozenset({"correspondents"}))
    connector = Connector(server)
    visit = Visit(of, connector, asked, silent)
    began = time.monotonic()
    visit.enter()
    visit.run([errand for errand in ERRANDS if errand.field not in {"sent", "earlier"}], dict, comparing=True)
    visit.look()
    assert visit.is_unchanged()
    visit.leave()
    return connector.mailbox.traffic.turns, time.monotonic() - began, visit.evidence


@pytest.mark.server
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ["dovecot", "cyrus", "courier"])
def test_the_evidence_of_an_account_costs_few_turns(name, role, request):
    """On each server, at work and at home, every look succeeds, and the whole stays well below what is allowed."""
    of = home() if role is Role.PERSONAL else account(role=role)
    turns, seconds, seen = cost(request.getfixturevalue(name), of)
    missing = {each for each in seen.__slots__ if isinstance(getattr(seen, each), Missing)} - {"scripts"}
    print(f"{name} {role}: {turns} turns, {seconds:.2f} s")  # noqa: T201 - shown with -s, for docs/measured.md
    assert (missing, len(seen.looks)) == (set(), 2)
    assert turns <= MOST_TURNS
    assert seconds < SOON  # nothing waits for a time-out; on loopback it takes a fraction of a second
