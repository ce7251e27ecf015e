"""From what was seen to the report: what earlier runs remember is added, the rules judge, and the next run is told."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mailcheck import __version__
from mailcheck.audit.accounts import account, declared_account, never_looked
from mailcheck.audit.clauses import clauses, overall
from mailcheck.audit.dating import dated
from mailcheck.audit.declarations import declarations
from mailcheck.audit.known_looks import remember_looks
from mailcheck.audit.look_back import looked_back
from mailcheck.audit.remembering import recalled, remember
from mailcheck.audit.verdicts import judge
from mailcheck.dataclass import dataclass
from mailcheck.model import Evidence, Findings, PolicyName, Report
from mailcheck.registry import discover
from mailcheck.rules import Rule, name_of
from mailcheck.rules.comparing import compare

if TYPE_CHECKING:
    from mailcheck.audit.known_looks import KnownLooks
    from mailcheck.settings import Settings
    from mailcheck.state import State


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is needed to conclude a run."""

    settings: "Settings"
    installation_key: bytes
    state: "State | None"
    looks: "KnownLooks | None"

    def report(self, looked: Evidence, *, started: datetime, now: Callable[[], datetime]) -> Report:
        """Judge what was seen, and remember it."""
        settings, state = self.settings, self.state
        seen = compared(looked)
        evidence = seen if state is None else recalled(seen, state)
        rules = discover("mailcheck.rules", "rule", plugins=settings.plugins)
        findings = dated(judge(evidence, settings.policy, rules, installation_key=self.installation_key), evidence)
        if state is not None and self.looks is not None:
            remember_looks(seen, findings.kinds, state, self.looks)
            findings = remember(evidence, findings, state)
        return made(settings, evidence, rules, findings, started=started, finished=now())


def made(
    settings: "Settings",
    evidence: Evidence,
    rules: Iterable[Rule],
    findings: Findings,
    *,
    started: datetime,
    finished: datetime,
) -> Report:
    """Return the report of what was seen and judged."""
    policy = settings.policy
    declared = declarations(policy, evidence.said, started.date(), evidence)
    verdicts = clauses(policy, findings.kinds, declared)
    accounts = tuple(account(seen, findings, evidence.since) for seen in evidence.accounts)
    return Report(
        version=__version__,
        policy=PolicyName(policy.id, policy.version, policy.title, policy.reviewed),
        started=started,
        finished=finished,
        since=evidence.since,
        status=overall(verdicts, accounts),
        accounts=(*accounts, *(declared_account(each, evidence.since) for each in evidence.declared)),
        clauses=verdicts,
        findings=findings,
        declarations=declared,
        not_looked=never_looked(policy, map(name_of, rules), evidence),
        look_back=looked_back(evidence),
        letters=evidence.said.letters,
    )


def compared(evidence: Evidence) -> Evidence:
    """Return the evidence with every pair compared: what the digests of this run can show, they show now."""
    by_name = {seen.account.name: seen for seen in evidence.accounts}
    since = evidence.separated_since
    pairs = tuple(
        pair
        if pair.comparison is not None
        else replace(pair, comparison=compare(by_name[pair.professional], by_name[pair.personal], since=since))
        for pair in evidence.pairs
    )
    return replace(evidence, pairs=pairs)
