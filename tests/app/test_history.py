"""Runs so far, and forgetting them."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailcheck.app.cli import main
from mailcheck.app.history import line
from mailcheck.model import Status
from mailcheck.report.json_v1 import json_v1
from mailcheck.settings import load_settings, record_since
from mailcheck.state import Run, State, erase
from mailcheck.state.lock import only_run
from tests.app.test_settling import SETTINGS
from tests.report.sample import REPORT

NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture
def member(tmp_path, monkeypatch, capsys):
    """A member with settings, something said, and as many runs as are asked for."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    record_since(tmp_path / "said.toml", NIGHT.date())

    class Member:
        state_path = load_settings(path).state_path
        folder = tmp_path

        def ran(self, nights):
            with State.open(self.state_path) as state:
                for number in reversed(range(nights)):
                    state.save(json_v1(REPORT), NIGHT - timedelta(days=number))

        def says(self, *arguments):
            code = main([*arguments, "--config", str(path)])
            return code, *capsys.readouterr()

    return Member()


def test_a_run_is_one_line(member):
    """Day, result, counts; the newest first."""
    member.ran(2)
    counts = "ATTENTION        2 to look at, 1 closed"
    assert member.says("history") == (0, f"22 Nov 2026 02:30  {counts}\n21 Nov 2026 02:30  {counts}\n", "")


def test_clauses_are_counted_as_the_report_counts_them():
    """Several findings of one clause are one clause that is not met; a line fits eighty columns."""
    one = replace(REPORT.clauses[0], status=Status.NOT_MET)
    report = json_v1(replace(REPORT, status=Status.NOT_MET, clauses=(one, replace(one, id="MIP-KB-99"))))
    told = line(Run(NIGHT, report))
    assert told == "22 Nov 2026 02:30  NOT MET          2 clauses not met, 2 to look at, 1 closed"
    assert len(told) <= 80


def test_a_run_that_found_nothing_says_no_more_than_that():
    """When, and how it ended."""
    assert line(Run(NIGHT, json_v1(replace(REPORT, status=Status.MET, findings=())))) == "22 Nov 2026 02:30  MET"


def test_of_a_run_before_clauses_were_counted_findings_are_told():
    """Nothing that was not met reads like a pass."""
    old = '{"schema": "mailcheck.run/1", "tally": {"status": "not-met", "not_met": 3}}'
    assert line(Run(NIGHT, old)) == "22 Nov 2026 02:30  NOT MET          3 not met"


def test_a_run_of_which_only_the_counts_are_left_reads_the_same(member):
    """After ninety days."""
    member.ran(2)
    before = member.says("history")
    with State.open(member.state_path) as state:
        state.shorten(NIGHT + timedelta(days=1))
    assert member.says("history") == before


def test_a_long_history_is_cut_unless_all_of_it_is_asked_for(member):
    """Years of nights do not run off the screen."""
    member.ran(33)
    assert sum("ATTENTION" in text for text in member.says("history")[1].splitlines()) == 30
    assert "3 before that" in member.says("history")[1]
    assert len(member.says("history", "--all")[1].splitlines()) == 33


def test_before_the_first_run_it_is_said_how_to_make_one(member):
    """An empty screen would say nothing."""
    told = " ".join(member.says("history")[1].split())
    assert told == f"There was no run yet. `mailcheck check --config {member.folder}/mailcheck.toml` makes the first."


def test_forgetting_erases_the_state_and_nothing_else(member):
    """It says what it keeps, and where."""
    member.ran(2)
    code, out, _ = member.says("forget", "--yes")
    assert (code, member.state_path.exists()) == (0, False)
    for kept in (member.folder / "said.toml", member.folder / "mailcheck.toml"):
        assert kept.exists()
        assert str(kept) in out
    assert "mailcheck has no copy" in " ".join(out.split())
    assert "Erased: what earlier checks found." in out
    assert "deleted from the Sent folder" in out.replace("\n", " ")
    assert "There was nothing to erase." in member.says("forget", "--yes")[1]


def test_what_a_run_is_just_using_is_not_erased(member):
    """It would write down again what was erased."""
    member.ran(1)
    with only_run(member.state_path):
        code, _, err = member.says("forget", "--yes")
    assert (code, member.state_path.exists()) == (3, True)
    assert "Another check of these accounts is at work." in err
    assert member.says("forget", "--yes")[0] == 0
    assert list(member.state_path.parent.glob("state*")) == []


def test_forgetting_asks_first_and_where_nobody_can_answer_does_nothing(member):
    """`--yes` says so instead."""
    member.ran(1)
    code, _, err = member.says("forget")
    assert (code, member.state_path.exists()) == (3, True)
    assert "Say so with --yes." in err


@pytest.mark.parametrize(("typed", "stays"), [("n", True), ("y", False)])
def test_on_a_terminal_the_member_decides(member, monkeypatch, typed, stays):
    """A no, or just Enter, erases nothing."""
    member.ran(1)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda prompt: typed)
    code, *_ = member.says("forget")
    assert (code, member.state_path.exists()) == (3 if stays else 0, stays)


def test_only_the_runs_before_a_day_can_be_forgotten(member):
    """The day itself stays."""
    member.ran(5)
    code, out, _ = member.says("forget", "--before", "2026-11-21", "--yes")
    assert (code, "Erased: 3 runs." in out) == (0, True)
    assert [text[:6] for text in member.says("history")[1].splitlines()] == ["22 Nov", "21 Nov"]


def test_where_there_is_no_run_before_a_day_nothing_is_asked(member):
    """Not even on a terminal, and without --yes."""
    member.ran(2)
    told = "There is no run before 21 November 2026, so there is nothing to erase.\n"
    assert member.says("forget", "--before", "2026-11-21") == (0, told, "")


def test_a_day_that_is_none_is_told_with_one_that_is(member):
    """In the words of people."""
    code, _, err = member.says("forget", "--before", "yesterday")
    assert (code, "'yesterday' is no day. Write a day such as 2" in " ".join(err.split())) == (3, True)


def test_a_state_that_cannot_be_erased_is_told(member):
    """A folder of that name, for example."""
    erase(member.state_path)
    member.state_path.mkdir(parents=True)
    code, _, err = member.says("forget", "--yes")
    assert code == 3
    assert "could not be erased" in err
