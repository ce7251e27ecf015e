"""From findings and declarations to clauses, and to the state of the whole run."""

from collections.abc import Iterable, Iterator

from mailcheck.model import (
    IN_ORDER,
    AccountReport,
    Basis,
    ClauseVerdict,
    DeclarationReport,
    Finding,
    Policy,
    RuleVerdict,
    Status,
    worst,
)


def clauses(
    policy: Policy, findings: Iterable[Finding], declared: Iterable[DeclarationReport]
) -> tuple[ClauseVerdict, ...]:
    """Return the state of every clause that members see: the worst of what serves it, advice left out."""
    serving: dict[str, list[RuleVerdict]] = {}
    for of, verdict in (*_rule_verdicts(findings), *_declaration_verdicts(policy, declared)):
        serving.setdefault(of, []).append(verdict)
    return tuple(
        ClauseVerdict(clause.id, clause.title, _together(verdicts), tuple(verdicts))
        for clause in policy.clauses
        if clause.members
        for verdicts in [serving.get(clause.id, [])]
    )


def _together(verdicts: Iterable[RuleVerdict]) -> Status:
    """Return the worst of what serves a clause; where that is advice alone, it counts only once it is followed."""
    binding = [verdict.status for verdict in verdicts if verdict.basis is not Basis.ADVICE]
    advised = worst(verdict.status for verdict in verdicts)
    return worst(binding) if binding or advised not in IN_ORDER else advised


def _rule_verdicts(findings: Iterable[Finding]) -> Iterator[tuple[str, RuleVerdict]]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for name, together in by_rule.items():
        first = together[0]
        yield first.clause, RuleVerdict(name, first.basis, worst(finding.status for finding in together))


def _declaration_verdicts(policy: Policy, declared: Iterable[DeclarationReport]) -> Iterator[tuple[str, RuleVerdict]]:
    asked = {each.id: each for each in policy.declarations}
    for answer in declared:
        question = asked[answer.id]
        for clause in (answer.clause, *question.also_serves):
            yield clause, RuleVerdict(answer.id, question.basis, answer.status)


def overall(verdicts: Iterable[ClauseVerdict], accounts: Iterable[AccountReport]) -> Status:
    """Return the state of the run: the worst clause; a run that read nothing is never met."""
    judged = worst(verdict.status for verdict in verdicts)
    read = any(account.problem is None for account in accounts)
    return worst((judged, Status.COULD_NOT_CHECK)) if judged is Status.MET and not read else judged
