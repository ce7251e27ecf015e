"""Several members at a glance."""

from dataclasses import replace

from mailcheck.model import Status
from mailcheck.report.members import Glance, as_object, first_line, lines
from tests.report.sample import FINDINGS, REPORT

FINE = replace(REPORT, status=Status.MET, findings=FINDINGS[1:2], accounts=REPORT.accounts[:2])
OPEN = replace(REPORT, accounts=REPORT.accounts[:2])
"""Three findings stand open in it: one of them is excepted, one is advice."""
UNREACHED = replace(REPORT, status=Status.COULD_NOT_CHECK)


def test_the_first_line_fits_a_subject():
    """Each member is counted once, by what is worst."""
    members = [Glance("a", FINE, FINE), Glance("b", OPEN, FINE), Glance("c", OPEN, OPEN), Glance("d", None, why="gone")]
    assert first_line(members) == "1 new, 1 open, 1 fine, 1 unreached"
    assert first_line([Glance("a", FINE)]) == "0 new, 1 fine, 0 unreached"
    assert first_line([]) == "0 new, 0 fine, 0 unreached"


def test_one_line_for_each_worst_first():
    """By label, with what changed and who acts; no word of what was found."""
    members = [
        Glance("mailbox 1", FINE, FINE),
        Glance("mailbox 2", OPEN, FINE),
        Glance("mailbox 3", UNREACHED, UNREACHED),
        Glance("mailbox 4", FINE, OPEN),
        Glance("mailbox 5", None, why="The settings are wrong."),
        Glance("mailbox 6", OPEN),
    ]
    assert list(lines(members))[1:] == [
        "mailbox 2  ATTENTION        2 new; the member acts",
        "mailbox 6  ATTENTION        first check, 2 things to look at; the member acts",
        "mailbox 3  COULD NOT CHECK  as before; not reached: second; you act",
        "mailbox 5  COULD NOT CHECK  The settings are wrong.",
        "mailbox 1  MET              as before",
        "mailbox 4  MET              2 closed",
    ]


def test_the_json_says_the_same():
    """Label, state and counts of each."""
    told = as_object([Glance("mailbox 2", OPEN, FINE)])
    assert told == {
        "schema": "mailcheck.members/1",
        "summary": "1 new, 0 fine, 0 unreached",
        "members": [
            {
                "label": "mailbox 2",
                "status": "attention",
                "exit_code": 1,
                "open": 2,
                "new": 2,
                "closed": 0,
                "unreached": False,
                "acts": "member",
                "why": "",
            }
        ],
    }


def test_advice_is_nobodys_news():
    """What colours no clause is not counted."""
    advice = replace(FINE, findings=FINDINGS[4:])
    assert Glance("a", advice, FINE).new == 0
