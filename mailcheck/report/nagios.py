"""The report for a monitor, as a plugin of Nagios and its like says it (Monitoring Plugins Development Guidelines).

One line for the eye, performance data behind a bar, then a line for each thing that is not in order. The exit codes of
`mailcheck check` are those of a plugin already: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
"""

from collections.abc import Iterator

from mailcheck.model import Basis, Findings, Report, Status
from mailcheck.report import report
from mailcheck.report.words import count, harmless

STATES = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
LISTED = 20
"""Lines of detail at most: monitors keep a few thousand characters."""
_WORST_FIRST = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION)


@report("nagios")
def nagios(result: Report) -> str:
    """Return the report as the output of a monitoring plugin."""
    first = f"MAILCHECK {STATES[result.exit_code]} - {summary(result)} | {_performance(result)}"
    lines = [*_unreached(result), *_details(result)]
    if len(lines) > LISTED:
        lines[LISTED:] = [f"and {len(lines) - LISTED} more"]
    return "\n".join((first, *lines)) + "\n"


def summary(result: Report) -> str:
    """Return the whole report in one short line of counts."""
    counted = _counts(result)
    asked = sum(each.status is Status.ATTENTION for each in result.declarations)
    told = [
        f"{counted[Status.NOT_MET]} not met" if counted[Status.NOT_MET] else "",
        f"{counted[Status.COULD_NOT_CHECK]} not checked" if counted[Status.COULD_NOT_CHECK] else "",
        f"{counted[Status.ATTENTION]} to look at" if counted[Status.ATTENTION] else "",
        f"{count(asked, 'question')} open" if asked else "",
    ]
    reached = sum(account.problem is None for account in result.accounts)
    looked = f"{reached} of {count(len(result.accounts), 'account')} reached"
    return ", ".join((*filter(None, told), looked))


def _performance(result: Report) -> str:
    """Return the performance data: 'label'=value;warn;crit;min. A threshold of 0 means that any number is too many."""
    counted = _counts(result)
    unreached = sum(account.problem is not None for account in result.accounts)
    seconds = max(0.0, (result.finished - result.started).total_seconds())
    letters = sum(account.coverage.messages for account in result.accounts)
    documents = sum(account.coverage.documents for account in result.accounts)
    return " ".join(
        (
            f"not_met={counted[Status.NOT_MET]};;0;0",
            f"attention={counted[Status.ATTENTION]};0;;0",
            f"could_not_check={counted[Status.COULD_NOT_CHECK]};;;0",
            f"unreached={unreached};;;0",
            f"letters={letters};;;0",
            f"documents={documents};;;0",
            f"time={seconds:.1f}s;;;0",
        )
    )


def _counts(result: Report) -> dict[Status, int]:
    states = [kind.status for _, kind in _judged(result).by_id()]
    return {status: states.count(status) for status in _WORST_FIRST}


def _judged(result: Report) -> Findings:
    return result.findings.where(lambda kind: kind.basis is not Basis.ADVICE)


def _unreached(result: Report) -> Iterator[str]:
    for account in result.accounts:
        if account.problem is not None:
            yield _line(f"{account.name}: could not be looked at ({account.problem.key or 'no reason known'})")


def _details(result: Report) -> Iterator[str]:
    for status in _WORST_FIRST:
        for finding in _judged(result):
            if finding.status is status:
                yield _line(f"{status.value}: {', '.join(finding.outcome.accounts)}: {finding.outcome.title}")


def _line(text: str) -> str:
    """Return text that stays one line, and holds no bar: behind one, a monitor reads performance data."""
    return " ".join(harmless(text).replace("|", "/").split())
