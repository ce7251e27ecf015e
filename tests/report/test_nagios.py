"""The report for a monitor."""

import re
from dataclasses import replace

import pytest

from mailcheck.app.cli import main
from mailcheck.model import Status
from mailcheck.report.nagios import nagios
from tests.report.sample import FINDINGS, HOSTILE, REPORT

PERFORMANCE = re.compile(r"'?[^'= ]+'?=-?\d+(\.\d+)?(s|%|B|c)?(;[^; ]*){0,4}")
"""One datum, by the guidelines: 'label'=value[unit];[warn];[crit];[min];[max]."""


def parts(text):
    """Return the line for the eye, the performance data, and the lines of detail."""
    first, *rest = text.splitlines()
    shown, _, performance = first.partition(" | ")
    return shown, performance.split(" "), rest


def test_a_report_is_one_line_with_its_counts_behind_a_bar():
    """Then what is not in order, worst first; advice is left out."""
    shown, performance, rest = parts(nagios(REPORT))
    assert shown == "MAILCHECK WARNING - 2 to look at, 1 question open, 2 of 3 accounts reached"
    assert performance == [
        "not_met=0;;0;0",
        "attention=2;0;;0",
        "could_not_check=0;;;0",
        "unreached=1;;;0",
        "letters=412;;;0",
        "documents=14;;;0",
        "time=60.0s;;;0",
    ]
    assert rest == [
        "second: could not be looked at (generic-bad)",
        f"attention: practice: {FINDINGS[0].outcome.title}",
        "attention: practice: The connection to this mailbox is not encrypted.",
    ]


def test_every_datum_has_the_form_of_the_guidelines():
    """A monitor that cannot read one draws no curve at all."""
    assert all(PERFORMANCE.fullmatch(each) for each in parts(nagios(REPORT))[1])


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.MET, "OK"),
        (Status.DECLARED, "OK"),
        (Status.ATTENTION, "WARNING"),
        (Status.NOT_MET, "CRITICAL"),
        (Status.COULD_NOT_CHECK, "UNKNOWN"),
    ],
)
def test_the_word_agrees_with_the_exit_code(status, word):
    """0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN."""
    assert nagios(replace(REPORT, status=status)).startswith(f"MAILCHECK {word} - ")


def test_nothing_in_order_needs_no_second_line():
    """All is well."""
    well = replace(REPORT, status=Status.MET, findings=(), declarations=(), accounts=REPORT.accounts[:2])
    assert nagios(well).startswith("MAILCHECK OK - 2 of 2 accounts reached | not_met=0;;0;0 ")
    assert nagios(well).count("\n") == 1


def test_hostile_words_stay_in_their_line():
    """A bar would begin performance data, a line break another line."""
    outcome = replace(FINDINGS[0].outcome, title=f"one | two\nthree {HOSTILE}")
    text = nagios(replace(REPORT, findings=(replace(FINDINGS[0], outcome=outcome),)))
    assert text.count("|") == 1
    assert "attention: practice: one / two three Denied[31m gnp.exe" in text.splitlines()
    assert "\x1b" not in text


def test_four_hundred_findings_do_not_flood_the_monitor():
    """Twenty lines, and how many more."""
    text = nagios(replace(REPORT, findings=FINDINGS[:1] * 400))
    assert len(text.splitlines()) == 22
    assert text.endswith("and 381 more\n")
    assert "attention=400;0;;0" in text


def test_the_demo_speaks_it(capsys):
    """From the command line."""
    assert main(["demo", "--format", "nagios"]) == 0
    assert capsys.readouterr().out.startswith("MAILCHECK WARNING - ")
