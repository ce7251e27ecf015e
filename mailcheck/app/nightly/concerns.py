"""What a report gives to tell about: each finding, question or account that is not as it should be. Pure."""

from collections.abc import Collection, Iterator

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


def concerns_of(report: Report, refused: Collection[str] = ()) -> tuple[Concern, ...]:
    """Return the concerns of a report, advice left out; `refused` names accounts that are left alone from now on."""
    return (*_unreached(report, refused), *_found(report), *_asked(report))


def _unreached(report: Report, refused: Collection[str]) -> Iterator[Concern]:
    for account in report.accounts:
        if account.problem is not None:
            yield Concern(f"account:{account.name}", Status.COULD_NOT_CHECK, is_urgent=account.name in refused)


def _found(report: Report) -> Iterator[Concern]:
    unreached = {account.name for account in report.accounts if account.problem is not None}
    for finding in report.findings:
        if finding.basis is Basis.ADVICE:
            continue
        if finding.status in BAD:
            yield Concern(finding.id, finding.status, is_quiet=finding.exception is not None)
        elif finding.status is Status.COULD_NOT_CHECK and not unreached & set(finding.outcome.accounts):
            yield from _not_checked(finding)


def _not_checked(finding: Finding) -> Iterator[Concern]:
    """Yield what is to be told of something that could not be checked, though the account was reached."""
    outcome = finding.outcome
    if outcome.is_incident:  # a file that cannot be read: a question, which the member can answer
        yield Concern(finding.id, Status.ATTENTION)
    elif outcome.key or outcome.items:
        # Another id than the finding's own: what was found there before is not over, and not new the next night.
        yield Concern(f"unseen:{finding.id}", finding.status)
    # Else nothing failed: nothing was sent yet, for example. That is in the report, and no news.


def _asked(report: Report) -> Iterator[Concern]:
    for declared in report.declarations:
        if declared.status in BAD:
            yield Concern(f"declaration:{declared.id}", declared.status, is_quiet=True)
