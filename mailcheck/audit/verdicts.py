"""From evidence to findings: runs the rules, each on its own, and gives every outcome its place in the policy."""

import hmac
import inspect
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from mailcheck.audit.settled import settled_finding
from mailcheck.errors import where_raised
from mailcheck.model import (
    Evidence,
    Exemption,
    Finding,
    Findings,
    Outcome,
    Policy,
    RulePolicy,
    Said,
    Settlement,
    Status,
)
from mailcheck.rules import Rule, name_of, outcome

logger = logging.getLogger("mailcheck")

_LIFTED = frozenset({Status.NOT_MET, Status.COULD_NOT_CHECK})
"""What a member's own exception lifts to attention; only one that the institute signed lifts it further."""


def judge(evidence: Evidence, policy: Policy, rules: Iterable[Rule], *, installation_key: bytes) -> Findings:
    """Return a finding for every outcome of every rule that the policy enables.

    A rule that fails or says nothing is one finding, "could not check"; the others still speak. What the member said
    (an exception, a settled incident) is laid over the outcome and never hides it.
    """
    today = evidence.now.date()

    def judged(function: Rule, rule_policy: RulePolicy) -> Findings:
        why = section(function, "Why")

        def found(answers: Iterable[Outcome]) -> Findings:
            findings = (_finding(rule_policy, why, answer, installation_key) for answer in answers)
            return Findings.of(_with_what_was_said(each, evidence.said, today) for each in findings)

        return _ask(function, evidence, rule_policy, found)

    return Findings.together(
        judged(function, rule_policy)
        for function in rules
        if (rule_policy := policy.rules.get(name_of(function))) and rule_policy.is_enabled
    )


def _ask(
    function: Rule, evidence: Evidence, rule_policy: RulePolicy, found: Callable[[Iterable[Outcome]], Findings]
) -> Findings:
    accounts = tuple(seen.account.name for seen in evidence.accounts)
    try:
        findings = found(function(evidence, rule_policy))
    except Exception as error:  # noqa: BLE001 - containment: one broken rule does not take the others down
        logger.debug("rule %s failed: %s", rule_policy.name, where_raised(error))
        return found([_stumbled(accounts, f"mailcheck stumbled over its own rule ({type(error).__name__}).")])
    if not findings and evidence.declared and not any(True for _ in evidence.professional()):
        return found([_declared(evidence)])
    return findings or found([_stumbled(accounts, "This rule had nothing to look at.")])


def _declared(evidence: Evidence) -> Outcome:
    return outcome(
        Status.NOT_APPLICABLE,
        tuple(account.name for account in evidence.declared),
        "Nothing was measured: you declare this account instead of connecting it.",
    )


def _stumbled(accounts: tuple[str, ...], why: str) -> Outcome:
    return outcome(
        Status.COULD_NOT_CHECK,
        accounts,
        why,
        detail="That says nothing about your mail.",
        remedy="Nothing you did is wrong. If it happens again, please report it.",
    )


def _finding(rule_policy: RulePolicy, why: str, answer: Outcome, key: bytes) -> Finding:
    is_softened = answer.status is Status.NOT_MET and rule_policy.at_worst == Status.ATTENTION.value
    return Finding(
        id=finding_id(key, rule_policy.name, answer),
        rule=rule_policy.name,
        basis=rule_policy.basis,
        clause=rule_policy.clause,
        status=Status.ATTENTION if is_softened else answer.status,
        outcome=answer,
        why=why,
    )


def finding_id(key: bytes, rule: str, answer: Outcome) -> str:
    """Return an identifier that is the same on every run: a keyed hash of rule, accounts and item."""
    machine = _keyed(key).copy()
    machine.update("\0".join(("finding", rule, *sorted(answer.accounts), "", answer.key)).encode())
    return machine.hexdigest()[:12]


@lru_cache(maxsize=1)
def _keyed(key: bytes) -> hmac.HMAC:
    """Return a digest with its key in it: setting one up takes longer than what follows."""
    return hmac.new(key, digestmod="sha256")


def _with_what_was_said(finding: Finding, said: Said, today: date) -> Finding:
    for settled in said.settled:
        if settled.finding == finding.id:
            return settled_finding(finding, Settlement(settled.how, settled.made))
    for granted in said.granted:
        if finding.id in granted.findings and finding.rule == granted.rule and granted.until and today <= granted.until:
            lifted = Exemption(granted.reason, granted.until, by_institute=True)
            return replace(finding, status=Status.NOT_APPLICABLE, exception=lifted)
    for exception in said.exceptions:
        if finding.id in exception.findings and today <= exception.until and finding.status in _LIFTED:
            return replace(finding, status=Status.ATTENTION, exception=Exemption(exception.reason, exception.until))
    return finding


def section(function: Callable[..., Any], name: str) -> str:
    """Return one section of a rule's docstring (`Why`, `Looks at`, `Cannot see`, `Put right`) as one line."""
    lines = inspect.getdoc(function) or ""
    taken: list[str] = []
    for line in lines.splitlines():
        if line.startswith(f"{name}:"):
            taken = [line.removeprefix(f"{name}:").strip()]
        elif taken and line.startswith(" "):
            taken.append(line.strip())
        elif taken:
            break
    text = " ".join(taken)
    return text if text.startswith("mailcheck") else text[:1].upper() + text[1:]
