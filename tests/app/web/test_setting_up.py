"""From nothing to the first report, in a real browser, against a real Dovecot."""

import re
from contextlib import nullcontext
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from mailcheck.app.steps.outside import Outside
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.pages.setting_up import blocks
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.domain import Records
from mailcheck.settings import FromSignIn, load_settings
from tests.app.store_in_file import Store
from tests.app.web.conftest import PHONE, opened
from tests.app.web.serving import serve
from tests.app.web.test_pages import accessible
from tests.servers.dovecot import Dovecot
from tests.servers.running import PASSWORD
from tests.servers.sign_in_service import SignInService
from tests.servers.starting import started
from tests.whole.mailboxes import fill, letters

pytestmark = pytest.mark.server
JANE = "jane@practice.example"


class NoNames:
    """A name system that knows nobody."""

    def look_up(self, name, kind):
        """Return nothing."""
        return Records(())


class OneServer:
    """A name system that knows where the practice's mail is."""

    def __init__(self, port):
        self.port = port

    def look_up(self, name, kind):
        """Return one service record, and nothing else."""
        is_known = (name, kind) == ("_imaps._tcp.practice.example", "SRV")
        return Records((f"0 1 {self.port} localhost.",) if is_known else ())


@pytest.fixture
def mailboxes(authority):
    """Two real mailboxes."""
    with started(lambda folder: Dovecot(folder, authority, users=("work", "home"))) as server:
        fill(server, "work", letters("client", 25), letters("sent", 3))
        fill(server, "home", letters("friend", 25))
        yield server


@pytest.fixture
def desk(tmp_path, monkeypatch, authority):
    """A desk on which nothing is set up, on a computer of its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.setenv("STORE", str(tmp_path / "store.json"))
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    return Desk(
        tmp_path / "settings" / "mailcheck.toml",
        lambda settings, ask: Secrets(settings.data_folder, ask=ask, keyring=Store()),
        resolver=NoNames(),
        outside=Outside(
            resolver=NoNames(),
            fetch=lambda address: "",
            keyring=Store,
            install=lambda path: ("The nightly run is switched on, by systemd.", "It has not run yet."),
            place_entry=lambda: "An entry is in your menu.",
        ),
    )


def go_on(page, *, choose="", write=None, button="Go on"):
    """Answer one screen."""
    if choose:
        page.get_by_label(choose).check()
    if write is not None:
        page.locator("input[name=answer]").fill(write)
    page.get_by_role("button", name=button, exact=True).click()


def heading(page, text):
    """Wait for a screen."""
    expect(page.locator("main h1")).to_contain_text(text)


def sign_in(page, mailboxes, user, *, wrong=False):
    """Name the server by hand, and sign in; at first with a password that is not right, if that is asked for."""
    heading(page, "The name of your mail server")
    go_on(page, write=f"localhost:{mailboxes.tls.port}")
    heading(page, "Your mail server")
    accessible(page)
    go_on(page)
    heading(page, "password of")
    accessible(page)
    if wrong:
        go_on(page, write="Zq7-canary-password", button="Sign in")
        heading(page, "That did not work")
        assert "Zq7-canary" not in page.content()
        accessible(page)
        go_on(page, choose="sign in under another name")
    else:
        go_on(page, write=PASSWORD, button="Sign in")
        heading(page, "That did not work")
        go_on(page, choose="sign in under another name")
    heading(page, "The name to sign in with")
    go_on(page, write=user)
    heading(page, "password of")
    go_on(page, write=PASSWORD, button="Sign in")
    heading(page, "works")
    assert PASSWORD not in page.content()
    go_on(page)


def test_from_nothing_to_the_first_report(desk, mailboxes, served, browser, tmp_path):
    """Two accounts on a phone: a refused password, the letter, the report, the night, and the overview."""
    for page in opened(browser, served, viewport=PHONE):
        page.get_by_role("link", name="Set up").last.click()
        heading(page, "How is your mail arranged?")
        accessible(page)
        go_on(page, choose="I have two accounts")
        heading(page, "Does anyone else use this computer")
        go_on(page, choose="no, only me")
        heading(page, "Your professional address")
        go_on(page, write="not an address")
        expect(page.get_by_role("alert")).to_contain_text("That is not an email address.")
        accessible(page)
        go_on(page, write="anna@practice.example")
        sign_in(page, mailboxes, "work", wrong=True)
        heading(page, "Further addresses")
        go_on(page)
        heading(page, "Your partner's name")
        go_on(page)
        heading(page, "Your personal address")
        go_on(page, write="anna@home.example")
        heading(page, "Does someone else use your home address?")
        go_on(page)
        sign_in(page, mailboxes, "home")
        heading(page, "The test letter")
        page.locator("input[value=y]").check()
        go_on(page)
        expect(page.locator("main .card").first).to_contain_text(re.compile("MC[A-Z0-9]{8}"))
        go_on(page)
        heading(page, "first report")
        page.locator("input[value=y]").check()
        go_on(page)
        expect(page.locator("main")).to_contain_text("clauses:")
        accessible(page)
        while (title := page.locator("main h1").inner_text()) != "That is all":
            page.get_by_role("button", name="Skip this step").click()
            expect(page.locator("main h1")).not_to_have_text(title)
        accessible(page)
        page.get_by_role("link", name="See how things stand").click()
        expect(page.get_by_text("Last checked on")).to_be_visible()
        page.goto("/letter")
        expect(page.get_by_text(re.compile("Test letter MC[A-Z0-9]{8}"))).to_be_visible()
        accessible(page)
    accounts = load_settings(desk.config).accounts
    assert [(each.account.name, each.account.host) for each in accounts] == [
        ("practice", "localhost"),
        ("home", "localhost"),
    ]
    assert 'secret = "keyring"' in desk.config.read_text("utf-8")
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "store.json"]
    assert [
        path for path in kept if b"canary" in path.read_bytes() or b'"%b"' % PASSWORD.encode() in path.read_bytes()
    ] == []


@pytest.fixture
def signed_in_elsewhere(authority):
    """A Dovecot that takes no password, and the sign-in service whose tokens it takes."""
    with (
        started(
            lambda folder: Dovecot(folder, authority, users=("jane@practice.example",), mechanisms="xoauth2")
        ) as mail,
        SignInService(mail.token, authority.context()) as service,
    ):
        fill(mail, "jane@practice.example", letters("client", 3), letters("sent", 3))
        yield mail, service


def test_signing_in_at_the_providers_own_page(desk, signed_in_elsewhere, served, browser):
    """The address is on the page for a browser that was not opened; refused at first, then granted, and kept."""
    mail, service = signed_in_elsewhere
    desk.outside = replace(
        desk.outside, resolver=OneServer(mail.tls.port), browser=lambda: nullcontext(lambda address: False)
    )
    for page in opened(browser, served, viewport=PHONE, ignore_https_errors=True):
        desk.config.parent.mkdir(parents=True)
        desk.config.write_text(service.toml())
        page.goto("/setup")
        go_on(page, choose="I have two accounts")
        go_on(page, choose="no, only me")
        go_on(page, write=JANE)
        heading(page, "Is this your mail server?")
        go_on(page, choose="yes, that is my mail server")
        heading(page, "Your mail server")
        go_on(page)
        service.refuses = "access_denied"
        approve(page)
        heading(page, "That did not work")
        expect(page.locator("main")).to_contain_text("[oauth-declined]")
        accessible(page)
        go_on(page, choose="try again")
        service.refuses = ""
        approve(page)
        heading(page, "works")
        expect(page.locator("main")).to_contain_text("3 sent messages")
    (account,) = load_settings(desk.config).accounts
    assert account.secret == FromSignIn("local")
    assert len(service.refresh_tokens) == 1
    assert next(iter(service.refresh_tokens)) not in desk.config.read_text("utf-8")


def approve(page):
    """Ask for the provider's page, open its address in another tab of the same browser, and say yes or no there."""
    heading(page, "Sign in with")
    go_on(page, choose="open my browser")
    line = page.locator("[data-steps] li", has_text="open this address yourself")
    address = line.get_by_role("link").get_attribute("href")
    accessible(page)
    tab = page.context.new_page()
    tab.goto(address)
    expect(tab.locator("h1")).to_have_text("That did not work." if "error" in tab.url else "Thank you.")
    tab.close()


def test_an_answer_from_another_tab_is_not_taken_for_this_question(desk, served, browser):
    """And the back button of the browser asks nothing twice."""
    for page in opened(browser, served):
        page.goto("/setup")
        other = page.context.new_page()
        other.goto("/setup")
        go_on(page, choose="I have two accounts")
        heading(page, "Does anyone else use this computer")
        go_on(other, choose="I use one account for everything")
        heading(other, "Does anyone else use this computer")
        page.go_back()
        page.goto("/setup")
        heading(page, "Does anyone else use this computer")
        page.get_by_role("button", name="Back", exact=True).click()
        heading(page, "How is your mail arranged?")


def test_where_somebody_stopped_they_go_on(desk, served, browser):
    """Closed in the middle, opened again another day."""
    for page in opened(browser, served):
        page.goto("/setup")
        go_on(page, choose="I have two accounts")
        heading(page, "Does anyone else use this computer")
    desk.walking.clear()
    from mailcheck.app.web.serving import listening

    with listening() as listener:
        again, stop = serve(desk, listener)
        for page in opened(browser, again):
            page.goto("/setup")
            heading(page, "Does anyone else use this computer")
        stop()


def test_a_screens_lines_become_paragraphs_and_lists():
    """The provider's steps are a list."""
    assert blocks("Do this:\n\n1. One.\n2. Two.\n\n- a\n- b\nEnd.") == [
        ("p", ["Do this:"]),
        ("ol", ["One.", "Two."]),
        ("ul", ["a", "b"]),
        ("p", ["End."]),
    ]
