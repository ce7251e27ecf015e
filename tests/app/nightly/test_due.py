"""Whether the nightly run is due, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.app.nightly.due import MOST_CUT_OFF, Ended, Journal, begun, finished, is_due, next_due

START = 150
"""Half past two."""
LONDON = ZoneInfo("Europe/London")
NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=LONDON)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ran(moment, ended=Ended.RAN):
    """The journal of one run."""
    return finished(begun(Journal(), moment, START), moment + timedelta(minutes=1), ended)


def hours(first, last):
    """Every half hour from one moment to another, by the clock on the wall in London."""
    moment = first.astimezone(UTC)
    while moment <= last.astimezone(UTC):
        yield moment.astimezone(LONDON)
        moment += HOUR / 2


def runs(first, last):
    """The runs that are made in some days, if it is asked twice in every hour."""
    journal, made = Journal(), []
    for moment in hours(first, last):
        if is_due(journal, moment, START):
            journal = ran(moment)
            made.append(moment)
    return made


def test_the_first_run_is_due_at_once():
    """Whoever switches it on sees it work."""
    assert is_due(Journal(), NIGHT, START)


def test_once_a_night_and_from_its_own_minute_on():
    """Not before it, and not twice."""
    journal = ran(NIGHT)
    assert not is_due(journal, NIGHT + HOUR, START)
    assert not is_due(journal, NIGHT + DAY - HOUR / 60, START)
    assert is_due(journal, NIGHT + DAY, START)


def test_a_night_that_was_slept_through_is_made_up_for_once():
    """Three nights away are one run."""
    journal = ran(NIGHT)
    assert is_due(journal, NIGHT + 3 * DAY + 9 * HOUR, START)
    assert not is_due(ran(NIGHT + 3 * DAY + 9 * HOUR), NIGHT + 3 * DAY + 12 * HOUR, START)


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 12, tzinfo=LONDON), datetime(2026, 10, 24, 12, tzinfo=LONDON)])
def test_an_hour_that_is_missing_or_comes_twice_changes_nothing(day):
    """The two nights on which clocks are changed: one run each."""
    made = runs(day, day + 3 * DAY)[1:]
    assert [moment.date() for moment in made] == [(day + number * DAY).date() for number in (1, 2, 3)]


@pytest.mark.parametrize("start", [65, 90, 119])
def test_the_hour_that_comes_twice_has_one_run(start):
    """Also where the member's own minute lies in it."""
    journal, made = ran(datetime(2026, 10, 24, 12, tzinfo=LONDON)), []
    for moment in hours(datetime(2026, 10, 25, 0, tzinfo=LONDON), datetime(2026, 10, 25, 23, tzinfo=LONDON)):
        if is_due(journal, moment, start):
            journal = finished(begun(journal, moment, start), moment, Ended.RAN)
            made.append(moment)
    assert len(made) == 1


def test_a_clock_that_was_days_ahead_does_not_stop_the_nights():
    """A run noted in 2031 would otherwise be the last for five years."""
    journal = ran(NIGHT + 1500 * DAY)
    assert is_due(journal, NIGHT, START)
    assert not is_due(ran(NIGHT), NIGHT + HOUR, START)


def test_a_clock_put_back_a_little_makes_no_second_run():
    """By a few seconds, or an hour."""
    journal = ran(NIGHT + HOUR)
    assert not is_due(journal, NIGHT + HOUR - timedelta(seconds=3), START)
    assert not is_due(journal, NIGHT, START)


def test_a_journey_makes_no_second_run_and_loses_no_night():
    """To New York and back."""
    journal = ran(NIGHT)
    there = (NIGHT + 12 * HOUR).astimezone(ZoneInfo("America/New_York"))
    assert not is_due(journal, there, START)
    assert is_due(journal, there + DAY, START)


def test_a_run_that_was_cut_off_is_made_again_soon_but_not_for_ever():
    """A power cut is no reason to wait; what ends every run at once would end the next one, too."""
    journal = Journal()
    for number in range(MOST_CUT_OFF):
        moment = NIGHT + number * HOUR
        assert is_due(journal, moment, START)
        journal = begun(journal, moment, START)
    assert not is_due(journal, NIGHT + 5 * HOUR, START)
    assert is_due(journal, NIGHT + DAY, START)
    assert begun(journal, NIGHT + DAY, START).cut_off == 1


def test_without_a_network_it_is_tried_again_within_the_hour():
    """A laptop that has just been opened has no network yet; no server was bothered."""
    journal = ran(NIGHT, Ended.OFFLINE)
    assert not is_due(journal, NIGHT + HOUR / 2, START)
    assert is_due(journal, NIGHT + 2 * HOUR, START)


@pytest.mark.parametrize("ended", [Ended.RAN, Ended.FAILED])
def test_what_was_answered_waits_for_tomorrow(ended):
    """A server that said "later" is left alone until the next night."""
    assert not is_due(ran(NIGHT, ended), NIGHT + 20 * HOUR, START)


def test_when_it_last_looked_stays_known():
    """Through nights on which it could not."""
    journal = finished(begun(ran(NIGHT), NIGHT + DAY, START), NIGHT + DAY, Ended.FAILED)
    assert journal.succeeded == NIGHT + timedelta(minutes=1)


def test_the_next_run_is_the_first_moment_that_is_asked_and_due():
    """The scheduler asks at one minute of every hour."""
    assert next_due(ran(NIGHT), NIGHT + 5 * HOUR, START, 30) == NIGHT + DAY
    assert next_due(ran(NIGHT), NIGHT + 5 * HOUR, START, 10) == NIGHT + DAY + HOUR * 4 / 6
    assert next_due(Journal(), NIGHT, START, 30) == NIGHT


@given(st.lists(st.integers(1, 60), min_size=20, max_size=200), st.integers(60, 299))
def test_whenever_it_is_asked_no_night_has_two_runs_and_none_is_left_out(waits, start):
    """For every way in which a computer may be awake now and then."""
    moment, journal = NIGHT, Journal()
    nights = []
    for wait in waits:
        moment += wait * HOUR / 3
        night = (moment.replace(tzinfo=None) - timedelta(minutes=start)).date()
        if is_due(journal, moment, start):
            journal = finished(begun(journal, moment, start), moment, Ended.RAN)
            nights.append(night)
        assert nights[-1] == night
    assert len(nights) == len(set(nights))
