"""What mailcheck itself wrote for a supervisor is no document to ask about."""

from dataclasses import replace

from mailcheck.audit.own_papers import without_own_papers
from mailcheck.model import Missing, opens
from mailcheck.model.protection import OWN_PAPER
from tests.factories import document, seen, sent


def test_attestations_are_left_out_and_nothing_else():
    """Known by their format, which their whole content decides."""
    other = document()
    own = replace(document(), key="own", protection=opens(OWN_PAPER))
    found = without_own_papers(seen(sent=sent(own, other)))
    assert found.sent.documents == (other,)


def test_what_was_not_looked_at_stays_missing():
    """Nothing is made of it."""
    missing = seen(sent=Missing("It was not reached."))
    assert without_own_papers(missing) == missing
