"""Whether the institute reviews its policy in time."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.model import Status
from mailcheck.model.days import months_between
from mailcheck.roster.policy_current import policy_current
from mailcheck.settings import load_policy

POLICY = replace(load_policy(), reviewed=date(2026, 11, 22), updated=date(2025, 11, 22))


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 11, 28), Status.MET),
        (date(2028, 5, 21), Status.MET),
        (date(2028, 5, 22), Status.NOT_MET),
    ],
)
def test_reviewed_every_eighteen_months(today, status):
    """To the day."""
    assert policy_current(POLICY, today).status is status


def test_updated_at_least_every_thirty_six():
    """A review alone is not enough."""
    assert policy_current(replace(POLICY, updated=date(2024, 1, 1)), date(2027, 1, 1)).status is Status.NOT_MET


def test_where_the_file_does_not_say_it_could_not_be_checked():
    """Silence is never a pass."""
    assert policy_current(replace(POLICY, updated=None), date(2026, 12, 1)).status is Status.COULD_NOT_CHECK


def test_months_are_whole():
    """The day counts."""
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2026, 1, 28), date(2026, 2, 28)) == 1
