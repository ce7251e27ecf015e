"""The roster as its reader uses it: one file with seven hundred members, opened in a real Chromium."""

import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mailcheck.roster.html import FIRST, html
from mailcheck.roster.intake import take_in
from mailcheck.roster.store import Roster
from mailcheck.roster.view import troubled_first, view
from mailcheck.settings import load_policy
from tests.app.web.conftest import DESKTOP, PHONE
from tests.app.web.test_pages import accessible
from tests.bench.roster import START, week_of

pytestmark = pytest.mark.server
MEMBERS = 700


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """A view of seven hundred members, each with an attestation that was taken in."""
    folder = tmp_path_factory.mktemp("received")
    for number, text in enumerate(week_of(MEMBERS, 0, {})):
        (folder / f"{number}.jws").write_text(text)
    now = START + timedelta(hours=1)
    with Roster.open(tmp_path_factory.mktemp("roster") / "roster.sqlite3") as roster:
        take_in(roster, folder, now)
        found = view(roster, load_policy(), now)
    shutil.rmtree(folder)
    return found


@pytest.fixture(scope="module")
def address(seen, tmp_path_factory):
    """Where the page lies."""
    file = tmp_path_factory.mktemp("page") / "roster.html"
    file.write_text(html(seen), encoding="utf-8")
    return file.as_uri()


def opened(browser, address, **given):
    """Open the page; whatever it complains of, or would fetch, fails the test."""
    context = browser.new_context(**given)
    page, complaints = context.new_page(), []
    page.set_default_timeout(45_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else complaints.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def roster(request, browser, address):
    """The page on a desk and on a phone."""
    yield from opened(browser, address, viewport=request.param)


@pytest.fixture
def desk_roster(browser, address):
    """The page on a desk alone."""
    yield from opened(browser, address, viewport=DESKTOP)


@pytest.fixture
def scriptless_roster(browser, address):
    """The page in a browser that runs no script."""
    yield from opened(browser, address, viewport=DESKTOP, java_script_enabled=False)


def shown(page):
    """Return the members whose lines are on the page, in their order."""
    return page.locator("#members tbody tr > th").evaluate_all("all => all.map(each => each.firstChild.data)")


def heading(page, name):
    """The button over a column."""
    return page.locator("#members thead").get_by_role("button", name=name, exact=True)


def lines_taken_off(page):
    """Leave twenty lines: all are made alike, and axe looks at every cell, for minutes on a busy computer."""
    page.evaluate("[...document.querySelectorAll('#members tbody tr')].slice(20).forEach(each => each.remove())")


def test_the_most_urgent_are_shown_and_nothing_keeps_anybody_from_reading_them(seen, roster):
    """Three hundred of seven hundred, the worst first; every figure is there."""
    expect(roster.get_by_role("heading", name="The roster on")).to_be_visible()
    assert shown(roster) == [row.who for row in troubled_first(seen.rows)][:FIRST]
    expect(roster.locator("#others")).to_contain_text("These are the 300 most urgent; 400 more follow.")
    lines_taken_off(roster)
    accessible(roster)


def test_a_heading_sorts_everybody_and_not_only_those_on_the_page(desk_roster):
    """Up, and down again, Member 9 before Member 10; it is said, to those who cannot see it too."""
    page = desk_roster
    heading(page, "Member").click()
    names = [f"Member {number}" for number in range(MEMBERS)]
    assert shown(page) == names[:FIRST]
    expect(page.locator("#sorted")).to_have_text("Sorted by Member, ascending.")
    expect(page.locator("#members thead th").first).to_have_attribute("aria-sort", "ascending")
    heading(page, "Member").click()
    assert shown(page) == names[: -FIRST - 1 : -1]
    expect(page.locator("#members thead th").first).to_have_attribute("aria-sort", "descending")


def test_a_clause_is_sorted_by_its_state_the_worst_first(desk_roster):
    """Not by the letters of the word."""
    page = desk_roster
    heading(page, "KB-1").click()
    page.get_by_role("button", name="Show all").click()
    at = page.locator("#members thead th").evaluate_all("all => all.findIndex(each => each.ariaSort)")
    states = page.locator("#members tbody tr").evaluate_all(f"all => all.map(each => each.cells[{at}].className)")
    order = ["not-met", "attention", "declared", "met"]
    assert len(states) == MEMBERS
    assert set(states) == set(order)
    assert states == sorted(states, key=order.index)


def test_more_are_shown_and_then_all(seen, desk_roster):
    """Three hundred at a time; the button goes when nobody waits any more."""
    page = desk_roster
    everybody = [row.who for row in troubled_first(seen.rows)]
    page.get_by_role("button", name="Show 300 more").click()
    assert shown(page) == everybody[: 2 * FIRST]
    expect(page.locator("#others")).to_contain_text("600 members are shown; 100 more follow.")
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == everybody
    expect(page.locator("#others")).to_contain_text("All are shown.")
    expect(page.get_by_role("button", name="Show")).to_have_count(0)


def test_a_line_that_is_made_by_the_script_is_the_one_that_the_page_would_have_brought(seen, desk_roster, monkeypatch):
    """Cell by cell; nobody sees which is which."""
    page = desk_roster
    page.get_by_role("button", name="Show all").click()
    made = page.evaluate("[...document.querySelectorAll('#members tbody tr')].map(each => each.outerHTML)")
    monkeypatch.setattr("mailcheck.roster.html.FIRST", MEMBERS)
    page.evaluate("text => { document.getElementById('members').tBodies[0].innerHTML = text; }", lines_of(html(seen)))
    brought = page.evaluate("[...document.querySelectorAll('#members tbody tr')].map(each => each.outerHTML)")
    assert len(made) == MEMBERS
    assert made == brought


def lines_of(page):
    """Return the lines of members in a page's own text."""
    return page.split("<tbody>")[1].split("</tbody>")[0].strip()


def test_somebody_who_waits_outside_the_page_is_found(seen, desk_roster):
    """By a part of the name; whoever empties the field sees the beginning again."""
    page = desk_roster
    last = troubled_first(seen.rows)[-1].who
    assert last not in shown(page)
    page.get_by_role("searchbox").fill(last.upper())
    expect(page.locator("#sorted")).to_contain_text("found.")
    assert last in shown(page)
    assert all(last in each for each in shown(page))
    page.get_by_role("searchbox").fill("nobody of this name")
    expect(page.locator("#sorted")).to_have_text("0 members found.")
    assert shown(page) == []
    page.get_by_role("searchbox").fill("")
    assert len(shown(page)) == FIRST


def test_one_who_is_found_is_one_member(desk_roster):
    """And so it is said."""
    page = desk_roster
    page.get_by_role("searchbox").fill("Member 699")
    expect(page.locator("#sorted")).to_have_text("1 member found.")
    assert shown(page) == ["Member 699"]
    accessible(page)


def test_without_a_script_the_most_urgent_are_there_and_where_the_others_are(seen, scriptless_roster):
    """Nothing that would need a script is offered."""
    page = scriptless_roster
    assert shown(page) == [row.who for row in troubled_first(seen.rows)][:FIRST]
    expect(page.locator("#others")).to_contain_text("These are the 300 most urgent; 400 more follow.")
    expect(page.locator("noscript")).to_be_visible()
    assert "They are shown by a browser that runs scripts" in page.locator("noscript").inner_text()
    expect(page.get_by_role("button", name="Show")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(heading(page, "Member")).to_be_disabled()


def test_what_only_works_on_a_screen_is_not_printed(desk_roster):
    """Neither the field nor the buttons."""
    page = desk_roster
    page.emulate_media(media="print")
    expect(page.locator("#others")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
