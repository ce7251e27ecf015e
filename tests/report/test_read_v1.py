"""A report that was kept is read back as the same report."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.model import SentMonth
from mailcheck.report.html import html
from mailcheck.report.json_v1 import as_object, json_v1
from mailcheck.report.read_v1 import read_v1
from tests.golden.situations import SITUATIONS, reported
from tests.report.sample import REPORT

WITH_MONTHS = replace(
    REPORT, accounts=(replace(REPORT.accounts[0], months=(SentMonth(date(2026, 11, 1), 1, 2, 3, 4),)),)
)
FETCHED_WHOLE = replace(
    REPORT, accounts=(replace(REPORT.accounts[0], coverage=replace(REPORT.accounts[0].coverage, fetched_whole=3)),)
)


@pytest.mark.parametrize("report", [REPORT, WITH_MONTHS, FETCHED_WHOLE, *map(reported, SITUATIONS)])
def test_what_was_written_is_read_back(report):
    """Nothing of the contract is lost on the way, and a page made of it is the same, but for what a server said."""
    back = read_v1(json_v1(report))
    assert as_object(back) == as_object(report)
    unsaid = tuple(
        replace(each, problem=replace(each.problem, said="")) if each.problem else each for each in report.accounts
    )
    assert html(back) == html(replace(report, accounts=unsaid))


def test_a_report_from_before_some_fields_is_read_too():
    """What came later is simply absent."""
    old = as_object(WITH_MONTHS)
    del (
        old["accounts"][0]["months"],
        old["accounts"][0]["coverage"]["fetched_whole"],
        old["look_back"],
        old["not_looked"],
    )
    for each in old["findings"]:
        del each["together"], each["why"], each["incident"]
    for each in old["declarations"]:
        del each["question"]
    assert read_v1(json.dumps(old)).accounts[0].months == ()


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"schema": "mailcheck.run/1"}', '{"tool": 1, "policy": {}}'])
def test_what_is_no_report_is_refused(text):
    """With one kind of error, whatever is wrong with it."""
    with pytest.raises(ValueError):  # noqa: PT011 - a JSON error is one too
        read_v1(text)
