"""The nightly run switched on and off from the page, on a computer of the test's own; and the strip of days."""

from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from mailcheck.app.schedule import machine
from mailcheck.app.web.pages.nightly import WEEKS, weeks
from mailcheck.report.json_v1 import json_v1
from mailcheck.state import Run
from tests.app.web.test_pages import accessible
from tests.report.sample import REPORT

TODAY = date(2026, 11, 28)


class Computer:
    """A computer with cron and nothing else."""

    platform, python, user = "linux", "/usr/bin/python3", 0

    def __init__(self, home):
        self.home, self.environ, self.crontab = home, {"MAILCHECK_DATA": str(home)}, ""

    def run(self, command, *, given=None):
        """Answer as crontab does; nothing else is installed."""
        if command[0] != "crontab":
            return machine.Ran(machine.NOT_THERE)
        if given is not None:
            self.crontab = given
        return machine.Ran(0, self.crontab)


@pytest.mark.server
def test_it_is_switched_on_and_off(checked, desk_page, tmp_path):
    """By one button each; what the system has is what the page says."""
    page, checked.machine = desk_page, Computer(tmp_path)
    page.goto("/nightly")
    expect(page.get_by_text("The nightly run is switched off.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("The nightly run is switched on, by a line in your crontab.")).to_be_visible()
    assert "check --scheduled" in checked.machine.crontab
    accessible(page)
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("The nightly run is switched off.")).to_be_visible()
    assert "mailcheck" not in checked.machine.crontab


def test_the_strip_ends_with_this_week():
    """Thirteen weeks from Monday to Sunday; a day shows how its last run ended; what is ahead is empty."""
    at = datetime(2026, 11, 27, 3).astimezone()
    runs = [Run(at, json_v1(REPORT)), Run(at - timedelta(hours=1), '{"schema": "other"}')]
    strip = weeks(runs, TODAY)
    assert len(strip) == WEEKS
    assert {len(week) for week in strip} == {7}
    assert strip[-1][0].day.weekday() == 0
    assert {each.day: each.status for week in strip for each in week if each.status} == {at.date(): "attention"}
    assert [each.is_ahead for each in strip[-1]] == [False] * 6 + [True]
