"""Two inboxes that grow in step from one run to the next (evidence D8)."""

from dataclasses import replace

import pytest

from mailcheck.model import FolderMarks, Grade, Status
from mailcheck.model.baseline import Baseline
from mailcheck.rules.in_step import grown_in_step
from mailcheck.rules.separate_mailboxes import separate_mailboxes
from tests.factories import GONE, evidence, home, look, policy, sample, seen

BEFORE = Baseline(uidvalidity=7, uidnext=4)
LETTERS = sample("a", "b", "c", "d", "e")


def account(of=None, *, letters=LETTERS, before=BEFORE, uidnext=6, uidvalidity=7):
    """One inbox now, and as an earlier run saw it."""
    marks = FolderMarks("INBOX", uidvalidity, uidnext, len(letters))
    return seen(of, looks=(look(*letters, uidvalidity=uidvalidity),), marks=(marks,), before=before)


def private(**given):
    """The same of the home account."""
    return account(home(), **given)


def test_both_grew_by_the_same():
    """From 4 to 6, as one run saw both at 4."""
    assert grown_in_step(account(), private()) == 2


@pytest.mark.parametrize(
    "other",
    [
        private(uidnext=7),
        private(before=replace(BEFORE, uidnext=5)),
        private(before=None),
        private(uidvalidity=8),
        private(uidvalidity=8, before=replace(BEFORE, uidvalidity=8)),
        seen(home(), looks=GONE, before=BEFORE),
    ],
)
def test_anything_else_is_no_step(other):
    """Another number now or before, no earlier run, a folder numbered anew, a server that does not say."""
    assert grown_in_step(account(), other) == 0


def test_inboxes_that_did_not_grow_say_nothing():
    """Two that were made in the same second and are empty are equal for ever."""
    assert grown_in_step(account(uidnext=4), private(uidnext=4)) == 0


def judge(work, personal):
    """Return what the rule says."""
    (answer,) = separate_mailboxes(evidence(work, personal, together=True), policy("separate-mailboxes"))
    return answer


def test_growth_in_step_is_a_question_and_never_more():
    """It offers the test letter."""
    answer = judge(account(), private(letters=sample("a", "b", "c")))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.STRONG, ("D8",))
    assert "mailcheck letter" in answer.remedy


def test_growth_in_step_is_chance_where_each_holds_letters_of_its_own():
    """Two mailboxes at one provider, made in the same second, that got the same round letter."""
    answer = judge(account(), private(letters=sample("v", "w", "x", "y", "z")))
    assert answer.evidence_ids == ("D11",)
