"""What mail programs suggest: a sentence, and no more (evidence J12, U8)."""

from datetime import date

import pytest

from mailcheck.audit.declarations import ONE_PROGRAM, declarations
from mailcheck.model import Declared, Said, Status
from mailcheck.model.use import SentUse
from mailcheck.rules.not_shared_mailbox import not_shared_mailbox
from mailcheck.rules.programs import one_program, several_programs
from mailcheck.settings import load_policy
from tests.factories import GONE, NOW, evidence, home, policy, seen, sharing


def use(*programs, zones=1):
    """Sent letters that name these programs."""
    return SentUse(letters=9, own=9, programs=programs, zones=zones)


def test_several_programs_are_a_sentence_that_changes_nothing():
    """Beside the answer about who may read."""
    work = seen(sharing=sharing(), sent_use=use("a", "b"))
    (answer,) = not_shared_mailbox(evidence(work), policy())
    assert (answer.status, answer.evidence_ids) == (Status.MET, ("J1", "J2", "J12"))
    assert "2 e-mail programs" in answer.detail
    assert "time zones" not in answer.detail


def test_time_zones_are_named_where_they_are_more_than_summer_and_winter():
    """A journey, or somebody elsewhere."""
    assert "in 3 time zones" in several_programs(seen(sent_use=use("a", "b", zones=3)))


@pytest.mark.parametrize("found", [use("a"), use(), GONE, None])
def test_one_program_or_none_that_is_named_is_nothing(found):
    """Nor is a look that failed."""
    assert several_programs(seen(sent_use=found)) == ""


def asked(work, private, answer=""):
    """Return how the declaration about the programme stands."""
    given = (Declared(ONE_PROGRAM, answer, "Anna", date(2026, 11, 1), date(2027, 11, 1)),) if answer else ()
    every = evidence(seen(sent_use=work), seen(home(), sent_use=private))
    found = declarations(load_policy(), Said(declarations=given), NOW.date(), every)
    return next(each for each in found if each.id == ONE_PROGRAM)


def test_one_program_on_both_accounts_is_a_question_beside_the_declaration():
    """The answer is stored and not inferred: the state does not change."""
    stands = asked(use("a", "b"), use("b"))
    assert (stands.status, "is it used by anybody else?" in stands.note) == (Status.ATTENTION, True)
    stands = asked(use("a"), use("a"), "not-applicable")
    assert (stands.status, "is it used by anybody else?" in stands.note) == (Status.NOT_APPLICABLE, True)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_settles_it(answer):
    """It is asked once."""
    assert asked(use("a"), use("a"), answer).note == ""


@pytest.mark.parametrize("private", [use("b"), use(), GONE, None])
def test_two_programs_say_nothing(private):
    """Nor does an account whose letters name none, or were not looked at."""
    assert asked(use("a"), private).note == ""
    assert one_program(evidence(seen(sent_use=use("a")), seen(home(), sent_use=private))) == ""
