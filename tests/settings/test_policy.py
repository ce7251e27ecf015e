"""The policy that ships, changes to it, and an institute's own."""

from datetime import date

import pytest
import tomli

from mailcheck.errors import SettingsError
from mailcheck.model import Basis, Clause, Decision, Declaration, Policy, RulePolicy
from mailcheck.settings import load_policy, shipped

READING = {"separate-mailboxes", "no-forwarding", "password-apart"}
ADVICE = {
    "separate-correspondents",
    "professional-mail-stays",
    "recipients-hidden",
    "strong-protection",
    "private-file-names",
    "links-protected",
    "domain-protection",
}


def told(text, tmp_path):
    """Return what is said about a policy file with this text."""
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load_policy(file)
    return [str(problem).removeprefix(f"{file}: ") for problem in refused.value.problems]


def test_the_shipped_policy_holds_every_clause_in_order():
    """Ten on keeping boundaries, three on privacy, six on conduct, and two for supervisors."""
    policy = load_policy()

    assert [clause.id for clause in policy.clauses if clause.members] == [
        *(f"MIP-KB-{number}" for number in range(1, 11)),
        *(f"MIP-PR-{number}" for number in range(1, 4)),
        *(f"MIP-PC-{number}" for number in range(1, 7)),
    ]
    assert [clause.id for clause in policy.clauses if not clause.members] == ["MIP-PM-1", "MIP-RV-1"]


def test_the_shipped_rules_have_their_basis():
    """What is our reading or good advice is never shown as the policy's own demand."""
    rules = load_policy().rules

    assert {name for name, rule in rules.items() if rule.basis is Basis.READING} == READING
    assert {name for name, rule in rules.items() if rule.basis is Basis.ADVICE} == ADVICE
    assert {name: rule.clause for name, rule in rules.items() if rule.basis is Basis.CLAUSE} == {
        "separate-addresses": "MIP-KB-1",
        "own-identity": "MIP-KB-1",
        "secure-connection": "MIP-KB-2",
        "sent-coverage": "MIP-KB-2",
        "not-joint-address": "MIP-KB-3",
        "not-shared-mailbox": "MIP-KB-3",
        "protected-attachments": "MIP-KB-5",
        "policy-current": "MIP-RV-1",
    }
    assert rules["protected-attachments"].options["days_to_sort"] == 14


def test_every_clause_for_members_is_served_by_something():
    """No clause is left without a rule or a question."""
    policy = load_policy()
    served = {rule.clause for rule in policy.rules.values()}
    served |= {clause for asked in policy.declarations for clause in (asked.clause, *asked.also_serves)}

    assert {clause.id for clause in policy.clauses if clause.members} - served == set()


def test_the_shipped_declarations_are_questions():
    """Every declaration asks, says what yes means, and holds for a time."""
    declarations = load_policy().declarations

    assert [asked.id for asked in declarations if not asked.question.endswith("?")] == []
    assert [asked.id for asked in declarations if not asked.meaning.endswith(".")] == []
    assert {asked.clause for asked in declarations if asked.condition} == {f"MIP-KB-{n}" for n in (1, 2, 3, 4, 5, 6, 7)}
    assert {asked.id for asked in declarations if asked.months == 6} == {
        "forwarding-settings-reviewed",
        "access-settings-reviewed",
    }


def test_the_institutes_decisions_have_defaults_and_are_not_yet_decided():
    """What the policy leaves open has a default that is told apart from a decision."""
    assert {decision.id: (decision.value, decision.is_decided) for decision in load_policy().decisions} == {
        "accepted-protection": (["file-password", "end-to-end-mail", "secure-gateway"], False),
        "password-by-later-mail": ("attention", False),
        "personal-account-declared": (True, False),
        "days-to-sort": (14, False),
        "nhs-mailbox": (True, False),
        "asked-without-password": ("accepted", False),
    }


def test_changes_reach_the_rules():
    """A rule is switched off, an option is set, and a decision sets the option that it stands for."""
    policy = load_policy(
        rules={"no-forwarding": {"enabled": False}, "policy-current": {"review_months": 12}},
        decisions={"days-to-sort": 7, "nhs-mailbox": False},
    )

    assert policy.rules["no-forwarding"] == RulePolicy(
        "no-forwarding", "MIP-KB-1", Basis.READING, is_enabled=False, options={}
    )
    assert policy.rules["policy-current"].options == {"review_months": 12, "update_months": 36}
    assert policy.rules["protected-attachments"].options["days_to_sort"] == 7
    assert {decision.id: decision.value for decision in policy.decisions}["days-to-sort"] == 7
    assert {decision.id: decision.value for decision in policy.decisions}["nhs-mailbox"] is False


def test_every_wrong_change_is_told_at_once():
    """Unknown names bring the nearest one, wrong kinds what the policy says."""
    with pytest.raises(SettingsError) as refused:
        load_policy(
            rules={"no-forwardin": {}, "policy-current": {"review-months": 1, "update_months": "x", "enabled": 1}},
            decisions={"days-to-srt": 7, "days-to-sort": True, "accepted-protection": "all"},
        )

    assert [str(problem) for problem in refused.value.problems] == [
        '"policy.rules.no-forwardin" is not something that mailcheck knows. Did you mean `no-forwarding`?',
        '"policy.rules.policy-current.review-months" is not something that mailcheck knows. '
        "Did you mean `review_months`?",
        '"policy.rules.policy-current.update_months" is not of the kind that belongs here. The policy says: 36',
        '"policy.rules.policy-current.enabled" is not of the kind that belongs here. The policy says: true',
        '"policy.decisions.days-to-srt" is not something that mailcheck knows. Did you mean `days-to-sort`?',
        '"policy.decisions.days-to-sort" is not of the kind that belongs here. The policy says: 14',
        '"policy.decisions.accepted-protection" is not of the kind that belongs here. '
        'The policy says: ["file-password", "end-to-end-mail", "secure-gateway"]',
    ]


OWN = """
schema = 1
id = "own"
version = "2"
title = "Our policy"
reviewed = 2026-01-02
confidential = "Everything."

[[clause]]
id = "A"
title = "First"
demand = "Do it."

[rules.no-forwarding]
clause = "A"
basis = "advice"
limit = 3

[[declaration]]
id = "asked"
clause = "A"
question = "Do you?"
meaning = "You do."
months = 3

[[decision]]
id = "how-many"
question = "How many?"
rule = "no-forwarding"
option = "limit"
decided = true

[exception_reasons]
agreed = "It is agreed."
"""


def test_an_institute_writes_a_policy_of_its_own(tmp_path):
    """A policy is data: another file makes another policy."""
    file = tmp_path / "own.toml"
    file.write_text(OWN)

    assert load_policy(file) == Policy(
        id="own",
        version="2",
        title="Our policy",
        reviewed=date(2026, 1, 2),
        clauses=(Clause("A", "First", "Do it."),),
        rules={"no-forwarding": RulePolicy("no-forwarding", "A", Basis.ADVICE, options={"limit": 3})},
        declarations=(Declaration("asked", "A", "Do you?", "You do.", months=3),),
        exception_reasons={"agreed": "It is agreed."},
        confidential="Everything.",
        decisions=(Decision("how-many", "How many?", 3, is_decided=True),),
    )


def test_everything_that_is_wrong_in_a_policy_is_told_at_once(tmp_path):
    """File, place, what is wrong, and what would be right."""
    text = (
        OWN.replace("schema = 1", "schema = 2")
        .replace('title = "First"\n', "titel = 3\n")
        .replace('basis = "advice"', 'basis = "advise"')
        .replace("months = 3", "months = 0")
        .replace("limit = 3", "limit = 3.5")
    )

    assert told(text, tmp_path) == [
        "schema: is not one of the words that can stand here. Write 1.",
        'clause 1 "A": title: is missing. Write a title of a few words.',
        'clause 1 "A": titel: is not something that mailcheck knows. Did you mean `title`?',
        "rules.no-forwarding.basis: is not one of the words that can stand here. "
        'Did you mean `advice`? Write "clause", "reading" or "advice".',
        "rules.no-forwarding.limit: should be a number, true or false, words, or a list of words.",
        'declaration 1 "asked": months: is too small. Write for how many months an answer holds.',
    ]


def test_what_points_nowhere_and_what_is_there_twice_is_told(tmp_path):
    """A rule or question of a clause that does not exist would be lost silently."""
    text = (
        OWN.replace('[rules.no-forwarding]\nclause = "A"', '[rules.no-forwarding]\nclause = "B"')
        .replace('option = "limit"', 'option = "limits"')
        .replace('[[declaration]]\nid = "asked"\nclause = "A"', '[[declaration]]\nid = "asked"\nclause = "a"')
    )
    text += '\n[[clause]]\nid = "A"\ntitle = "Again"\ndemand = "Do it."\n'

    assert told(text, tmp_path) == [
        "rules.no-forwarding: clause: is none of the clauses.",
        'declaration "asked": clause: is none of the clauses. Did you mean `A`?',
        'clause "A": is there twice. Give each an id of its own.',
        'decision "how-many": has no value. Write its `value`, or the `rule` and the `option` that hold it.',
    ]


def test_a_policy_file_that_is_not_there_is_told(tmp_path):
    """A missing file is a problem with a remedy, not the shipped policy in disguise."""
    with pytest.raises(SettingsError, match=r"there is no policy file here\. Put the policy file there"):
        load_policy(tmp_path / "none.toml")


def test_wording_is_for_members():
    """Nothing in the policy is left to be filled in, and every line a member reads ends like a sentence."""
    policy = load_policy()
    sentences = [clause.demand for clause in policy.clauses] + list(policy.exception_reasons.values())

    assert [text for text in sentences if not text.endswith(".")] == []
    assert [text for text in sentences if "\n" in text or "  " in text or "TODO" in text] == []
    assert "leaflets" in policy.confidential.lower()
    assert tomli.loads(shipped("policy.toml"))["schema"] == 1
