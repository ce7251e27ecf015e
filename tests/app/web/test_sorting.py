"""Answers that are changed, and a look back, from the page."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from mailcheck.model import Answer
from mailcheck.settings import load_said
from tests.app.web.test_pages import NOTICE, accessible, alone

pytestmark = pytest.mark.server


def answers(desk):
    """What the member said of the documents, each once."""
    return [each.answer for each in load_said(desk.settings().said_path).sorted if each.document]


def answer_two(page):
    """Answer for two documents, and stop."""
    page.goto("/sort")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="No, it names or describes nobody").click()
    expect(page.get_by_text("2 of 7")).to_be_visible()
    page.get_by_role("button", name="The reader asked for it without a password").click()
    expect(page.get_by_text("3 of 7")).to_be_visible()
    page.get_by_role("button", name="Stop here").click()


def test_an_answer_is_changed(checked, page):
    """The latest first, with what was said; what is skipped stays, and nothing else is asked."""
    alone(checked)
    page.goto("/sort")
    expect(page.get_by_role("button", name="Ask again")).to_have_count(0)
    answer_two(page)
    expect(page.get_by_text("2 documents have your answer.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    expect(page.locator("dt:has-text('You said') + dd")).to_have_text("the reader asked for it open")
    accessible(page)
    page.get_by_role("button", name="Skip for now").click()
    expect(page.locator("dt:has-text('You said') + dd")).to_have_text("no")
    page.get_by_role("button", name="Yes, it does").click()
    expect(page.get_by_text("That was all of them.")).to_be_visible()
    assert sorted(answers(checked)) == sorted([Answer.ASKED_WITHOUT, Answer.CONFIDENTIAL])


def test_on_a_shared_log_in_no_answer_is_asked_again(checked, desk_page):
    """Names would be shown."""
    desk_page.goto("/sort")
    desk_page.get_by_label("No, this log-in is mine alone").check()
    desk_page.get_by_role("button", name="Begin").click()
    desk_page.get_by_role("button", name="No, it names or describes nobody").click()
    desk_page.get_by_role("button", name="Stop here").click()
    checked.is_own_log_in = False
    desk_page.goto("/sort")
    again = desk_page.locator("form", has=desk_page.get_by_role("button", name="Ask again"))
    again.get_by_label("Yes, we share it").check()
    again.get_by_role("button", name="Ask again").click()
    expect(desk_page.get_by_role("heading", name="Then not on this screen")).to_be_visible()


def test_what_was_sent_earlier_is_told_as_history(checked, page):
    """Only where it is asked for; it colours no clause."""
    before = checked.last_report(checked.settings())
    assert before.look_back == ()
    later = date.fromordinal(before.since.toordinal() + 20)
    text = re.sub(r"(?m)^(since = .*|\[check\])\n", "", checked.config.read_text())
    checked.config.write_text(f"{text}\n[check]\nsince = {later}\n")
    page.goto("/sort")
    page.get_by_text(re.compile("What was sent before")).click()
    expect(page.get_by_text("Most people leave it.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Look back").click()
    expect(page.get_by_text("The check is done.")).to_be_visible()
    page.get_by_role("link", name=re.compile("What was sent before")).click()
    expect(page.get_by_role("heading", name=re.compile("history, not judged"))).to_be_visible()
    expect(page.get_by_text("None of this counts, and there is nothing that you have to do.")).to_be_visible()
    accessible(page)
    assert checked.last_report(checked.settings()).look_back[0].letters > 0


def test_before_any_check_nothing_is_called_sorted_or_seen(desk, page):
    """Sort and Questions say that nothing was checked, and lead to the check."""
    page.goto("/sort")
    expect(page.get_by_text("Nothing was checked yet")).to_be_visible()
    expect(page.get_by_text("There is nothing to sort")).to_have_count(0)
    expect(page.locator("main").get_by_role("link", name="Check now")).to_have_attribute("href", "/check")
    accessible(page)
    page.goto("/declarations")
    expect(page.get_by_text("Nothing was checked yet")).to_be_visible()
    expect(page.get_by_text("can be seen without you")).to_have_count(0)
