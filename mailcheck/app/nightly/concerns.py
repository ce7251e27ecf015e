"""What a report gives to tell about: each finding, question or account that is not as it should be. Pure."""

from collections.abc import Collection, Iterator, Set
from itertools import chain

from mailcheck.dataclass import dataclass
from mailcheck.model import Basis, Finding, Report, Status

BAD = frozenset({Status.NOT_MET, Status.ATTENTION})
RUN = "run"
"""The concern that a nightly run could not be made at all."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that may be told."""

    id: str
    status: Status
    """Not met, to look at, or could not be checked."""
    is_quiet: bool = False
    """Told when it is new or worse, but not again and again: a question, or what the member excepted."""
    is_urgent: bool = False
    """Something that no further night mends by itself: told at once, though it is only "could not check"."""

    @property
    def is_bad(self) -> bool:
        """Whether something was seen that is not in order; else it could not be seen."""
        return self.status in BAD


NOT_RUN = Concern(RUN, Status.COULD_NOT_CHECK)


def concerns_of(report: Report, refused: Collection[str] = ()) -> Iterator[Concern]:
    """Yield the concerns of a report, advice left out; `refused` names accounts that are left alone from now on."""
    return chain(_unreached(report, refused), _found(report), _asked(report))


def _unreached(report: Report, refused: Collection[str]) -> Iterator[Concern]:
    for account in report.accounts:
        if account.problem is not None:
            yield Concern(f"account:{account.name}", Status.COULD_NOT_CHECK, is_urgent=account.name in refused)


def _found(report: Report) -> Iterator[Concern]:
    unreached = {account.name for account in report.accounts if account.problem is not None}
    findings = report.findings.where(lambda kind: kind.basis is not Basis.ADVICE)
    for id_, kind in findings.by_id():
        if kind.status in BAD:
            yield Concern(id_, kind.status, is_quiet=kind.exception is not None)
        elif _is_unseen(kind, unreached) and kind.outcome.is_incident:
            yield Concern(id_, Status.ATTENTION)  # a file that cannot be read: a question, which the member can answer
    for finding in findings.where(lambda kind: _is_unseen(kind, unreached) and not kind.outcome.is_incident):
        # Without a key or an item nothing failed: nothing was sent yet, for example. That is no news.
        if finding.outcome.key or finding.outcome.items:
            # Another id than the finding's own: what was found there before is not over, and not new the next night.
            yield Concern(f"unseen:{finding.id}", finding.status)


def _is_unseen(kind: Finding, unreached: Set[str]) -> bool:
    """Whether something could not be checked, though the account was reached."""
    return kind.status is Status.COULD_NOT_CHECK and unreached.isdisjoint(kind.outcome.accounts)


def _asked(report: Report) -> Iterator[Concern]:
    for declared in report.declarations:
        if declared.status in BAD:
            yield Concern(f"declaration:{declared.id}", declared.status, is_quiet=True)
