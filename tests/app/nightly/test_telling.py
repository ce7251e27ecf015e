"""What is told after a night: only what changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailcheck.app.nightly.concerns import NOT_RUN, Concern, concerns_of
from mailcheck.app.nightly.telling import decide, seen
from mailcheck.app.nightly.told import Telling, Told
from mailcheck.model import Status
from mailcheck.rules import outcome
from mailcheck.state.values import to_text
from tests.report.sample import LETTER as LETTER_ITEM
from tests.report.sample import REPORT, finding

TODAY = date(2026, 11, 22)
LETTER = Concern("letter", Status.ATTENTION)
OTHER = Concern("other", Status.NOT_MET)
UNSEEN = Concern("account:home", Status.COULD_NOT_CHECK)


class Nights:
    """Nights one after another; by default everybody can be told."""

    def __init__(self):
        self.told, self.day = Told(), TODAY

    def pass_by(self, *concerns, days=1, has_looked=True, reached=True, due=None):
        """Return what was told in the next night, if anything was."""
        self.day += timedelta(days=days)
        decision = decide(self.told, concerns, self.day, has_looked=has_looked, due=due)
        self.told = decision.delivered if reached else decision.pending
        return decision.telling


@pytest.fixture
def nights():
    """No night so far."""
    return Nights()


def test_what_is_new_is_told_once(nights):
    """At once, and not again the next night."""
    assert nights.pass_by(LETTER) == Telling(new=1, open=1)
    assert nights.pass_by(LETTER) is None
    assert nights.pass_by(LETTER, OTHER) == Telling(new=1, new_not_met=1, open=2)


def test_what_became_worse_is_told_at_once(nights):
    """A question that nobody answered in time."""
    nights.pass_by(LETTER)
    worse = Concern("letter", Status.NOT_MET)
    assert nights.pass_by(worse) == Telling(new=1, new_not_met=1, open=1)
    assert nights.pass_by(worse) is None


def test_what_became_better_and_worse_again_is_told_again(nights):
    """An exception that ran out."""
    nights.pass_by(OTHER)
    assert nights.pass_by(Concern("other", Status.ATTENTION, is_quiet=True)) is None
    assert nights.pass_by(OTHER) == Telling(new=1, new_not_met=1, open=1)


def test_what_is_open_is_told_again_after_seven_days_all_together(nights):
    """Five things that began on five days are one message a week."""
    nights.pass_by(LETTER)
    nights.pass_by(LETTER, OTHER)
    assert [nights.pass_by(LETTER, OTHER) for _ in range(6)] == [None] * 6
    assert nights.pass_by(LETTER, OTHER) == Telling(open=2, is_reminder=True)
    assert [nights.pass_by(LETTER, OTHER) for _ in range(6)] == [None] * 6


def test_a_question_or_an_exception_is_not_told_again(nights):
    """It was told once; the member knows."""
    asked = Concern("declaration:antivirus", Status.ATTENTION, is_quiet=True)
    assert nights.pass_by(asked) == Telling(new=1, open=1)
    assert {nights.pass_by(asked) for _ in range(29)} == {None}


def test_what_could_not_be_looked_at_is_told_after_three_days(nights):
    """A server that is down for a night is no news; after that, weekly."""
    assert [nights.pass_by(UNSEEN) for _ in range(3)] == [None] * 3
    assert nights.pass_by(UNSEEN) == Telling(unseen=1, unseen_days=3, is_new_unseen=True)
    assert [nights.pass_by(UNSEEN) for _ in range(6)] == [None] * 6
    assert nights.pass_by(UNSEEN) == Telling(unseen=1, unseen_days=10, is_reminder=True)


def test_what_will_not_mend_by_itself_is_told_at_once(nights):
    """A password that is no longer accepted: no further night helps."""
    refused = Concern("account:home", Status.COULD_NOT_CHECK, is_urgent=True)
    assert nights.pass_by(refused) == Telling(unseen=1, is_new_unseen=True)
    assert nights.pass_by(refused) is None


def test_that_it_can_be_looked_at_again_is_told_if_the_trouble_was(nights):
    """Otherwise nobody had noticed."""
    nights.pass_by(UNSEEN)
    assert nights.pass_by() is None
    nights.pass_by(UNSEEN)
    nights.pass_by(UNSEEN, days=3)
    assert nights.pass_by() == Telling(is_seen_again=True)
    assert nights.pass_by() is None


def test_that_everything_is_closed_is_told_once(nights):
    """From bad to good."""
    nights.pass_by(LETTER, OTHER)
    assert nights.pass_by(LETTER) is None
    assert nights.pass_by() == Telling(is_cleared=True)
    assert nights.pass_by() is None


def test_what_cannot_be_seen_tonight_is_not_closed(nights):
    """The account was not reached: its findings are neither over, nor new again the next night."""
    nights.pass_by(LETTER, OTHER)
    assert nights.pass_by(UNSEEN) is None
    assert nights.pass_by(LETTER, OTHER) is None
    assert nights.pass_by(NOT_RUN, has_looked=False) is None
    assert nights.pass_by(LETTER, OTHER) is None


def test_a_night_that_could_not_be_made_is_told_after_three(nights):
    """The settings cannot be read, for example; nothing stops silently."""
    nights.pass_by(LETTER)
    told = [nights.pass_by(NOT_RUN, has_looked=False) for _ in range(4)]
    assert told == [None, None, None, Telling(unseen=1, unseen_days=3, is_new_unseen=True)]
    assert nights.pass_by(LETTER) == Telling(open=1, is_seen_again=True)


def test_once_a_month_there_is_a_sign_of_life(nights):
    """Silence would look the same as being switched off."""
    told = [nights.pass_by() for _ in range(61)]
    assert [number for number, telling in enumerate(told) if telling] == [30, 60]
    assert told[30] == Telling()
    assert told[30].is_sign_of_life


def test_nights_that_could_not_be_made_give_no_sign_of_life(nights):
    """They are told for what they are."""
    nights.pass_by()
    telling = nights.pass_by(NOT_RUN, days=40, has_looked=False)
    assert telling is None
    assert nights.pass_by(NOT_RUN, days=3, has_looked=False) == Telling(unseen=1, unseen_days=3, is_new_unseen=True)


def test_what_reached_nobody_is_told_the_next_night(nights):
    """No screen, or no network; and it is told whole."""
    nights.pass_by(LETTER)
    assert nights.pass_by(LETTER, OTHER, reached=False) == Telling(new=1, new_not_met=1, open=2)
    assert nights.pass_by(LETTER, OTHER) == Telling(new=1, new_not_met=1, open=2)
    assert nights.pass_by(LETTER, OTHER) is None
    assert nights.pass_by(reached=False) == Telling(is_cleared=True)
    assert nights.pass_by() == Telling(is_cleared=True)


def test_what_was_over_before_anybody_was_told_is_not_told(nights):
    """Nobody has to hear that something is closed of which they never heard."""
    nights.pass_by()
    nights.pass_by(LETTER, reached=False)
    assert nights.pass_by() is None


def test_what_was_seen_on_the_screen_is_not_told_the_night_after(nights):
    """A check by hand shows everything."""
    nights.told = seen(nights.told, [LETTER, OTHER, UNSEEN], TODAY)
    assert nights.pass_by(LETTER, OTHER, UNSEEN) is None
    assert nights.pass_by(LETTER, OTHER, UNSEEN, days=6) == Telling(open=2, unseen=1, unseen_days=7, is_reminder=True)


def test_a_clock_that_was_ahead_does_not_silence_the_nights(nights):
    """Told in 2031, as far as it knew."""
    nights.day = date(2031, 1, 1)
    nights.pass_by(LETTER)
    nights.day = TODAY
    assert nights.pass_by(LETTER) is None
    assert nights.pass_by(LETTER, days=7) == Telling(open=1, is_reminder=True)


def test_thousands_that_stand_alike_are_kept_in_few_octets(nights):
    """For each of them its identifier, and not how it stands."""
    many = [Concern(f"{number:012x}", Status.ATTENTION) for number in range(5000)]
    assert nights.pass_by(*many) == Telling(new=5000, open=5000)
    assert nights.pass_by(OTHER, *many) == Telling(new=1, new_not_met=1, open=5001)
    assert len(to_text(nights.told)) < 16 * len(many)


def test_a_report_is_taken_apart_into_what_may_be_told():
    """Advice and what was closed are none; an exception is quiet; a finding of an account not reached is not seen."""
    assert tuple(concerns_of(REPORT, refused={"second"})) == (
        Concern("account:second", Status.COULD_NOT_CHECK, is_urgent=True),
        Concern("a1", Status.ATTENTION),
        Concern("d4", Status.ATTENTION, is_quiet=True),
        Concern("declaration:antivirus-current", Status.ATTENTION, is_quiet=True),
    )


def not_checked(name, **given):
    """A finding that could not be checked, in an account that was reached."""
    return finding(name, "sent-coverage", "MIP-KB-2", outcome(Status.COULD_NOT_CHECK, "practice", "No.", **given))


def test_where_nothing_failed_there_is_nothing_to_tell():
    """Nothing was sent yet: a member on holiday is not told every week that something could not be looked at."""
    found = (
        not_checked("quiet"),
        not_checked("failed", key="timeout"),
        not_checked("unexamined", items=[LETTER_ITEM]),
        not_checked("unreadable", items=[LETTER_ITEM], is_incident=True),
    )
    report = replace(REPORT, findings=found, declarations=(), accounts=REPORT.accounts[:2])
    assert set(concerns_of(report)) == {
        Concern("unseen:failed", Status.COULD_NOT_CHECK),
        Concern("unseen:unexamined", Status.COULD_NOT_CHECK),
        Concern("unreadable", Status.ATTENTION),
    }


def test_an_attestation_that_is_due_is_told_on_the_day_and_again_after_thirty(nights):
    """Not before, not every night; once it is written, not before the next is due."""
    due = TODAY + timedelta(days=3)
    reminder = Telling(is_attestation_due=True)
    assert [nights.pass_by(due=due) for _ in range(4)] == [None, None, reminder, None]
    assert [nights.pass_by(due=due) for _ in range(29)] == [None] * 28 + [reminder]
    later = due + timedelta(days=37)
    assert [nights.pass_by(due=later) for _ in range(8)] == [*[None] * 6, reminder, None]


def test_that_one_is_due_is_told_together_with_the_news(nights):
    """One message a night; a sign of life is not given beside it."""
    assert nights.pass_by(OTHER, due=TODAY) == Telling(new=1, new_not_met=1, open=1, is_attestation_due=True)


def test_that_one_is_due_is_told_again_if_nobody_was_reached(nights):
    """Nor in a night in which nothing could be looked at; what was seen by hand does not count as told."""
    assert nights.pass_by(due=TODAY, has_looked=False) is None
    assert nights.pass_by(due=TODAY, reached=False) == Telling(is_attestation_due=True)
    nights.told = seen(nights.told, (), nights.day)
    assert nights.pass_by(due=TODAY) == Telling(is_attestation_due=True)
    nights.told = seen(nights.told, (), nights.day)
    assert nights.pass_by(due=TODAY) is None
