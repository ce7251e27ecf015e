"""From findings and declarations to clauses and the state of the run."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.audit.accounts import account, never_looked
from mailcheck.audit.clauses import clauses, overall
from mailcheck.audit.declarations import declarations
from mailcheck.audit.settled import settled_finding
from mailcheck.model import (
    Answer,
    Basis,
    Clause,
    Declaration,
    Declared,
    Evidence,
    Finding,
    Findings,
    Policy,
    RulePolicy,
    Said,
    Settlement,
    SortedDocuments,
    Status,
    Words,
    protected,
    unreadable,
    worst,
)
from mailcheck.rules import outcome
from mailcheck.rules.open_documents import item_of
from tests.factories import GONE, NOW, SINCE, document, home, message_ref, seen, sent

TODAY = date(2026, 11, 22)
ASKED = Declaration("devices-protected", "C-2", "Are they?", "They are.")
POLICY = Policy(
    "p",
    "1",
    "A policy",
    date(2026, 1, 1),
    (Clause("C-1", "First", ""), Clause("C-2", "Second", ""), Clause("C-9", "For supervisors", "", members=False)),
    {"a-rule": RulePolicy("a-rule", "C-1"), "a-later-rule": RulePolicy("a-later-rule", "C-1")},
    (ASKED,),
)


def finding(status, *, rule="a-rule", clause="C-1", basis=Basis.CLAUSE, accounts=("practice",)):
    """A finding in a state."""
    return Finding("id", rule, basis, clause, status, outcome(status, accounts, "Seen."), "Why.")


def states(findings=(), declared=()):
    """Return the state of each clause."""
    return {verdict.id: verdict.status for verdict in clauses(POLICY, findings, declared)}


def declared_state(answer, expires=date(2027, 1, 1)):
    """Return how the one declaration stands after an answer."""
    said = Said(declarations=(Declared(ASKED.id, answer, "Anna", date(2026, 1, 1), expires),))
    return declarations(POLICY, said, TODAY)[0].status


def test_a_clause_takes_the_worst_of_its_rules():
    """not-met > could-not-check > attention > declared > met; not-applicable is left out."""
    order = [Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET]
    for place, status in enumerate(order):
        below = [finding(each, rule=each.value) for each in [*order[place:], Status.NOT_APPLICABLE]]
        assert states(below)["C-1"] is status


def test_advice_never_colours_a_clause():
    """It is shown within the clause all the same."""
    advised = finding(Status.NOT_MET, rule="advised", basis=Basis.ADVICE)
    (first, _) = clauses(POLICY, [finding(Status.MET), advised], ())
    assert first.status is Status.MET
    assert [(rule.name, rule.status) for rule in first.rules] == [("a-rule", Status.MET), ("advised", Status.NOT_MET)]


@pytest.mark.parametrize("status", Status)
def test_a_clause_of_advice_alone_counts_once_it_is_followed(status):
    """What nobody has to do is never left undone, and what was done shows."""
    advised = finding(status, rule="advised", basis=Basis.ADVICE)
    (first, _) = clauses(POLICY, [advised], ())
    assert first.status is (status if status in {Status.MET, Status.DECLARED} else Status.NOT_APPLICABLE)


def test_a_clause_for_supervisors_is_not_shown_to_members():
    """And a clause that nothing serves does not apply."""
    assert states() == {"C-1": Status.NOT_APPLICABLE, "C-2": Status.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("yes", Status.DECLARED),
        ("no", Status.NOT_MET),
        ("not-applicable", Status.NOT_APPLICABLE),
        ("perhaps", Status.ATTENTION),
    ],
)
def test_an_answer_holds_until_it_expires(answer, status):
    """On its last day it still holds; after it, it is not reviewed."""
    assert declared_state(answer, expires=TODAY) is status
    assert declared_state(answer, expires=date(2026, 11, 21)) is Status.ATTENTION


def test_an_unanswered_declaration_is_attention():
    """Never a pass, never a failure."""
    (waiting,) = declarations(POLICY, Said(), TODAY)
    assert (waiting.status, waiting.made) == (Status.ATTENTION, None)
    assert states(declared=(waiting,))["C-2"] is Status.ATTENTION


def test_the_latest_answer_counts():
    """Whatever the order in the file."""
    answers = [
        Declared(ASKED.id, "no", "Anna", date(2026, 11, 2), date(2027, 1, 1)),
        Declared(ASKED.id, "yes", "Anna", date(2026, 11, 1), date(2027, 1, 1)),
    ]
    assert declarations(POLICY, Said(declarations=tuple(answers)), TODAY)[0].status is Status.NOT_MET


def test_an_account_that_could_not_be_reached_is_never_met():
    """Its problem carries the key and the server's words; the other account is untouched."""
    work = account(seen(connection=GONE, sent=GONE, looks=GONE), Findings(), SINCE)
    assert (work.status, work.problem.key) == (Status.COULD_NOT_CHECK, "timeout")
    assert work.coverage.not_looked[0].what == "the mailbox"
    assert account(seen(home(), sent=None), Findings(), SINCE).problem is None


def test_coverage_counts_what_was_looked_at():
    """Letters, documents, what could not be read, and what parts did not do for."""
    odd = document(unreadable("unknown", "?"), was_fetched_whole=True)
    of = account(
        seen(sent=sent(document(), odd, unexamined=((message_ref(3), "damaged"),))), Findings(), SINCE
    ).coverage
    assert (of.folders, of.messages, of.documents, of.unreadable, of.since) == (("Sent",), 12, 2, 2, SINCE)
    assert of.fetched_whole == 1


def test_a_run_that_reached_no_account_is_never_met():
    """Even if every clause were declared met."""
    lost = account(seen(connection=GONE), Findings(), SINCE)
    verdicts = clauses(POLICY, [finding(Status.MET)], ())
    assert overall(verdicts, [lost]) is Status.COULD_NOT_CHECK
    assert overall(verdicts, []) is Status.COULD_NOT_CHECK
    assert overall(verdicts, [account(seen(), Findings(), SINCE)]) is Status.MET


def test_what_this_version_does_not_look_at_is_said():
    """A rule of the policy that does not exist yet is named."""
    notes = never_looked(POLICY, ["a-rule"], Evidence(NOW, SINCE, (seen(),)))
    assert [note.what for note in notes][1:] == ["a-later-rule"]


def test_worst_of_nothing_does_not_apply():
    """And not-applicable never wins."""
    assert worst([]) is Status.NOT_APPLICABLE
    assert worst([Status.NOT_APPLICABLE, Status.MET]) is Status.MET


def test_what_is_not_read_is_said():
    """Every word; or, where the member asked for the words of sent letters, all others."""
    (nothing,) = never_looked(POLICY, ["a-rule", *POLICY.rules], Evidence(NOW, SINCE, (seen(),)))
    assert nothing.what.startswith("the words of e-mails")
    (others,) = never_looked(POLICY, list(POLICY.rules), Evidence(NOW, SINCE, (seen(words=Words(3)),)))
    assert others.what.startswith("the rest of letters you received")


def test_not_having_looked_yet_is_no_fault_that_was_found():
    """A "no" to "have you looked" is attention; a "no" to "is it so" is not met."""
    look = replace(ASKED, is_a_look=True)
    said = Said(declarations=(Declared(ASKED.id, "no", "Anna", date(2026, 1, 1), date(2027, 1, 1)),))
    (waiting,) = declarations(replace(POLICY, declarations=(look,)), said, TODAY)
    assert waiting.status is Status.ATTENTION


def test_what_was_sorted_is_counted():
    """The member's own judgement of what left without protection; what is protected is counted apart."""
    answers = (Answer.CONFIDENTIAL, Answer.NOT_CONFIDENTIAL, Answer.NOT_CONFIDENTIAL, Answer.ASKED_WITHOUT, None)
    documents = [document(message=message_ref(uid), answer=answer) for uid, answer in enumerate(answers)]
    safe = document(protected("zip", "AES-256"), message=message_ref(9))
    told = account(seen(sent=sent(*documents, safe)), Findings(), SINCE).coverage
    assert (told.protected, told.sorting) == (1, SortedDocuments(1, 2, 1, 1))


@pytest.mark.parametrize(
    ("how", "counts"),
    [("not-confidential", SortedDocuments(not_confidential=1, waiting=1)), ("sent-again", SortedDocuments(waiting=1))],
)
def test_what_was_closed_waits_for_no_answer(how, counts):
    """There or deleted: called not confidential it counts as that; put right, it counts among the incidents."""
    closed, open_one = document(message=message_ref(1)), document(message=message_ref(2))
    answer = outcome(Status.NOT_MET, "practice", "Open.", items=[item_of(closed)], is_incident=True)
    of_it = replace(finding(Status.NOT_MET), outcome=answer)
    settled = settled_finding(of_it, Settlement(how, TODAY))
    for letters in (sent(closed, open_one), sent(open_one, gone=(closed,))):
        told = account(seen(sent=letters), Findings.of([settled]), SINCE)
        assert (told.coverage.sorting, told.status) == (counts, Status.DECLARED)
    assert states([settled])["C-1"] is Status.DECLARED
