"""An account's password, kept in the computer's own store."""

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError

from mailcheck.app.cli import main
from mailcheck.app.passwords import put_in, take_out
from mailcheck.errors import UserError
from mailcheck.settings import load_settings
from tests.app.screen import on_a_screen

SECRET = "Zq7canary-Zq7"
SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "jane@practice.example"
host = "mail.practice.example"
secret = "{secret}"
"""


class Store(KeyringBackend):
    """A password store in memory, by keyring's own interface."""

    priority = 1

    def __init__(self, trouble=None, *, forgetful=False):
        super().__init__()
        self.kept, self.trouble, self.forgetful = {}, trouble, forgetful

    def get_password(self, service, username):
        if self.trouble:
            raise self.trouble
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if not self.forgetful:
            self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def settings(tmp_path):
    return written(tmp_path, "keyring")


def written(folder, secret):
    path = folder / "mailcheck.toml"
    path.write_text(SETTINGS.format(secret=secret), encoding="utf-8")
    return load_settings(path, environ={})


def answering(*answers):
    """Somebody who types these, one for each question."""
    left = list(answers)
    return lambda question: left.pop(0)


def test_a_password_typed_twice_is_kept(settings):
    """Under the account's name, where a check looks for it; the sentence does not repeat it."""
    store = Store()
    said = put_in(store, settings.accounts[0], settings, ask=answering(SECRET, SECRET))
    assert store.kept == {("mailcheck", "practice"): SECRET}
    assert said == (
        "The password of practice is kept in your computer's password store. To take it out again: "
        f"`mailcheck password practice --remove --config {settings.path}`"
    )


def test_a_slip_of_the_finger_is_asked_again(settings, capsys):
    """Nothing is kept until both are the same."""
    store = Store()
    put_in(store, settings.accounts[0], settings, ask=answering("one", "two", SECRET, SECRET))
    assert store.kept == {("mailcheck", "practice"): SECRET}
    assert capsys.readouterr().err == "The two were not the same. Please type it again.\n"


def test_an_older_password_is_replaced(settings):
    """And it is said."""
    store = Store()
    store.set_password("mailcheck", "practice", "old")
    assert "is replaced in" in put_in(store, settings.accounts[0], settings, ask=answering(SECRET, SECRET))
    assert store.kept == {("mailcheck", "practice"): SECRET}


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (
            NoKeyringError("No recommended backend was available."),
            "This computer has no password store that mailcheck can use. To be asked for the password each time, "
            'write under the account practice in {path}:\n  secret = "prompt"',
        ),
        (
            KeyringLocked("Failed to unlock the collection!"),
            "The password store is locked. Sign in to the computer and run the check by hand once.",
        ),
    ],
)
def test_a_store_that_refuses_says_so_before_anything_is_typed(settings, trouble, told):
    """With the exact line to write instead, where there is no store at all."""
    with pytest.raises(UserError) as refused:
        put_in(Store(trouble), settings.accounts[0], settings, ask=answering())
    assert str(refused.value) == told.format(path=settings.path)


def test_a_store_that_only_pretends_is_found_out(settings):
    """Some backends take everything and keep nothing."""
    with pytest.raises(UserError, match="did not keep the password"):
        put_in(Store(forgetful=True), settings.accounts[0], settings, ask=answering(SECRET, SECRET))


def test_a_password_that_is_kept_elsewhere_is_not_asked_for(tmp_path):
    """A check would not find it in the store; the line that would change this is told."""
    settings = written(tmp_path, "prompt")
    with pytest.raises(UserError, match='secret = "keyring"'):
        put_in(Store(), settings.accounts[0], settings, ask=answering())


def test_a_password_is_taken_out(settings):
    """Once; the second time there is nothing to do."""
    store = Store()
    store.set_password("mailcheck", "practice", SECRET)
    assert "is no longer in" in take_out(store, settings.accounts[0], settings)
    assert store.kept == {}
    assert "Nothing was changed" in take_out(store, settings.accounts[0], settings)


def test_an_unknown_account_is_told_with_those_there_are(settings, capsys):
    """Before the store is asked."""
    assert main(["password", "practise", "--config", str(settings.path)]) == 3
    assert "There is no account called 'practise'. There are: practice." in " ".join(capsys.readouterr().err.split())


def test_on_a_computer_without_a_store_it_is_one_sentence(settings, tmp_path, monkeypatch):
    """No traceback, no question: the real keyring says that there is no store."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    seen = on_a_screen("password", "practice", "--config", settings.path, home=tmp_path)
    assert seen.code == 3
    assert seen.screen.startswith("mailcheck: This computer has no password store that mailcheck can use.")
    assert seen.screen.endswith('\n  secret = "prompt"\n')
