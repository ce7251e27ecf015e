"""The printer: lines fit, words stay whole, what steers a terminal is gone."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.app.saying import (
    LUMP,
    command_line,
    complain,
    reflowed,
    say,
    say_where_settings_are,
    show_pieces,
    with_settings,
    wrapped,
)
from mailcheck.settings import load_settings, usual_settings_path


def test_a_long_line_is_wrapped_between_words():
    """A sentence wider than the line goes on below, no word broken."""
    assert wrapped("one two three four", width=9) == "one two\nthree\nfour"


def test_a_word_too_long_for_a_line_stays_whole():
    """A path or a finding's name can be copied even if it is longer than the line."""
    assert wrapped("see /a/very/long-path/to.toml now", width=10) == "see\n/a/very/long-path/to.toml\nnow"


def test_paragraphs_margins_and_lists_are_kept():
    """Empty lines stay, each line keeps its margin, and an item of a list hangs under its first word."""
    text = "Title here\n\n  inside a margin\n- an item of several words"
    assert wrapped(text, width=14) == "Title here\n\n  inside a\n  margin\n- an item of\n  several\n  words"


def test_indent_moves_everything_but_empty_lines():
    """An indent is added to every line that holds something."""
    assert wrapped("one\n\n- two three", width=9, indent=2) == "  one\n\n  - two\n    three"


def test_a_command_between_backquotes_stays_on_one_line():
    """What is to be copied into a terminal is never cut by a line's end."""
    assert wrapped("Now say `a b c d` once", width=12) == "Now say\n`a b c d`\nonce"


def test_nothing_steers_the_terminal():
    """Control and right-to-left characters are removed."""
    assert wrapped("a\x1b[31mb\u202ec") == "a[31mbc"


def test_say_prints_to_standard_error_on_request(capsys: pytest.CaptureFixture[str]):
    """An error goes to standard error and nowhere else."""
    say("Something is wrong.", err=True)
    assert capsys.readouterr() == ("", "Something is wrong.\n")


@pytest.mark.parametrize(("columns", "widest"), [("200", 80), ("50", 50), ("3", 20)])
def test_say_is_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str, widest: int
):
    """Lines fill the terminal, but are never wider than 80 columns nor so narrow that nothing fits."""
    monkeypatch.setenv("COLUMNS", columns)
    say("x " * 300)
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) == widest - 1


@given(st.lists(st.text("ab-.`", min_size=1, max_size=12), min_size=1, max_size=30), st.integers(20, 80))
def test_wrapping_loses_no_word(words: list[str], width: int):
    """Whatever the words, all of them come out, in order."""
    assert wrapped(" ".join(words), width=width).split() == words


def test_reflowed_joins_what_was_wrapped_by_hand():
    """Paragraphs and items of a list become one line each; empty lines stay."""
    text = "One\ntwo.\n\nThree\n- four\n  five\n- six\n"
    assert reflowed(text) == "One two.\n\nThree\n- four five\n- six\n"


SETTINGS = """
[[account]]
name = "work"
role = "professional"
address = "jane@practice.example"
host = "mail.practice.example"
"""


def test_a_printed_command_carries_the_settings_in_use(tmp_path: Path):
    """Typed as printed, a command finds the same settings again, even in a folder with a space in its name."""
    path = tmp_path / "my settings" / "mailcheck.toml"
    path.parent.mkdir()
    path.write_text(SETTINGS, encoding="utf-8")
    printed = command_line(load_settings(path), "show 1234")
    assert shlex.split(printed) == ["mailcheck", "show", "1234", "--config", str(path)]


def test_a_printed_command_is_short_for_the_usual_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing is added where the command finds the settings by itself."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("MAILCHECK_CONFIG", str(path))
    assert usual_settings_path() == path
    assert command_line(load_settings(), "show 1234") == "mailcheck show 1234"


def test_commands_in_a_sentence_carry_the_settings_in_use(tmp_path: Path):
    """Every one of them, and nothing else is changed."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    assert with_settings(load_settings(path), "Run `mailcheck sort`, see `man`.") == (
        f"Run `mailcheck sort --config {path}`, see `man`."
    )


def test_what_to_add_to_the_commands_of_a_report_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Only to those whose settings are not in the usual place."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    say_where_settings_are(load_settings(path))
    assert f"`--config {path}`" in capsys.readouterr().out
    monkeypatch.setenv("MAILCHECK_CONFIG", str(path))
    say_where_settings_are(load_settings())
    assert capsys.readouterr().out == ""


def test_a_complaint_away_from_a_terminal_is_one_line(capsys: pytest.CaptureFixture[str]):
    """A log or another program gets each problem whole, and still nothing that steers a terminal."""
    complain("word\x1b " * 40)
    assert capsys.readouterr() == ("", "word " * 40 + "\n")


def test_a_text_in_pieces_is_printed_before_all_of_it_is_made(capsys):
    """A lump at a time: a report may have thousands of findings."""
    printed = []

    def pieces():
        for number in range(3 * LUMP // 100):
            printed.append(capsys.readouterr().out)
            yield f"{number:099}\n"

    show_pieces(pieces())
    assert [len(each) // LUMP for each in printed if each] == [1, 1]
    printed.append(capsys.readouterr().out)
    assert "".join(printed).splitlines() == [f"{number:099}" for number in range(3 * LUMP // 100)]
