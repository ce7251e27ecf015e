"""Several members at a glance: a line that fits a mail's subject, then one line for each. Pure.

For whoever looks after others' mailboxes: by neutral labels, in counts, and without a word of what was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mailcheck.model import Basis, Finding, Report, Status
from mailcheck.report.words import STATUS, count

SCHEMA = "mailcheck.members/1"
OPEN = frozenset({Status.NOT_MET, Status.ATTENTION})
FINE = frozenset({Status.MET, Status.DECLARED, Status.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Glance:
    """One member after a run."""

    label: str
    report: Report | None
    """None if the member could not be looked at."""
    before: Report | None = None
    """The report of the run before; None before the first."""
    why: str = ""
    """Why the member could not be looked at."""

    @property
    def status(self) -> Status:
        """How the member stands."""
        return self.report.status if self.report else Status.COULD_NOT_CHECK

    @property
    def is_unreached(self) -> bool:
        """Whether an account, or the whole member, could not be looked at."""
        return self.report is None or any(account.problem for account in self.report.accounts)

    @property
    def new(self) -> int:
        """How many open findings the run before did not have."""
        known = {each.id for each in _open(self.before)}
        return sum(each.id not in known for each in _open(self.report))

    @property
    def closed(self) -> int:
        """How many open findings of the run before are open no more."""
        if self.report is None:
            return 0
        still = {each.id for each in _open(self.report)}
        return sum(each.id not in still for each in _open(self.before))

    @property
    def acts(self) -> str:
        """Who has something to do: the member, whoever looks after the mailboxes, or nobody."""
        if self.is_unreached:
            return "administrator"
        return "nobody" if self.status in FINE else "member"


def first_line(members: Iterable[Glance]) -> str:
    """Return how all stand, fit for a mail's subject: `1 new, 2 open, 5 fine, 0 unreached`."""
    numbers = {"new": 0, "open": 0, "fine": 0, "unreached": 0}
    for each in members:
        numbers[_group(each)] += 1
    return ", ".join(f"{number} {group}" for group, number in numbers.items() if number or group != "open")


def lines(members: Sequence[Glance]) -> Iterator[str]:
    """Yield the first line, then one line for each member, worst first, in the order given where they are alike."""
    yield first_line(members)
    if not members:
        return
    width = max(len(each.label) for each in members)
    for each in sorted(members, key=lambda each: -_WORST.index(_group(each))):
        yield f"{each.label:<{width}}  {STATUS[each.status]:<15}  {_changed(each)}{_next(each)}"


def as_object(members: Iterable[Glance]) -> dict[str, Any]:
    """Return the same as plain lists and dictionaries: the contract `mailcheck.members/1`."""
    there = list(members)
    return {
        "schema": SCHEMA,
        "summary": first_line(there),
        "members": [
            {
                "label": each.label,
                "status": each.status.value,
                "exit_code": each.status.exit_code,
                "open": len(_open(each.report)),
                "new": each.new,
                "closed": each.closed,
                "unreached": each.is_unreached,
                "acts": each.acts,
                "why": each.why,
            }
            for each in there
        ],
    }


_WORST = ("fine", "open", "unreached", "new")


def _group(each: Glance) -> str:
    if each.is_unreached:
        return "unreached"
    if each.new:
        return "new"
    return "fine" if each.status in FINE else "open"


def _open(report: Report | None) -> tuple[Finding, ...]:
    """Return what stands open in a report; advice has no say."""
    findings = report.findings if report else ()
    return tuple(each for each in findings if each.status in OPEN and each.basis is not Basis.ADVICE)


def _changed(each: Glance) -> str:
    if each.report is None:
        return each.why
    if each.before is None:
        return f"first check, {count(len(_open(each.report)), 'thing')} to look at"
    parts = [f"{each.new} new"] * bool(each.new) + [f"{each.closed} closed"] * bool(each.closed)
    return ", ".join(parts) or "as before"


def _next(each: Glance) -> str:
    if each.report is None:
        return ""
    names = [account.name for account in each.report.accounts if account.problem]
    unreached = f"; not reached: {', '.join(names)}" if names else ""
    return unreached + {"member": "; the member acts", "administrator": "; you act", "nobody": ""}[each.acts]
