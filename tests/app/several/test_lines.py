"""One line for each of several members."""

import json
from dataclasses import replace

import pytest

from mailcheck.app.several.lines import (
    Standing,
    exit_code,
    first_line,
    for_monitor,
    for_program,
    line_of,
    line_without,
    text,
)
from mailcheck.model import AccountReport, Coverage, Refusal, Status
from mailcheck.rules import outcome
from tests.report.sample import REPORT, finding

PRACTICE = AccountReport("practice", "professional", "", Status.MET, None, Coverage())


def report(status=Status.MET, problem=None, **open_ones):
    """A report with the given findings."""
    found = tuple(
        finding(name, "protected-attachments", "MIP-KB-5", outcome(each, "practice", "A letter of jane@x.example."))
        for name, each in open_ones.items()
    )
    accounts = (replace(PRACTICE, problem=problem),)
    return replace(REPORT, status=status, accounts=accounts, findings=found, declarations=(), letters=())


WELL, ASKED = report(), report(Status.ATTENTION, one=Status.ATTENTION)


@pytest.mark.parametrize(
    ("now", "before", "standing", "changed", "acts"),
    [
        (WELL, WELL, Standing.FINE, "nothing changed", "nobody"),
        (WELL, None, Standing.FINE, "nothing changed", "nobody"),
        (ASKED, WELL, Standing.NEW, "1 new, 1 open", "the member"),
        (ASKED, None, Standing.NEW, "1 new, 1 open", "the member"),
        (ASKED, ASKED, Standing.OPEN, "1 open", "the member"),
        (report(Status.NOT_MET, one=Status.NOT_MET), ASKED, Standing.NEW, "1 new, 1 open", "the member"),
        (WELL, ASKED, Standing.FINE, "1 closed", "nobody"),
        (
            report(Status.COULD_NOT_CHECK, Refusal("timeout", "later", "No answer.")),
            ASKED,
            Standing.UNREACHED,
            "1 account not reached",
            "nobody",
        ),
        (
            report(Status.COULD_NOT_CHECK, Refusal("generic-bad", "never", "Refused.")),
            WELL,
            Standing.UNREACHED,
            "1 account not reached",
            "you",
        ),
    ],
)
def test_a_line_says_what_changed_and_who_acts(now, before, standing, changed, acts):
    """What an account hides that was not reached is not called closed."""
    line = line_of("mailbox 1", now, before)
    assert (line.standing, line.changed, line.acts) == (standing, changed, acts)


LINES = (
    line_of("mailbox 1", ASKED, WELL),
    *(line_of(f"mailbox {number}", WELL, WELL) for number in range(2, 7)),
)


def test_the_first_line_is_fit_for_the_subject_of_a_mail():
    """What is open and known is told apart, for it is not fine."""
    assert first_line(LINES) == "1 new, 5 fine, 0 unreached"
    known = line_of("mailbox 7", ASKED, ASKED)
    assert first_line((*LINES, known)) == "1 new, 1 open, 5 fine, 0 unreached"
    assert first_line((*LINES, line_without("mailbox 8", "no settings"))) == "1 new, 5 fine, 1 unreached"


def test_the_list_is_in_columns_and_names_nobody():
    """Labels, counts, and who acts."""
    broken = line_without("mailbox 10", "There are no\nsettings here yet.")
    assert text((LINES[0], LINES[1], broken)) == (
        "1 new, 1 fine, 1 unreached\n\n"
        "mailbox 1   ATTENTION        1 new, 1 open; the member can put it right\n"
        "mailbox 2   MET              nothing changed\n"
        "mailbox 10  COULD NOT CHECK  There are no settings here yet; you can put it right\n"
    )


@pytest.mark.parametrize(
    ("lines", "code", "word"),
    [(LINES[1:], 0, "OK"), (LINES, 1, "WARNING"), ((*LINES, line_without("8", "x")), 3, "UNKNOWN")],
)
def test_the_worst_member_decides_for_a_monitor(lines, code, word):
    """Exit code and word agree; behind the bar stand the counts."""
    assert exit_code(lines) == code
    first, *rows = for_monitor(lines).splitlines()
    shown, _, performance = first.partition(" | ")
    assert shown == f"MAILCHECK {word} - {first_line(lines)}"
    assert performance.split()[0].startswith("new=")
    assert len(rows) == len(lines)


def test_the_json_says_the_same():
    """Label, state and counts, and no word of what was found."""
    told = json.loads(for_program([line_of("mailbox 1", ASKED, WELL), line_without("mailbox 2", "No settings.")]))
    assert (told["schema"], told["summary"]) == ("mailcheck.members/1", "1 new, 0 fine, 1 unreached")
    assert [each["standing"] for each in told["members"]] == ["new", "unreached"]
    assert "jane@x.example" not in str(told)
