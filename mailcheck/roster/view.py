"""The one view over all members: what every output shows. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from mailcheck.dataclass import dataclass
from mailcheck.model import Policy, Status
from mailcheck.roster.policy_current import PolicyCurrent, policy_current
from mailcheck.roster.standing import Row, Stage, addresses, rows
from mailcheck.roster.store import Roster

WORST_FIRST = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a roster shows."""

    made: datetime
    policy: Policy
    current: PolicyCurrent
    """How the policy itself stands."""
    clauses: tuple[str, ...]
    """The clauses that are shown, in the policy's order, then those that only an attestation knows."""
    titles: Mapping[str, str]
    rows: tuple[Row, ...]
    files: Mapping[str, int]
    """How many files came to what."""

    @property
    def stages(self) -> Mapping[Stage, int]:
        """How many members are at which stage."""
        counted = Counter(row.stage for row in self.rows)
        return {stage: counted[stage] for stage in Stage}

    @property
    def overdue(self) -> int:
        """How many members' next attestation is overdue."""
        return sum(row.overdue > 0 for row in self.rows)

    @property
    def tallies(self) -> Mapping[str, Mapping[Status, int]]:
        """How many members stand how in each clause that is shown."""
        found: dict[str, Counter[Status]] = {each: Counter() for each in self.clauses}
        for row in self.rows:
            for each in row.clauses:
                found[each.id][each.status] += 1
        return found


def view(roster: Roster, policy: Policy, now: datetime) -> View:
    """Return the view of a roster at a moment."""
    found = tuple(rows(roster.everybody(), policy, now, addresses(roster.everybody())))
    known = [clause.id for clause in policy.clauses if clause.members]
    others = {each.id for row in found for each in row.clauses} - set(known)
    titles = {clause.id: clause.title for clause in policy.clauses}
    current = policy_current(policy, now.date())
    return View(now, policy, current, (*known, *sorted(others)), titles, found, roster.outcomes())


def troubled_first(found: Iterable[Row]) -> list[Row]:
    """Return members in the order in which a supervisor looks: the worst, then the longest overdue, then the rest."""
    return sorted(found, key=lambda row: (_rank(row), -row.overdue, row.who))


def _rank(row: Row) -> int:
    if row.status in WORST_FIRST[:3]:
        return WORST_FIRST.index(row.status)
    return 3 if row.stuck_at or row.notes else 4
