"""The page as its reader uses it: a real Chromium, on a desk and on a phone, over the demo's real mailboxes."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import pyzipper
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mailcheck.model import Answer, Declared
from mailcheck.report.html import html
from mailcheck.settings import load_said, record_declaration
from tests.patience import PATIENCE
from tests.report.sample import REPORT

pytestmark = pytest.mark.server
SAMPLES = Path("tests/samples/files").absolute()
NOTICE = "Names are shown. Do not share this screen."


def accessible(page):
    """Nothing serious keeps anybody from using a page, and it does not spill over its edge."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def alone(desk):
    """The member has declared that nobody else uses the computer."""
    until = date(2099, 1, 1)
    record_declaration(
        desk.settings().said_path, Declared("computers-protected", "not-applicable", "", date.today(), until)
    )


def test_from_the_first_look_to_the_report(page, desk):
    """Nothing was checked yet: one button, progress, and then how things stand, with evidence and a next step."""
    expect(page.get_by_text("nothing has been looked at yet")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Check now").click()
    expect(page).to_have_url(re.compile("/check$"))
    accessible(page)
    expect(page.get_by_text("The check is done.")).to_be_visible()
    page.get_by_role("link", name="See how things stand").click()
    expect(page.locator("main h1")).to_have_text("Manchester Institute for Psychotherapy: Social Media Policy")
    card = page.locator("li.clause", has_text="Confidential documents are protected")
    expect(card).to_contain_text("7 letters carried documents that anybody can open.")
    expect(card.get_by_role("link", name="Sort")).to_have_attribute("href", "/sort")
    expect(page.get_by_text("the words of e-mails, where links lead to, and chats")).to_be_visible()
    expect(page.get_by_text("Last checked on")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="The whole report").click()
    expect(page.get_by_role("heading", name="In figures")).to_be_visible()
    accessible(page)


def test_the_names_behind_a_finding_are_asked_for_and_gone_again(checked, page):
    """Behind the log-in question, under the notice, and not behind the back button."""
    page.goto("/findings")
    accessible(page)
    page.get_by_role("link", name="A letter of").first.click()
    accessible(page)
    expect(page.get_by_text("Why it matters")).to_be_visible()
    assert "@" not in page.content()
    page.get_by_label("No, this log-in is mine alone").check()
    page.get_by_role("button", name="Show the names").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    shown = page.locator("[data-private]").inner_text()
    assert "@" in shown
    address = re.search(r"\S+@\S+", shown)[0]
    accessible(page)
    page.get_by_role("link", name="Hide the names").click()
    expect(page.get_by_text("Which one is it?")).to_be_visible()
    page.go_back()
    page.wait_for_timeout(300)
    assert address not in page.content()


def test_the_back_button_shows_no_names_without_a_script_either(checked, scriptless):
    """The browser has kept nothing."""
    page = scriptless
    page.goto("/findings")
    page.get_by_role("link", name="A letter of").first.click()
    page.get_by_label("No, this log-in is mine alone").check()
    page.get_by_role("button", name="Show the names").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    page.get_by_role("link", name="Hide the names").click()
    page.go_back()
    assert "@" not in page.locator("body").inner_text()


def test_on_a_shared_log_in_no_name_is_fetched(checked, desk_page, monkeypatch):
    """Nobody even signs in."""
    page = desk_page
    monkeypatch.setattr("mailcheck.app.names.open_mailbox", lambda *_: pytest.fail("it signed in"))
    page.goto("/findings")
    page.get_by_role("link", name="A letter of").first.click()
    page.get_by_label("Yes, we share it").check()
    page.get_by_role("button", name="Show the names").click()
    expect(page.get_by_role("heading", name="Then not on this screen")).to_be_visible()
    accessible(page)


def test_who_declared_to_be_alone_is_not_asked(checked, desk_page):
    """It is known already."""
    alone(checked)
    desk_page.goto("/findings")
    desk_page.get_by_role("link", name="A letter of").first.click()
    expect(desk_page.get_by_role("button", name="Show the names")).to_be_visible()
    expect(desk_page.get_by_text("under the same log-in")).to_have_count(0)


def test_sorting_one_document_at_a_time(checked, page):
    """Big answers, each kept at once; what to do today after a yes; and an end."""
    alone(checked)
    page.goto("/sort")
    expect(page.get_by_text("7 documents are waiting.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text("1 of 7")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Yes, it does").click()
    expect(page.get_by_text("Ask the reader to delete the first e-mail.")).to_be_visible()
    accessible(page)
    said = load_said(checked.settings().said_path).sorted
    assert [each.answer for each in said] == [Answer.CONFIDENTIAL]
    page.get_by_role("button", name="The reader asked for it without a password").click()
    page.get_by_role("button", name="Skip for now").click()
    for number in range(4, 8):
        expect(page.get_by_text(f"{number} of 7")).to_be_visible()
        page.locator("button[value=no]").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    accessible(page)
    answers = [each.answer for each in load_said(checked.settings().said_path).sorted]
    assert answers[:2] == [Answer.CONFIDENTIAL, Answer.ASKED_WITHOUT]
    assert set(answers[2:]) == {Answer.NOT_CONFIDENTIAL}
    assert len(answers) == 6


def test_two_tabs_give_one_answer_each_document(checked, desk_page):
    """The second tab's answer to a question that the first has answered is not taken for the next document."""
    alone(checked)
    first, second = desk_page, desk_page.context.new_page()
    first.goto("/sort")
    first.get_by_role("button", name="Begin").click()
    second.goto("/sort")
    expect(second.get_by_text("1 of 7")).to_be_visible()
    first.get_by_role("button", name="No, it names or describes nobody").click()
    expect(first.get_by_text("2 of 7")).to_be_visible()
    second.get_by_role("button", name="Yes, it does").click()
    expect(second.get_by_text("2 of 7")).to_be_visible()
    said = load_said(checked.settings().said_path).sorted
    assert [each.answer for each in said] == [Answer.NOT_CONFIDENTIAL]


def test_the_back_button_in_a_sitting_asks_for_nothing_twice(checked, desk_page):
    """What was answered stays answered."""
    alone(checked)
    page = desk_page
    page.goto("/sort")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="No, it names or describes nobody").click()
    expect(page.get_by_text("2 of 7")).to_be_visible()
    page.go_back()
    page.goto("/sort")
    expect(page.get_by_text("2 of 7")).to_be_visible()
    page.get_by_role("button", name="Stop here").click()
    expect(page.get_by_text("6 documents are waiting.")).to_be_visible()


def test_a_finding_is_closed_and_opened_again(checked, page):
    """Put right, written down, and taken back."""
    page.goto("/findings")
    page.get_by_role("link", name="A letter of").first.click()
    page.get_by_label("It was sent again, with a password.").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("You wrote down: closed.")).to_be_visible()
    assert [each.how for each in load_said(checked.settings().said_path).settled] == ["sent-again"]
    accessible(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Close it")).to_be_visible()
    assert load_said(checked.settings().said_path).settled == ()


def test_a_dated_exception(checked, page):
    """A reason from the policy's list and a last day."""
    page.goto("/findings")
    page.get_by_role("link", name="A letter of").first.click()
    page.get_by_text("Make a dated exception").click()
    accessible(page)
    page.locator("input[name=reason]").first.check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("You wrote down: an exception.")).to_be_visible()
    (made,) = load_said(checked.settings().said_path).exceptions
    assert made.until > date.today()


def test_a_check_is_stopped(checked, desk_page, monkeypatch):
    """It stops at its next step; the last report stays."""
    page = desk_page
    before = checked.last_report(checked.settings())
    original = checked.check

    def slow(progress, cancel):
        def told(step):
            page_is_waiting.wait(PATIENCE)
            progress(step)

        original(told, cancel)

    import threading

    page_is_waiting = threading.Event()
    monkeypatch.setattr(type(checked), "check", lambda self, progress, cancel: slow(progress, cancel))
    page.goto("/check")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Stop the check").click()
    page_is_waiting.set()
    expect(page.get_by_text("The check was stopped. Nothing was changed")).to_be_visible()
    assert checked.last_report(checked.settings()) == before


def test_everything_works_without_a_script(desk, scriptless):
    """Progress by loading the page anew."""
    page = scriptless
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("The check is done.")).to_be_visible()
    page.goto("/file")
    page.set_input_files("#upload", SAMPLES / "plain.docx")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("opens without a password")).to_be_visible()


def test_a_file_is_checked_and_protected(served, page, tmp_path):
    """The verdict, the copy and its passphrase; qpdf opens the copy with it and not without."""
    page.goto("/file")
    accessible(page)
    page.set_input_files("#upload", SAMPLES / "plain.pdf")
    expect(page.get_by_text("Chosen: plain.pdf")).to_be_visible()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("pdf: opens without a password")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Make the copy").click()
    passphrase = page.locator(".passphrase output").inner_text()
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the copy").click()
    assert download.value.suggested_filename == "plain-protected.pdf"
    copy = tmp_path / "copy.pdf"
    shutil.copy(download.value.path(), copy)

    def opens(*secret):
        return subprocess.run(["qpdf", *secret, "--check", copy], capture_output=True, check=False).returncode == 0

    assert opens(f"--password={passphrase}")
    assert not opens()
    page.get_by_role("button", name="Forget it").click()
    assert served.desk.file.take() is None


def test_a_file_is_dropped_anywhere_on_the_page(desk_page):
    """One at a time."""
    page = desk_page
    page.goto("/file")
    page.evaluate(
        """() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["%PDF-1.4 x"], "dropped.pdf"));
        document.querySelector("main").dispatchEvent(new DragEvent("drop", {bubbles: true, dataTransfer: transfer}));
    }"""
    )
    expect(page.get_by_text("Chosen: dropped.pdf")).to_be_visible()


def test_a_letter_is_judged_before_it_is_sent(desk_page, tmp_path):
    """Saved as a file: may it be sent, and what is in it."""
    from tests.letters import attached, letter

    (tmp_path / "draft.eml").write_bytes(letter(attached((SAMPLES / "plain.pdf").read_bytes(), "Jane Roe.pdf")))
    desk_page.goto("/file")
    desk_page.set_input_files("#upload", tmp_path / "draft.eml")
    desk_page.get_by_role("button", name="Look at it").click()
    expect(desk_page.get_by_text("May it be sent? Ask: 1 document opens without a password")).to_be_visible()


def test_what_a_letter_carries_is_protected_from_the_page(served, page, tmp_path):
    """One copy of all that is open, with their names inside; what has a password already is left as it is."""
    from tests.letters import attached, letter

    names = {"plain.pdf": "Jane Roe.pdf", "plain.docx": "Notes.docx", "user-r6.pdf": "sealed.pdf"}
    parts = [attached((SAMPLES / sample).read_bytes(), name) for sample, name in names.items()]
    (tmp_path / "draft.eml").write_bytes(letter(*parts))
    page.goto("/file")
    page.set_input_files("#upload", tmp_path / "draft.eml")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("2 documents in this letter open without a password.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_text("Take the 2 documents that open out of your letter")).to_be_visible()
    passphrase = page.locator(".passphrase output").inner_text()
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the copy").click()
    with pyzipper.AESZipFile(download.value.path()) as outer:
        outer.setpassword(passphrase.encode())
        with zipfile.ZipFile(io.BytesIO(outer.read("documents.zip"))) as inner:
            assert {name: inner.read(name) for name in inner.namelist()} == {
                name: (SAMPLES / sample).read_bytes() for sample, name in names.items() if name != "sealed.pdf"
            }


def test_one_document_of_a_letter_becomes_a_copy_of_its_own_kind(desk_page, tmp_path):
    """Which its reader's programs open."""
    from tests.letters import attached, letter

    (tmp_path / "draft.eml").write_bytes(letter(attached((SAMPLES / "plain.pdf").read_bytes(), "notes.pdf")))
    desk_page.goto("/file")
    desk_page.set_input_files("#upload", tmp_path / "draft.eml")
    desk_page.get_by_role("button", name="Look at it").click()
    desk_page.get_by_role("button", name="Make the copy").click()
    with desk_page.expect_download() as download:
        desk_page.get_by_role("link", name="Save the copy").click()
    assert download.value.suggested_filename == "notes-protected.pdf"


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.pdf", "\u202egnp.exe", "../../../etc/passwd", 'a"onclick="x.pdf']
)
def test_a_hostile_file_name_stays_a_name(desk_page, name, tmp_path):
    """It is shown as text, wherever it is shown, and leads nowhere."""
    page = desk_page
    page.goto("/file")
    page.set_input_files("#upload", {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"})
    page.get_by_role("button", name="Look at it").click()
    heading = page.locator("main h2").first
    expect(heading).to_contain_text(name.rpartition("/")[2].replace("\u202e", ""))
    assert page.locator("main img, main [onclick]").count() == 0
    assert "\u202e" not in page.content()


def test_the_questions_are_answered_one_by_one(desk, page):
    """A condition first; an answer is dated and kept; skipping keeps nothing."""
    page.goto("/declarations")
    accessible(page)
    page.get_by_role("link", name="Is your confidential professional material").click()
    accessible(page)
    expect(page.get_by_role("heading", name="Does anybody else use a computer")).to_be_visible()
    expect(page.locator(".step.question")).to_be_hidden()
    page.locator(".condition input[value=yes]").check()
    expect(page.locator(".step.question")).to_be_visible()
    accessible(page)
    page.locator(".question input[value=yes]").check()
    page.get_by_role("button", name="Keep this answer").click()
    (kept,) = load_said(desk.settings().said_path).declarations
    assert (kept.id, kept.answer) == ("computers-protected", "yes")
    expect(page).to_have_url(re.compile("/declarations/antivirus-current$"))
    page.get_by_role("button", name="Skip for now").click()
    assert len(load_said(desk.settings().said_path).declarations) == 1


def test_the_registration_asks_for_its_number_and_day(desk, page):
    """Only after a yes."""
    page.goto("/declarations/data-protection-registration")
    expect(page.locator(".step.number")).to_be_hidden()
    page.locator(".question input[value=yes]").check()
    page.locator("input[name=number]").fill("ZA 123456")
    page.locator("input[name=runs_out]").fill("2099-05-31")
    accessible(page)
    page.get_by_role("button", name="Keep this answer").click()
    (kept,) = load_said(desk.settings().said_path).declarations
    assert (kept.answer, kept.number, kept.runs_out) == ("yes", "ZA123456", date(2099, 5, 31))
    page.goto("/declarations/data-protection-registration")
    page.locator(".question input[value=yes]").check()
    expect(page.locator("input[name=number]")).to_have_value("ZA123456")
    expect(page.locator("input[name=runs_out]")).to_have_value("2099-05-31")


def test_an_odd_registration_is_looked_at_again_and_then_taken(desk, page):
    """A number of another form, and a day that is past: what was typed stays there, and is kept if it stays so."""
    keep = page.get_by_role("button", name="Keep this answer")
    page.goto("/declarations/data-protection-registration")
    page.locator(".question input[value=yes]").check()
    page.locator("input[name=number]").fill("Z12")
    page.locator("input[name=runs_out]").fill("2020-05-31")
    keep.click()
    expect(page.get_by_text("That does not have the form of an ICO number")).to_be_visible()
    expect(page.get_by_text("31/05/2020 is past")).to_be_visible()
    expect(page.locator("input[name=number]")).to_have_value("Z12")
    accessible(page)
    assert not load_said(desk.settings().said_path).declarations
    page.locator("input[name=runs_out]").fill("2021-05-31")
    keep.click()
    expect(page.get_by_text("31/05/2021 is past")).to_be_visible()
    keep.click()
    (kept,) = load_said(desk.settings().said_path).declarations
    assert (kept.answer, kept.number, kept.runs_out) == ("yes", "Z12", date(2021, 5, 31))


def test_a_word_is_no_registration_number(desk, page):
    """It is refused, and nothing is kept."""
    page.goto("/declarations/data-protection-registration")
    page.locator(".question input[value=yes]").check()
    page.locator("input[name=number]").fill("yes")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("That is no number.")).to_be_visible()
    assert not load_said(desk.settings().said_path).declarations


def test_the_nights_are_shown_day_by_day(checked, page):
    """With words for those who do not see colours."""
    page.goto("/nightly")
    expect(page.locator(".strip .state", has_text="Attention")).to_have_count(1)
    accessible(page)


def test_an_old_link_says_what_to_do(desk_page, served, browser):
    """Somebody who opens the link again is told how to come in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.origin}/enter?token=old")
    expect(page.get_by_text("mailcheck open")).to_be_visible()
    accessible(page)
    page.goto(f"{served.origin}/findings")
    expect(page.get_by_text("for the browser that mailcheck opened")).to_be_visible()
    context.close()


def test_it_is_closed_from_the_page(desk_page, served):
    """And says so, on a page that asks for nothing more: nobody would answer."""
    desk_page.get_by_role("button", name="Close mailcheck").click()
    expect(desk_page.get_by_role("heading", name="mailcheck is closed")).to_be_visible()
    accessible(desk_page)
    assert desk_page.evaluate("document.styleSheets[0].cssRules.length") > 10
    assert desk_page.evaluate("performance.getEntriesByType('resource').map(each => each.name)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_file_is_accessible(browser, tmp_path, scheme):
    """By day and by night, on a phone too, and it prints on A4."""
    path = tmp_path / "report.html"
    path.write_text(html(REPORT), encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    accessible(page)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    sizes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True))
    assert {(round(float(width)), round(float(height))) for width, height in sizes} <= {
        (595, 842),
        (596, 842),
        (595, 841),
    }
    context.close()


def test_the_dark_page_is_as_legible(checked, browser, served):
    """Every page that needs no step before it, at night."""
    context = browser.new_context(base_url=served.origin, color_scheme="dark")
    page = context.new_page()
    page.goto(served.serving.door.address)
    page.wait_for_url(f"{served.origin}/")
    for path in ("/", "/report", "/check", "/findings", "/sort", "/file", "/declarations", "/nightly", "/nowhere"):
        page.goto(path)
        accessible(page)
    context.close()
