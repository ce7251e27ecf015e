"""Passwords that are typed in are asked for before anything else is on the screen."""

import re

import pytest

from mailcheck.app.typed import ask_first
from mailcheck.gather.credentials import Secrets
from mailcheck.settings import load_settings
from tests.app.screen import on_a_screen

SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "jane@practice.example"
host = "127.0.0.1"
port = 1
secret = "prompt"

[[account]]
name = "home"
role = "personal"
address = "jane@home.example"
host = "127.0.0.1"
port = 1
secret = "prompt"

[[account]]
name = "enquiries"
role = "enquiries"
address = "info@practice.example"
host = "127.0.0.1"
port = 1
secret = "env:NOBODY_SET_THIS"
"""


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return load_settings(path, environ={"MAILCHECK_DATA": str(tmp_path / "data")})


@pytest.mark.parametrize(("only", "asked"), [((), ["practice", "home"]), (("home",), ["home"])])
def test_each_is_asked_for_once(settings, tmp_path, only, asked):
    """Those that will be looked at, in the order of the settings; the check does not ask again."""
    heard = []
    keeper = Secrets(tmp_path, ask=lambda name: heard.append(name) or "secret", environ={})
    ask_first(settings, keeper, only)
    assert heard == asked
    keeper.secret_for(settings.accounts[1])
    assert heard == asked


def test_where_nobody_can_type_the_check_goes_on(settings, tmp_path):
    """The report says then that the account could not be looked at."""
    assert ask_first(settings, Secrets(tmp_path, environ={})) is None


def test_the_questions_stand_alone_on_the_screen(settings, tmp_path, monkeypatch):
    """Both of them, before the first word about connecting, which would hide them."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    seen = on_a_screen("check", "--config", settings.path, typed=["Zq7canary", "Zq7canary"], home=tmp_path)
    practice = seen.screen.index("Password for practice (not shown while you type): ")
    home = seen.screen.index("Password for home (not shown while you type): ")
    assert practice < home
    assert not re.search("Connecting|signing in", seen.screen[:home])
    assert "Zq7canary" not in seen.screen


def test_quiet_draws_nothing(settings, tmp_path, monkeypatch):
    """No report and no progress: only the questions, which have to be asked."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    typed = ["Zq7canary", "Zq7canary"]
    seen = on_a_screen("check", "--quiet", "--config", settings.path, typed=typed, home=tmp_path)
    assert seen.screen.split("\n") == [
        "Password for practice (not shown while you type): ",
        "Password for home (not shown while you type): ",
        "",
    ]
