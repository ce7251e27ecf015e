"""A page over the demo's mailboxes, with a report or without, and one real browser for all tests."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

import mailcheck
from mailcheck.app.demo import demo
from mailcheck.app.demo.keeper import DemoKeeper
from mailcheck.app.demo.names import DemoNames
from mailcheck.app.keeping import keep
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.serving import listening
from mailcheck.state import State
from tests.app.web.serving import serve

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESKTOP, PHONE = {"width": 1180, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def staged():
    """The demo's mail server, for all tests: it is only read."""
    with demo() as running:
        yield running, DemoKeeper(running.environ)


def desk_in(folder: Path, staged) -> Desk:
    """A desk whose settings, answers and state lie in a folder of the test's own."""
    running, keeper = staged
    path = Path(shutil.copy(running.settings_path, folder / "mailcheck.toml"))
    return Desk(
        path,
        lambda settings, ask: keeper,
        resolver=DemoNames(),
        adapt=lambda settings: replace(settings, data_folder=folder),
        roster_file=folder / "roster.sqlite3",
    )


@pytest.fixture(scope="session")
def first_check(staged, tmp_path_factory):
    """What the first check left behind: its state, and what it wrote down."""
    desk = desk_in(tmp_path_factory.mktemp("checked"), staged)
    settings = desk.settings()
    with State.open(settings.state_path) as state:
        keep(settings, state, mailcheck.check(settings, secrets=staged[1], state=state, resolver=DemoNames()))
    return settings


@pytest.fixture
def desk(tmp_path, staged):
    """A desk in a folder of its own; nothing was checked yet."""
    return desk_in(tmp_path, staged)


@pytest.fixture
def checked(desk, first_check):
    """The desk, after a first check."""
    settings = desk.settings()
    shutil.copy(first_check.state_path, settings.state_path)
    if first_check.said_path.exists():
        shutil.copy(first_check.said_path, settings.said_path)
    return desk


@pytest.fixture
def served(desk):
    """The page, and a bare client that has not come in yet."""
    with listening() as listener:
        found, stop = serve(desk, listener)
        yield found
        stop()


@pytest.fixture
def client(served):
    """The page, and a bare client that has come in."""
    served.enter()
    return served


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, started once."""
    expect.set_options(timeout=45_000)  # this computer may be busy
    with sync_playwright() as playwright:
        path = os.environ.get("MAILCHECK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request, browser, served):
    """A page of the browser that has come in, on a desk and on a phone; whatever it complains of fails the test."""
    yield from opened(browser, served, viewport=request.param)


@pytest.fixture
def desk_page(browser, served):
    """The same, on a desk alone."""
    yield from opened(browser, served, viewport=DESKTOP)


@pytest.fixture
def scriptless(browser, served):
    """A page in a browser that runs no script."""
    yield from opened(browser, served, viewport=DESKTOP, java_script_enabled=False)


def opened(browser, served, **given):
    """Open a page, and collect what its console says and where else it would go."""
    context = browser.new_context(base_url=served.origin, **given)
    page, complaints = context.new_page(), []
    page.set_default_timeout(45_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((served.origin, "data:")) else complaints.append(asked.url),
    )
    page.goto(served.serving.door.address)
    page.wait_for_url(f"{served.origin}/")
    yield page
    context.close()
    assert complaints == []
