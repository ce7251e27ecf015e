"""Rules run each on its own, and every outcome finds its place."""

import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.audit.verdicts import finding_id, judge, section
from mailcheck.model import Excepted, Policy, Said, Settled, Status
from mailcheck.rules import outcome, rule
from mailcheck.rules.protected_attachments import protected_attachments
from tests.factories import document, evidence, home, message_ref, policy, seen, sent

KEY = b"k" * 32


@rule
def speaks(evidence, policy):
    """Something is demanded.

    Why: because it matters,
        for two lines.
    Looks at: nothing.
    """
    yield outcome(Status.NOT_MET, "practice", "It is not so.", key="one")


@rule
def stumbles(evidence, policy):
    """Something is demanded."""
    yield outcome(Status.MET, "practice", "So far so good.")
    raise ValueError("the secret subject of a letter")


@rule
def says_nothing(evidence, policy):
    """Something is demanded."""
    return iter(())


def with_rules(*names):
    """A policy with these rules."""
    return Policy("p", "1", "A policy", date(2026, 1, 1), (), {name: policy(name) for name in names})


def findings(*rules, said=Said()):  # noqa: B008 - frozen
    """Judge with every rule of `rules` enabled."""
    names = [each.__name__.replace("_", "-") for each in rules]
    return judge(evidence(seen(), seen(home()), said=said), with_rules(*names), rules, installation_key=KEY)


def test_a_finding_carries_its_rules_why():
    """The docstring is the one home of the reason."""
    (finding,) = findings(speaks)
    assert finding.why == "Because it matters, for two lines."
    assert (finding.rule, finding.clause, finding.status) == ("speaks", "MIP-KB-1", Status.NOT_MET)


def test_a_rule_that_fails_could_not_check_and_the_others_still_speak():
    """Only the kind of the error is told: its text may quote a letter."""
    failed, spoke = findings(stumbles, speaks)
    assert failed.status is Status.COULD_NOT_CHECK
    assert "secret subject" not in repr(failed)
    assert spoke.status is Status.NOT_MET


def test_a_rule_that_says_nothing_could_not_check():
    """Silence is never a pass."""
    (finding,) = findings(says_nothing)
    assert (finding.status, finding.outcome.accounts) == (Status.COULD_NOT_CHECK, ("practice", "home"))


def test_a_rule_that_the_policy_does_not_name_is_not_run():
    """Another institute's policy decides what is asked."""
    assert judge(evidence(seen()), with_rules("other"), [speaks], installation_key=KEY) == ()


def test_a_members_exception_lifts_to_attention_until_its_day():
    """It never lifts further, and ends by itself."""
    (finding,) = findings(speaks)
    until = Excepted((finding.id,), "agreed", date(2026, 11, 1), date(2026, 11, 22))
    over = Excepted((finding.id,), "agreed", date(2026, 10, 1), date(2026, 11, 21))
    assert [each.status for each in findings(speaks, said=Said(exceptions=(until,)))] == [Status.ATTENTION]
    assert [each.status for each in findings(speaks, said=Said(exceptions=(over,)))] == [Status.NOT_MET]


def test_a_settled_incident_is_no_longer_judged_but_stays_counted():
    """It is still a finding, with how and when it was put right."""
    (finding,) = findings(speaks)
    settled = Settled(finding.id, "sent-again", date(2026, 11, 20))
    (closed,) = findings(speaks, said=Said(settled=(settled,)))
    assert closed.status is Status.DECLARED
    assert closed.settled.how == "sent-again"
    assert closed.outcome.title == "What was found: you sent it again with a password, on 20 November 2026."


def test_an_identifier_is_stable_and_keyed():
    """The same on every run, whatever the order of accounts or the state; different under another key or item."""
    first = outcome(Status.MET, ("a", "b"), "", key="x")
    again = outcome(Status.NOT_MET, ("b", "a"), "other words", key="x")
    assert finding_id(KEY, "r", first) == finding_id(KEY, "r", again)
    others = [
        finding_id(b"j" * 32, "r", first),
        finding_id(KEY, "q", first),
        finding_id(KEY, "r", outcome(Status.MET, ("a", "b"), "", key="y")),
        finding_id(KEY, "r", outcome(Status.MET, ("a",), "", key="x")),
    ]
    assert finding_id(KEY, "r", first) not in others


@pytest.mark.parametrize("name", ["Put right", "Nonsense"])
def test_a_section_that_is_not_there_is_empty(name):
    """A rule of a plugin need not have every section."""
    assert section(speaks, name) == ""


def test_an_institute_may_want_a_talk_and_no_verdict():
    """`at_worst = "attention"`: the rule asks where it would say "not met"; what it saw is told all the same."""
    softened = replace(policy("speaks"), at_worst="attention")
    made = Policy("p", "1", "A policy", date(2026, 1, 1), (), {"speaks": softened})
    (found,) = judge(evidence(seen()), made, [speaks], installation_key=KEY)
    assert (found.status, found.outcome.title) == (Status.ATTENTION, "It is not so.")


def test_thousands_of_open_letters_are_judged_in_little_memory():
    """None of the findings is held but as a few octets, by the rule neither."""
    documents = sent(*(document(message=message_ref(uid)) for uid in range(4000)))
    asked, names = evidence(seen(sent=documents)), with_rules("protected-attachments")
    judge(evidence(seen(sent=sent(document()))), names, [protected_attachments], installation_key=KEY)
    tracemalloc.start()
    told = judge(asked, names, [protected_attachments], installation_key=KEY)
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(told) == 4000
    assert (size < 80 * len(told), peak < 1_200_000) == (True, True), (size, peak)
