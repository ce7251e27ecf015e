"""The steps taken for real, with doubles for everything outside."""

from datetime import date

import pytest

from mailcheck.app.steps import Door, Way, screen
from mailcheck.app.steps.outside import Outside
from mailcheck.app.steps.work import TRANSITION, Walk
from mailcheck.attestation.key import member_key
from mailcheck.errors import AccountProblem, SettingsError
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.discovered import Discovery, Server, Source
from mailcheck.gather.imap.meeting import Met
from mailcheck.gather.trial import Trial
from mailcheck.model import Connection, Security
from mailcheck.settings import load_said, load_settings
from tests.app.test_passwords import Store
from tests.gather.name_servers import Canned

TODAY = date(2026, 11, 28)
CANARY = "Zq7-canary-password"
PLAIN = Met(frozenset({"AUTH=PLAIN"}), "TLSv1.3")


class World:
    """Everything outside, as a test wants it."""

    def __init__(self) -> None:
        self.met: Met | AccountProblem = PLAIN
        self.trial: Trial | AccountProblem = Trial(
            Connection(Security.TLS, "TLSv1.3", "PLAIN", is_loopback=False, server="x:993"), ("Sent",), 7
        )
        self.store = Store()
        self.secrets = []

    def meet(self, account, *, timeout=8.0):
        return self._given(self.met)

    def attempt(self, account, secret):
        self.secrets.append((account.user, secret))
        return self._given(self.trial)

    def _given(self, what):
        if isinstance(what, AccountProblem):
            raise what
        return what

    def outside(self) -> Outside:
        return Outside(
            resolver=Canned({}),
            fetch=lambda place: "",
            meet=self.meet,
            attempt=self.attempt,
            keyring=lambda: self.store,
            install=lambda path: ("It is on.",),
            place_entry=lambda: "The entry is there.",
        )


@pytest.fixture
def world():
    return World()


@pytest.fixture
def walk(world, tmp_path):
    environ = {
        "MAILCHECK_CONFIG": str(tmp_path / "settings" / "mailcheck.toml"),
        "MAILCHECK_DATA": str(tmp_path / "data"),
    }
    return Walk(outside=world.outside(), environ=environ, today=lambda: TODAY)


def taken(walk, progress, *answers):
    """Take answers; tasks in between are taken by themselves."""
    for each in answers:
        progress = walk.take(progress, each)
        while screen(walk.facts, progress).kind == "task":
            progress = walk.take(progress)
    return progress


TO_THE_PASSWORD = ("1", "n", "jane@gmail.com", "")


def test_an_account_is_found_tested_kept_and_written(walk, world):
    """And the day of set-up, once."""
    progress = taken(walk, walk.begin(), *TO_THE_PASSWORD, f"{CANARY}")
    assert (progress.at, progress.work.messages) == ("signed-in", 7)
    assert world.store.kept == {("mailcheck", "practice"): CANARY}
    assert load_said(walk.said_path).since == TODAY
    assert CANARY not in repr(progress)
    assert load_settings(walk.path).accounts[0].account.host == "imap.gmail.com"


@pytest.mark.parametrize("typed", ["abcd efgh ijkl mnop", "abcdefghijklmnop", " abcd efgh ijkl mnop\n"])
def test_the_spaces_of_an_app_password_do_not_matter(walk, world, typed):
    """Nor does what was copied along."""
    taken(walk, walk.begin(), *TO_THE_PASSWORD, typed)
    assert world.secrets[0][1].value == "abcdefghijklmnop"


def test_a_captive_portal_leads_to_words_and_not_to_a_password(walk, world):
    """Something else answered; try again, type another server, or declare."""
    world.met = AccountProblem("Something other than a mail server answered.", key="not-imap")
    progress = taken(walk, walk.begin(), "1", "n", "jane@gmail.com")
    assert progress.at == "unmet"
    assert "[not-imap]" in screen(walk.facts, progress).text
    world.met = PLAIN
    assert taken(walk, progress, "r").at == "prepare"
    assert world.secrets == []


def test_a_wrong_clock_is_told(walk, world):
    """As what it may be."""
    text = "The certificate is out of date, or your computer's clock is wrong."
    world.met = AccountProblem(text, key="tls-expired")
    assert "clock is wrong" in screen(walk.facts, taken(walk, walk.begin(), "1", "n", "jane@gmail.com")).text


def test_where_somebody_stopped_is_taken_up_by_another_walk(walk, world, tmp_path):
    """Without anything that was typed in hidden."""
    progress = taken(walk, walk.begin(), *TO_THE_PASSWORD)
    kept = walk.path.with_name("setup.json")
    assert kept.stat().st_mode & 0o077 == 0
    again = Walk(walk.path, outside=world.outside())
    assert again.begin() == progress
    kept.write_text("{damaged")
    assert again.begin().at == "door"


def test_a_disk_that_takes_nothing_is_told_and_nothing_is_half(walk, world, tmp_path):
    """A file stands where the folder should be; once it is gone, the same answer works."""
    progress = taken(walk, walk.begin(), *TO_THE_PASSWORD)
    walk.path.with_name("setup.json").unlink()
    walk.path.parent.rmdir()
    walk.path.parent.write_text("in the way")
    with pytest.raises(SettingsError, match="could not be"):
        walk.take(progress, CANARY)
    walk.path.parent.unlink()
    assert walk.take(progress, CANARY).at == "signed-in"


def test_the_plan_for_one_account_sets_the_weeks_of_separation(walk):
    """From today, for sixty days."""
    taken(walk, walk.begin(), "2", "n", "1", "jane@gmail.com", "", CANARY)
    transition = load_settings(walk.path).transition
    assert (transition.start, transition.until) == (TODAY, TODAY + TRANSITION)


def test_a_client_id_that_was_sent_opens_the_browser(walk, world):
    """It is written into the settings, and the steps go on from there."""
    world.met = Met(frozenset({"AUTH=XOAUTH2", "LOGINDISABLED"}), "TLSv1.3")
    progress = taken(walk, walk.begin(), "1", "n", "jane@outlook.com")
    assert (progress.at, progress.work.way) == ("no-client", Way.BROWSER)
    progress = taken(walk, progress, "i", "0000-1111-2222")
    assert progress.at == "prepare"
    assert taken(walk, progress, "").at == "browser"
    assert 'client_id = "0000-1111-2222"' in walk.path.read_text()
    assert world.secrets == []


def test_set_up_again_leaves_what_is_there(walk, world):
    """A second run shows what it found, and Enter keeps it."""
    taken(walk, walk.begin(), *TO_THE_PASSWORD, CANARY)
    before = walk.path.read_text()
    again = Walk(walk.path, outside=world.outside())
    progress = taken(again, again.afresh(), "1", "n", "")
    assert (progress.at, progress.work.address, progress.work.is_kept) == ("further", "jane@gmail.com", True)
    assert again.path.read_text() == before
    assert progress.door is Door.TWO


def test_a_server_that_is_found_elsewhere_is_asked_about(walk, monkeypatch, world):
    """Until the member says yes, no secret is asked for."""
    server = Server("imap.elsewhere.example", 993, Security.TLS, Source.SRV, is_trusted=False, username="local-part")
    monkeypatch.setattr(Outside, "find", lambda self, address: Discovery(None, server, PLAIN))
    progress = taken(walk, walk.begin(), "1", "n", "jane@practice.example")
    assert progress.at == "server"
    progress = taken(walk, progress, "y", "", CANARY)
    assert (progress.at, world.secrets[0][0]) == ("signed-in", "jane")


def kept_keys(world, folder):
    """Return how many keys for attestations are kept: in the store, and noted beside the state."""
    in_store = [user for _, user in world.store.kept if user.startswith("attestation key")]
    return len(in_store), len(list(folder.glob("attestation*.key")))


def test_at_the_end_there_is_a_key_that_signs_attestations(walk, world, tmp_path, monkeypatch):
    """Made without a question, in the password store, and not before: who stops leaves none behind."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    progress = taken(walk, walk.begin(), *TO_THE_PASSWORD, CANARY)
    seen = []
    while progress.at != "done":
        seen.append(kept_keys(world, tmp_path / "data"))
        progress = walk.skip(progress)
    assert set(seen) == {(0, 0)}
    assert kept_keys(world, tmp_path / "data") == (1, 1)
    settings = load_settings(walk.path)
    assert Secrets(settings.data_folder, keyring=world.store).own_key(member_key(settings)).hex() in set(
        world.store.kept.values()
    )
    assert kept_keys(world, tmp_path / "data") == (1, 1)


def test_on_a_shared_computer_no_key_is_made_beforehand(walk, world, tmp_path, monkeypatch):
    """Nothing secret is kept there before it is asked for."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    progress = taken(walk, walk.begin(), "1", "y")
    while progress.at != "done":
        progress = walk.skip(progress)
    assert kept_keys(world, tmp_path / "data") == (0, 0)
