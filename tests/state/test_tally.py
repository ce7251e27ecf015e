"""The counts that stay of a run."""

from mailcheck.report.json_v1 import json_v1
from mailcheck.state.tally import Tally, brief, is_brief, tally
from tests.report.sample import REPORT


def test_findings_are_counted_by_state_and_advice_is_left_out():
    """With the letters and documents of every account."""
    counted = tally(json_v1(REPORT))
    assert counted == Tally("attention", attention=2, settled=1, letters=412, documents=14)


def test_the_counts_survive_and_the_details_do_not():
    """A shortened run says the same in numbers, and holds no item any more; shortened again it stays as it is."""
    whole = json_v1(REPORT)
    short = brief(whole)
    assert tally(short) == tally(whole)
    assert [is_brief(whole), is_brief(short)] == [False, True]
    assert '"uid"' in whole
    assert '"uid"' not in short
    assert brief(short) == short


def test_a_report_that_says_nothing_counts_nothing():
    """An older or foreign report does no harm."""
    assert tally("{}") == Tally()
