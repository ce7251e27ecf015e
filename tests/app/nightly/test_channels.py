"""How a message reaches a person."""

import os
import sys

import pytest

from mailcheck.app.nightly.channels import find_session_bus, note, run_command, show_note
from mailcheck.app.nightly.words import Message

MESSAGE = Message("mailcheck", '2 new. "To see" <more>: mailcheck check')


@pytest.fixture
def program(tmp_path):
    """Put a program on the path that writes down how it was called, and ends with the given code."""

    def made(name, code=0):
        path = tmp_path / name
        path.write_text(
            f"#!{sys.executable}\nimport json, os, sys\n"
            f"json.dump([sys.argv[1:], dict(os.environ), sys.stdin.read()], open({str(tmp_path / 'called')!r}, 'w'))\n"
            f"print('x'); sys.exit({code})\n"
        )
        path.chmod(0o755)
        return path

    return made


def called(folder):
    """Return the arguments, the environment and the input of the program."""
    import json

    return json.loads((folder / "called").read_text())


def test_a_note_goes_through_the_systems_own_program(program, tmp_path, monkeypatch):
    """On Linux: notify-send, and words that begin with a dash are no option."""
    program("notify-send")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    assert show_note(MESSAGE) is True
    assert called(tmp_path)[0] == ["--app-name=mailcheck", "--", MESSAGE.title, MESSAGE.text]


def test_without_a_screen_nobody_was_reached(monkeypatch, tmp_path):
    """No such program; the message waits for the next night."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert show_note(MESSAGE) is False


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_words_are_never_part_of_a_script(platform):
    """They are handed over beside it, so no quotation mark of theirs can end a text."""
    call = note(MESSAGE, platform)
    assert [word for word in call.command if MESSAGE.text in word and word != MESSAGE.text] == []
    assert MESSAGE.text in (*call.command, *call.environment.values())


def test_a_command_gets_its_counts_and_no_password(program, tmp_path, monkeypatch):
    """No shell, no terminal, nothing to read; what it prints goes nowhere."""
    monkeypatch.setenv("PRACTICE", "canary-password")
    path = program("tell")
    assert run_command([str(path), "a b", "$HOME"], {"MAILCHECK_NEW": "2"}, hidden=["PRACTICE"]) is True
    arguments, environment, given = called(tmp_path)
    assert (arguments, environment["MAILCHECK_NEW"], given) == (["a b", "$HOME"], "2", "")
    assert "PRACTICE" not in environment


@pytest.mark.parametrize("command", [["/no/such/program"], ["/"], ["a\0b"]])
def test_a_command_that_cannot_be_run_is_no_crash(command):
    """The night goes on."""
    assert run_command(command, {}) is False


def test_a_command_that_fails_has_reached_nobody(program):
    """It ended with another code than 0."""
    assert run_command([str(program("tell", code=1))], {}) is False


def test_the_message_bus_is_found_where_cron_does_not_name_it(monkeypatch):
    """Notes and the password store of a desktop are reached through it; what is set stays."""
    monkeypatch.setattr(sys, "platform", "linux")
    there = {f"/run/user/{os.getuid()}/bus"}
    monkeypatch.setattr("os.path.exists", lambda path: path in there)
    environment = {}
    find_session_bus(environment)
    assert environment == {"DBUS_SESSION_BUS_ADDRESS": f"unix:path=/run/user/{os.getuid()}/bus"}
    environment = {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=mine"}
    find_session_bus(environment)
    assert environment == {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=mine"}
    there.clear()
    environment = {}
    find_session_bus(environment)
    assert environment == {}
