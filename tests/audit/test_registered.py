"""The registration for data protection: a number, the day it runs out, a reminder, and never an accusation."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailcheck.audit.declarations import declarations
from mailcheck.model import Clause, Declaration, Declared, Policy, Said, Status

TODAY = date(2026, 11, 28)
ASKED = Declaration(
    "registration", "C-9", "Are you registered?", "You are.", asks="registration", covered="It covers me."
)
POLICY = Policy("p", "1", "A policy", TODAY, (Clause("C-9", "Registered", ""),), {}, (ASKED,))
ANSWER = Declared("registration", "yes", "Anna", TODAY, date(2027, 11, 28), "ZA123456", date(2027, 11, 1))


def standing(**changes):
    """Return how the answer stands, with something changed."""
    said = Said(declarations=(replace(ANSWER, **changes),))
    return declarations(POLICY, said, TODAY)[0]


def test_a_number_that_looks_right_is_declared():
    """And nothing more is to be said."""
    assert (standing().status, standing().note) == (Status.DECLARED, "")


@pytest.mark.parametrize("number", ["98765", "Z98", "ZZZ"])
def test_an_odd_number_is_please_check_and_never_not_met(number):
    """It may have been mistyped; the number itself is not repeated."""
    stands = standing(number=number)
    assert stands.status is Status.ATTENTION
    assert stands.note.startswith("Please look at the registration number again")
    assert number not in stands.note


def test_a_yes_without_a_number_asks_for_it():
    """As those who answered before it was asked for."""
    assert standing(number="").status is Status.ATTENTION


@pytest.mark.parametrize(("days", "is_reminded"), [(31, False), (30, True), (1, True), (0, True)])
def test_thirty_days_ahead_there_is_a_reminder(days, is_reminded):
    """It still counts, and the report says when it runs out."""
    stands = standing(runs_out=TODAY + timedelta(days=days))
    assert stands.status is Status.DECLARED
    assert bool(stands.note) is is_reminded


def test_run_out_is_not_reviewed():
    """A question, not a fault that was found."""
    stands = standing(runs_out=TODAY - timedelta(days=1))
    assert (stands.status, "ran out on 27 November 2026" in stands.note) == (Status.ATTENTION, True)


def test_covered_by_a_placement_does_not_apply():
    """As was answered; no number is asked for."""
    stands = standing(answer="not-applicable", number="", runs_out=None)
    assert (stands.status, stands.note) == (Status.NOT_APPLICABLE, "")
