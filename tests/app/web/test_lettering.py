"""The test letter on the page: looked for at once, and the member's own look where mailcheck has none."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from mailcheck.model.letter import Letter, LetterState
from mailcheck.settings import load_said, record_letter
from tests.app.web.test_pages import accessible

pytestmark = pytest.mark.server
EARLIER = datetime.now().astimezone() - timedelta(minutes=20)


def the_letter(desk):
    """The one test letter that is written down."""
    (found,) = load_said(desk.settings().said_path).letters
    return found


def without_home(desk):
    """Only the practice is connected."""
    text = desk.config.read_text()
    practice, *_ = (f"[[account]]{each}" for each in text.split("[[account]]")[1:] if '"professional"' in each)
    desk.config.write_text(text.split("[[account]]")[0] + practice)


def test_a_letter_is_looked_for_at_once(desk, page):
    """Where it has not come yet, the page says that it was looked for, and goes on waiting."""
    page.goto("/letter")
    accessible(page)
    expect(page.get_by_role("button", name="Look now")).to_have_count(0)
    page.get_by_role("button", name="Give me a code").click()
    expect(page.locator("main ol")).to_have_count(1)
    page.get_by_role("button", name="Look now").click()
    expect(page.get_by_text(re.compile(r"Looked at \d\d:\d\d\."))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("waiting for it"))).to_be_visible()
    accessible(page)
    assert the_letter(desk).state is LetterState.WAITING


def test_a_letter_that_has_come_is_found(desk, desk_page):
    """In the demo's own mail: its subject stands in for the code."""
    record_letter(desk.settings().said_path, Letter("soup", "home", "practice", EARLIER - timedelta(days=2)))
    desk_page.goto("/letter")
    desk_page.get_by_role("button", name="Look now").click()
    expect(desk_page.get_by_role("heading", name=re.compile("it arrived only where it was sent"))).to_be_visible()
    assert the_letter(desk).state is LetterState.APART


def test_a_mailbox_that_cannot_be_reached_is_told(desk, desk_page):
    """The letter is still waited for."""
    record_letter(desk.settings().said_path, Letter("MCAAAAAAAA", "practice", "home", EARLIER))
    desk.config.write_text(re.sub(r"(?m)^port = \d+$", "port = 1", desk.config.read_text()))
    desk_page.goto("/letter")
    desk_page.get_by_role("button", name="Look now").click()
    expect(desk_page.get_by_text(re.compile("practice could not be looked at"))).to_be_visible()
    assert the_letter(desk).state is LetterState.WAITING


@pytest.mark.parametrize(
    ("to", "seen", "button", "state"),
    [
        ("practice", LetterState.ARRIVED, "Yes, it is there", LetterState.BOTH),
        ("practice", LetterState.ARRIVED, "No, it is not there", LetterState.APART),
        ("", LetterState.WAITING, "Yes, it is there", LetterState.APART),
    ],
)
def test_the_member_looks_into_a_mailbox_that_is_not_connected(desk, desk_page, to, seen, button, state):
    """One question, and the answer is marked as the member's own."""
    without_home(desk)
    other = "" if to else "practice"
    record_letter(desk.settings().said_path, Letter("MCAAAAAAAA", to, other, EARLIER, seen, EARLIER))
    desk_page.goto("/letter")
    expect(desk_page.get_by_text("Look into your other mailbox")).to_be_visible()
    accessible(desk_page)
    desk_page.get_by_role("button", name=button).click()
    expect(desk_page.get_by_text("Look into your other mailbox")).to_have_count(0)
    assert (the_letter(desk).state, the_letter(desk).declared) == (state, True)


def test_the_member_is_not_asked_before_the_letter_can_be_there(desk, desk_page):
    """Within ten minutes, a letter that is not there may still be on its way."""
    without_home(desk)
    now = datetime.now().astimezone()
    record_letter(desk.settings().said_path, Letter("MCAAAAAAAA", "practice", "", now, LetterState.ARRIVED, now))
    desk_page.goto("/letter")
    expect(desk_page.get_by_role("heading", name=re.compile("it has arrived"))).to_be_visible()
    expect(desk_page.get_by_text("Look into your other mailbox")).to_have_count(0)
