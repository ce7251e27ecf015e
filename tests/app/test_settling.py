"""Closing what happened, and dated exceptions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailcheck.app.cli import main
from mailcheck.model import Status
from mailcheck.model.days import months_later
from mailcheck.report.json_v1 import json_v1
from mailcheck.rules import outcome
from mailcheck.settings import load_said, load_settings
from mailcheck.state import State
from tests.report.sample import LETTER, REPORT, finding

SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "imap.practice.example"
secret = "prompt"
"""
UNEXAMINED = finding(
    "f6",
    "protected-attachments",
    "MIP-KB-5",
    outcome(Status.COULD_NOT_CHECK, "practice", "1 sent letter could not be examined.", items=[LETTER]),
)
SHARED = finding(
    "a17", "not-shared-mailbox", "MIP-KB-3", outcome(Status.NOT_MET, "practice", "Somebody else may read here.")
)
LAST = replace(REPORT, findings=(*REPORT.findings, UNEXAMINED, SHARED))


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run a command for a member whose last report is the sample."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    with State.open(load_settings(path).state_path) as state:
        state.save(json_v1(LAST), datetime(2026, 11, 22, tzinfo=UTC))

    def run(*arguments):
        code = main([*arguments, "--config", str(path)])
        out, err = capsys.readouterr()
        assert max(map(len, out.splitlines()), default=0) <= 80 or str(path) in out
        return code, out, err, load_said(tmp_path / "said.toml")

    return run


def in_months(number):
    """Return a day some months from today, as it is typed."""
    return months_later(date.today(), number).isoformat()


def test_an_incident_is_closed_with_how_and_when(call):
    """It is told in words, and what that means."""
    code, out, _, said = call("settle", "a1", "--as", "sent-again")
    assert code == 0
    assert [(each.finding, each.how, each.made) for each in said.settled] == [("a1", "sent-again", date.today())]
    told = " ".join(out.split())
    assert "It was sent again, with a password. It is no longer judged, and stays counted." in told
    assert "`mailcheck settle --undo a1 --config " in told


def test_an_incident_that_was_closed_by_mistake_is_opened_again(call):
    """Its name may be cut short; the next check judges it again."""
    call("settle", "a1", "--as", "sent-again")
    code, out, _, said = call("settle", "--undo", "a")
    assert (code, said.settled) == (0, ())
    assert out.startswith("Taken back: a1. The next check judges it again.\n")


def test_an_exception_is_taken_back(call):
    """The others stay."""
    call("except", "d4", "a1", "--reason", "misread", "--until", in_months(1))
    code, out, _, said = call("except", "d4", "--undo")
    assert (code, [each.findings for each in said.exceptions]) == (0, [("a1",)])
    assert "Taken back: d4." in out


@pytest.mark.parametrize("command", ["settle", "except"])
def test_what_was_never_written_down_cannot_be_taken_back(call, command):
    """Every name is told, and nothing is changed."""
    code, out, err, _ = call(command, "--undo", "d4", "nope")
    assert (code, out) == (3, "")
    assert "Nothing is written down about 'd4'." in err
    assert "'nope'" in err
    assert "No finding is named." in call(command, "--undo")[2]


def test_a_name_that_fits_several_takes_nothing_back(call):
    """Nothing is guessed."""
    call("except", "a1", "a17", "--reason", "misread", "--until", in_months(1))
    code, _, err, said = call("except", "--undo", "a")
    assert (code, len(said.exceptions)) == (3, 2)
    assert "fits more than one finding" in err
    assert [each.findings for each in call("except", "--undo", "a1")[3].exceptions] == [("a17",)]


def test_the_beginning_of_a_name_is_enough_unless_it_fits_several(call):
    """Nothing is guessed."""
    code, _, err, said = call("except", "a", "b", "--reason", "misread", "--until", in_months(1))
    assert (code, said.exceptions) == (3, ())
    assert "'a' fits more than one finding." in err
    assert "'b'" not in err
    assert call("except", "d", "--reason", "misread", "--until", in_months(1))[0] == 0


@pytest.mark.parametrize("how", ["sent-again", "deleted-by-recipient", "talked-to-supervisor", "not-confidential"])
def test_every_way_is_kept_by_its_key(call, how):
    """Closing it again in another way replaces the first."""
    call("settle", "a1", "--as", "sent-again")
    *_, said = call("settle", "a1", "--as", how)
    assert [(each.finding, each.how) for each in said.settled] == [("a1", how)]


def test_every_problem_of_settle_is_told_at_once(call):
    """Unknown names, what is no incident, and a way that there is not, with those there are."""
    code, out, err, said = call("settle", "nope", "d4", "f6", "--as", "forgotten")
    assert (code, out, said.settled) == (3, "", ())
    for part in (
        "'nope' is not in the last report",
        '"d4" is not about single letters',
        '"f6" is not about single letters',
    ):
        assert part in err
    assert "'forgotten' is none of the choices" in err
    assert "talked-to-supervisor" in err


def test_settle_without_anything_says_what_is_missing(call):
    """Both, at once."""
    code, _, err, _ = call("settle")
    assert code == 3
    assert "No finding is named." in err
    assert '"--as" is missing.' in err


def test_an_exception_is_kept_for_each_finding(call):
    """With its reason and its last day; a later one for the same finding replaces it."""
    until = in_months(3)
    code, out, _, said = call("except", "d4", "a1", "--reason", "being-changed", "--until", until)
    assert code == 0
    assert "it counts as 'to look at', not as 'not met'." in " ".join(out.split())
    call("except", "d4", "--reason", "misread", "--until", in_months(12))
    _, _, _, said = call("except", "--reason", "misread")
    assert [(each.findings, each.reason, each.until.isoformat()) for each in said.exceptions] == [
        (("d4",), "misread", in_months(12)),
        (("a1",), "being-changed", until),
    ]


def test_every_problem_of_except_is_told_at_once(call):
    """Unknown names, what needs no exception, what would hide later letters, a reason and a day that will not do."""
    code, _, err, said = call("except", "nope", "b2", "f6", "--reason", "because", "--until", in_months(13))
    assert (code, said.exceptions) == (3, ())
    for part in (
        "'nope' is not in the last report",
        '"b2" asks for nothing',
        '"f6" is about letters that mailcheck could not read',
        "'because' is none of the choices",
        "agreed-with-supervisor  It is agreed with my supervisor.",
        '"--until" is more than a year ahead.',
    ):
        assert part in err


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        ("", "is missing, or is no day"),
        ("tomorrow", "is no day"),
        ("20270101", "is no day"),
        ("2026-02-30", "is no day"),
        ("2020-01-01", "is over already"),
    ],
)
def test_a_day_that_will_not_do_is_told_with_one_that_would(call, until, problem):
    """Nothing is written down."""
    code, _, err, said = call("except", "d4", "--reason", "misread", "--until", until)
    assert (code, said.exceptions) == (3, ())
    assert problem in err
    assert f"to {in_months(12)}" in " ".join(err.split())


@pytest.mark.parametrize("months", [0, 12])
def test_today_and_a_year_ahead_are_days_that_do(call, months):
    """The first and the last."""
    code, *_ = call("except", "d4", "--reason", "misread", "--until", in_months(months))
    assert code == 0


def test_before_the_first_report_there_is_nothing_to_close(tmp_path, monkeypatch, capsys):
    """And it is said what to do first."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    assert main(["settle", "a1", "--as", "sent-again", "--config", str(path)]) == 3
    assert "Run `mailcheck check` first." in capsys.readouterr().err
