"""Who else reads a mailbox, asked on the page: names afresh, for this screen alone, and one answer for each account."""

import pytest
from playwright.sync_api import expect

from mailcheck.model import Who
from mailcheck.settings import load_said
from tests.app.web.test_pages import NOTICE, accessible, alone
from tests.fake_mailbox import FakeMailbox

pytestmark = pytest.mark.server
OWN = {"owner": "lrs"}
READER = "partner-of-anna"


@pytest.fixture
def shared(desk, monkeypatch):
    """The practice's server lists somebody else who may read the inbox."""
    boxes = {}

    def opened(account):
        lists = {"INBOX": OWN | {READER: "lrs"}, "Sent": OWN} if account.role.is_professional else {}
        boxes[account.name] = FakeMailbox({"INBOX": [], "Sent": []}, flags={"Sent": [r"\Sent"]}, access=lists)
        return boxes[account.name]

    monkeypatch.setattr(type(desk), "opener", lambda self, settings: opened)
    yield desk
    assert all(each.is_closed for each in boxes.values())


def answers(desk):
    """What is written down of who else reads."""
    return [(each.account, each.who) for each in load_said(desk.settings().said_path).who_else]


def begin(page):
    """Come from Questions, and let mailcheck look."""
    page.goto("/declarations")
    page.get_by_role("link", name="Who else reads it").click()
    page.get_by_role("button", name="Look, and ask me").click()


def test_the_question_is_asked_with_the_names_and_answered(shared, page):
    """What was seen, the server's own name, several answers at once, what to do next; the names are gone again."""
    alone(shared)
    page.goto("/answer")
    accessible(page)
    begin(page)
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text("Somebody else with an account on your mail server may read the inbox.")).to_be_visible()
    expect(page.get_by_text(f"{READER} may read the inbox")).to_be_visible()
    accessible(page)
    page.get_by_label("A colleague, or a member of staff").check()
    page.get_by_label("My clinical executor").check()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Is it agreed in writing?")).to_be_visible()
    accessible(page)
    assert answers(shared) == [("practice", (Who.COLLEAGUE, Who.EXECUTOR))]
    page.go_back()
    page.wait_for_timeout(300)
    assert READER not in page.content()
    assert shared.access.take() is None


def test_an_answer_is_changed_only_if_that_is_asked_for(shared, desk_page):
    """What was answered is not asked again by itself; with the tick it is, with the day of the answer."""
    alone(shared)
    page = desk_page
    begin(page)
    page.get_by_label("Nobody but me").check()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("Then the list is wrong")).to_be_visible()
    begin(page)
    expect(page.get_by_text("There is nothing to answer")).to_be_visible()
    page.goto("/answer")
    page.get_by_label("Ask also about what I answered already").check()
    page.get_by_role("button", name="Look, and ask me").click()
    expect(page.get_by_text("you said: nobody but you. You can change that now.")).to_be_visible()
    page.get_by_label("My partner, or somebody in my family").check()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("It is common, and it can be put right")).to_be_visible()
    assert answers(shared) == [("practice", (Who.FAMILY,))]


def test_skipping_keeps_nothing(shared, desk_page):
    """It is asked again another time."""
    alone(shared)
    begin(desk_page)
    desk_page.get_by_role("button", name="Skip for now").click()
    expect(desk_page.get_by_text("That was all.")).to_be_visible()
    assert answers(shared) == []


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (("nobody", "supplier"), "Nobody and somebody cannot both be right"),
        ((), "Please choose an answer"),
        (("landlord",), "Please choose an answer"),
    ],
)
def test_a_muddled_answer_is_not_guessed_at(shared, client, who, words):
    """It is told, nothing is kept, and the question still stands."""
    alone(shared)
    client.post("/answer/begin")
    status, _, body = client.post("/answer/question", {"account": "practice", "who": who})
    assert (status, words in body) == (400, True)
    assert answers(shared) == []
    client.post("/answer/question", {"account": "home", "who": ("supplier",)})
    assert answers(shared) == []
    client.post("/answer/question", {"account": "practice", "who": ("supplier",)})
    assert answers(shared) == [("practice", (Who.SUPPLIER,))]
    shared.close()


def test_on_a_shared_log_in_nobody_signs_in(shared, desk_page, monkeypatch):
    """And no name is shown."""
    monkeypatch.setattr(type(shared), "opener", lambda *_: pytest.fail("it signed in"))
    desk_page.goto("/answer")
    desk_page.get_by_label("Yes, we share it").check()
    desk_page.get_by_role("button", name="Look, and ask me").click()
    expect(desk_page.get_by_role("heading", name="Then not on this screen")).to_be_visible()


def test_over_the_demos_real_mailboxes_there_is_an_end(desk, desk_page):
    """A real server is looked at; whatever it shows, the page comes to its end, and keeps no names."""
    alone(desk)
    begin(desk_page)
    while desk_page.get_by_role("button", name="Skip for now").count():
        desk_page.get_by_role("button", name="Skip for now").click()
    expect(desk_page.get_by_role("heading", name="Who else reads your professional mail?")).to_be_visible()
    assert desk.access.take() is None
