"""The report for a terminal."""

import io
import unicodedata
from dataclasses import replace
from datetime import date

from rich.console import Console

from mailcheck.audit.settled import settled_finding
from mailcheck.model import (
    NOT_CONNECTED,
    Basis,
    ClauseVerdict,
    Coverage,
    DeclarationReport,
    NotLooked,
    RuleVerdict,
    Settlement,
    Status,
)
from mailcheck.model.days import day_in_words
from mailcheck.report.json_v1 import as_object
from mailcheck.report.terminal import page, text
from mailcheck.report.words import STATUS, count, harmless
from mailcheck.rules import outcome
from tests.report.sample import FINDINGS, REPORT, SINCE


def test_it_fits_eighty_columns_and_has_no_colour():
    """A plain terminal, a mail from cron or a file: the same words."""
    lines = text(REPORT).splitlines()
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in text(REPORT)


def test_colour_changes_no_word():
    """With colour switched on, the text that remains is the same."""
    out = io.StringIO()
    Console(file=out, width=80, force_terminal=True, color_system="standard", highlight=False).print(page(REPORT))
    coloured = out.getvalue()
    assert "\x1b[" in coloured
    for status in (Status.ATTENTION, Status.MET):
        assert STATUS[status] in coloured


def test_the_worst_comes_first_and_what_is_in_order_last():
    """Clauses that need something, then questions, then what is met, then what was looked at."""
    marks = [
        "second: could not be looked at",
        "MIP-KB-2",
        "MIP-KB-5",
        "Questions that only you",
        "In order",
        "What was looked at",
    ]
    whole = text(REPORT)
    assert [whole.index(mark) for mark in marks] == sorted(whole.index(mark) for mark in marks)


def test_every_finding_says_what_why_and_what_next():
    """Kindness, as a test: seen, why, next, and the finding's name for `mailcheck show`."""
    whole = " ".join(text(REPORT).split())
    assert "A letter of 3 November 2026 carried a document that anybody can open." in whole
    assert "[a1, certain]" in whole
    assert "Why It matters." in whole
    assert "Next Look at the letter." in whole


def test_what_had_to_be_fetched_whole_is_told_where_there_is_any():
    """In one sentence; of none, nothing is said."""
    account = REPORT.accounts[0]
    for number, said in ((1, "1 document had to be fetched whole"), (14, "14 documents had to be fetched whole")):
        of = replace(account, coverage=replace(account.coverage, fetched_whole=number))
        assert f"{said} to be judged." in " ".join(text(replace(REPORT, accounts=(of,))).split())
    assert "fetched whole" not in text(REPORT)


def test_many_findings_of_one_kind_are_counted():
    """The first four are shown; why and what next are said once."""
    many = tuple(replace(FINDINGS[0], id=f"f{number}") for number in range(400))
    whole = text(replace(REPORT, findings=many))
    assert "… and 396 more like these." in whole
    assert whole.count("Look at the letter.") == 1
    assert len(whole.splitlines()) < 100


def test_a_hostile_server_cannot_steer_the_terminal():
    """Escape codes, right-to-left marks and bells are gone; the words remain."""
    whole = text(REPORT)
    assert "Denied" in whole
    assert not [c for c in whole if c != "\n" and unicodedata.category(c) in {"Cc", "Cf"}]


def test_what_was_not_looked_at_is_always_said():
    """In every report."""
    assert "the words of e-mails: mailcheck does not read them." in text(REPORT)


def test_advice_is_apart_from_the_verdict():
    """Good practice never looks like a fault."""
    after = text(REPORT).split("Good practice, not part of the verdict")[1]
    assert "One password is of a weak kind." in after


def test_words():
    """Days, counts and harmless text as people read them."""
    assert day_in_words(SINCE) == "18 October 2026"
    assert [count(1, "letter"), count(2, "letter"), count(1200, "reply", "replies")] == [
        "1 letter",
        "2 letters",
        "1,200 replies",
    ]
    assert harmless("a\tb\x1b[0m\u202ec\n") == "ab[0mc\n"


def test_an_account_that_was_not_reached_is_told_once():
    """Every rule says that it could not look; the reader is told why a single time."""
    why = REPORT.accounts[2].problem.text
    lost = replace(
        FINDINGS[0],
        status=Status.COULD_NOT_CHECK,
        outcome=replace(FINDINGS[0].outcome, title=why, accounts=("second",)),
    )
    whole = " ".join(text(replace(REPORT, findings=(lost, replace(lost, id="z9")))).split())
    assert whole.count(why) == 1
    assert "second: could not be looked at, as said above." in whole


def test_the_look_back_is_a_section_of_its_own_and_only_there_when_asked_for():
    """Its heading says that it is not judged; the state above it stays the same."""
    whole, without = text(REPORT), text(replace(REPORT, look_back=()))
    assert "Before 18 October 2026: history, not judged" in whole
    start, end = whole.index("Before 18 October"), whole.index("What was looked at")
    assert whole[:start].rstrip() + "\n\n" + whole[end:] == without


def test_a_clause_that_the_member_answered_with_no_says_so():
    """Not met by one's own word is shown as such, with what to do next."""
    said_no = replace(REPORT.declarations[0], answer="no", made=SINCE, status=Status.NOT_MET)
    clause = replace(REPORT.clauses[3], status=Status.NOT_MET)
    report = replace(REPORT, clauses=(*REPORT.clauses[:3], clause), declarations=(said_no,))
    whole = " ".join(text(report).split())
    assert "NOT MET MIP-KB-8 Current antivirus protection You said On 18 October 2026: no." in whole
    assert "mailcheck declare" in whole


def test_a_closed_incident_says_how_it_was_closed():
    """In words, with the day."""
    assert "Closed 2 November 2026, sent again with protection." in " ".join(text(REPORT).split())


def test_clauses_that_only_wait_for_an_answer_are_counted_apart():
    """Nobody is told that everything is wrong when only questions are open."""
    assert "1 waiting for an answer that only you can give" in " ".join(text(REPORT).split())


def test_two_accounts_that_failed_alike_are_both_named():
    """The same reason twice does not make one of them disappear."""
    problem = REPORT.accounts[2].problem
    both = tuple(replace(each, problem=problem) for each in REPORT.accounts[:2])
    lost = replace(FINDINGS[0], outcome=replace(FINDINGS[0].outcome, title=problem.text, accounts=("practice", "home")))
    whole = " ".join(text(replace(REPORT, accounts=both, findings=(lost,))).split())
    assert "practice and home: could not be looked at, as said above." in whole


def test_what_only_waits_for_an_answer_is_not_called_attention():
    """Nothing was found there. The state's own name stays in JSON, for programs."""
    waiting = ClauseVerdict(
        "C-1", "A clause", Status.ATTENTION, (RuleVerdict("asked", Basis.CLAUSE, Status.ATTENTION),)
    )
    asked = DeclarationReport("asked", "C-1", "", "", None, None, Status.ATTENTION, "Is it so?", note="It ran out.")
    made = replace(REPORT, status=Status.ATTENTION, accounts=(), findings=(), clauses=(waiting,), declarations=(asked,))
    shown = text(made)
    assert "TO ANSWER  Of 1 clause: 1 waiting for an answer" in shown
    assert "TO ANSWER  C-1  A clause" in shown
    assert "ATTENTION" not in shown
    assert (as_object(made)["status"], as_object(made)["clauses"][0]["status"]) == ("attention", "attention")


def test_a_finding_asks_for_attention_though_questions_are_open_too():
    """The word for a question never covers something that was found."""
    finding = replace(FINDINGS[0], clause="C-1", rule="seen", basis=Basis.CLAUSE, status=Status.ATTENTION)
    served = tuple(RuleVerdict(name, Basis.CLAUSE, Status.ATTENTION) for name in ("seen", "asked"))
    clause = ClauseVerdict("C-1", "A clause", Status.ATTENTION, served)
    made = replace(REPORT, status=Status.ATTENTION, accounts=(), findings=(finding,), clauses=(clause,))
    assert "ATTENTION  C-1  A clause" in text(made)


def test_a_connected_account_is_looked_into_whatever_its_verdict():
    """Its clauses may all rest on answers; that it was looked at, and could not show all, is said still."""
    hidden = NotLooked("mail rules", "The server does not show them.")
    seen = replace(REPORT.accounts[1], status=Status.DECLARED, coverage=Coverage(not_looked=(hidden,)))
    apart = replace(seen, coverage=Coverage(not_looked=(NOT_CONNECTED,)))
    told = "not looked into: you declare it."
    assert [told in text(replace(REPORT, accounts=(home,))) for home in (seen, apart)] == [False, True]
    assert "nothing measured" not in text(replace(REPORT, accounts=(seen, apart)))


def in_order(*findings):
    """A report with one clause, declared, in one line."""
    served = (RuleVerdict("protected-attachments", Basis.CLAUSE, Status.DECLARED),)
    clause = ClauseVerdict("MIP-KB-5", "Confidential documents", Status.DECLARED, served)
    return " ".join(text(replace(REPORT, clauses=(clause,), findings=findings, declarations=())).split())


def closed(name, how):
    """A letter with an open document, closed by the member."""
    question = replace(FINDINGS[0], id=name, basis=Basis.CLAUSE)
    return settled_finding(question, Settlement(how, date(2026, 11, 28)))


def test_what_was_closed_is_told_as_closed_and_asks_nothing():
    """In the member's own words, several of a kind together; never as protected, never as a question."""
    shown = in_order(closed("a", "not-confidential"), closed("b", "not-confidential"), closed("c", "sent-again"))
    assert "Declared MIP-KB-5" in shown
    assert "Going by your answers: 2 letters you called not confidential." in shown
    assert "A letter of 3 November 2026: you sent it again with a password, on 28 November 2026." in shown
    assert "Is it confidential?" not in shown
    assert "is protected" not in shown


def test_what_was_not_switched_on_is_no_part_of_what_is_in_order():
    """It stands under its own label, below the clause or within it."""
    off = outcome(Status.NOT_APPLICABLE, "practice", "Links were not looked at.", remedy="Switch it on.")
    unasked = replace(FINDINGS[1], id="off", clause="MIP-KB-5", status=Status.NOT_APPLICABLE, outcome=off)
    assert "Not looked Links were not looked at." in in_order(unasked)
    shown = " ".join(text(replace(REPORT, findings=(*FINDINGS, unasked))).split())
    assert "Not looked Links were not looked at." in shown
    assert "Does not apply Links" not in shown
