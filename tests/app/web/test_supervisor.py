"""What a supervisor sees: shown in full, signed only then, and handed over as a file."""

import pytest
from playwright.sync_api import expect

from mailcheck.gather.credentials import Secrets
from tests.app.store_in_file import Store
from tests.app.web.test_pages import accessible

pytestmark = pytest.mark.server


@pytest.fixture
def with_key(checked, tmp_path, monkeypatch):
    """A desk whose member has a place for a key."""
    monkeypatch.setenv("STORE", str(tmp_path / "store.json"))
    checked.keeper_of = lambda settings, ask: Secrets(settings.data_folder, ask=ask, keyring=Store())
    return checked


def test_it_is_shown_before_it_is_signed(with_key, page):
    """Everything in words; then the file, whose words are no client's."""
    page.goto("/supervisor")
    expect(page.get_by_role("heading", name="How each clause stands")).to_be_visible()
    expect(page.get_by_text("No client's name, address, subject or file name is in it")).to_be_visible()
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Sign it and save the file").click()
    assert download.value.suggested_filename.endswith(".jws")


def test_what_was_not_shown_is_not_signed(with_key, client):
    """A form that nobody has read signs nothing."""
    status, _, body = client.post("/supervisor", {"shown": "2026-11-28T00:00:00+00:00"})
    assert status == 400
    assert "Please read it first." in body


def test_a_supervisor_without_accounts_finds_the_roster(desk, client):
    """Nothing went wrong: they have no mailbox here."""
    desk.config = desk.config.with_name("none.toml")
    status, _, body = client.get("/supervisor")
    assert (status, "none is set up here yet" in body, 'href="/roster"' in body) == (200, True, True)


def test_the_demo_says_what_it_has_not(desk, client):
    """As something that is so, and not as something that went wrong; before a check is asked for."""
    desk.is_demo = True
    for place, why in (("/supervisor", "there is no key to sign with"), ("/setup", "everything is set up already")):
        status, _, body = client.get(place)
        assert status == 200
        assert "Not in the demo" in body
        assert why in body
