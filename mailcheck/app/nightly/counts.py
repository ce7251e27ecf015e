"""The counts that a member's own command gets in its environment: numbers, and nothing that names anybody. Pure."""

from collections.abc import Mapping

from mailcheck.app.nightly.due import Ended
from mailcheck.app.nightly.told import Telling
from mailcheck.app.nightly.words import Message
from mailcheck.model import Basis, Report, Status

COUNTED = {
    "NOT_MET": Status.NOT_MET,
    "ATTENTION": Status.ATTENTION,
    "COULD_NOT_CHECK": Status.COULD_NOT_CHECK,
}


def environment(
    ended: Ended, report: Report | None, telling: Telling | None, message: Message | None
) -> Mapping[str, str]:
    """Return the variables; MAILCHECK_TELL is 1 if there is something to tell, and MAILCHECK_TEXT says what."""
    values: dict[str, object] = {
        "ENDED": ended.value,
        "TELL": int(telling is not None),
        "NEW": telling.new if telling else 0,
        "TEXT": message.text if message else "",
    }
    if report is not None:
        statuses = [kind.status for _, kind in report.findings.by_id() if kind.basis is not Basis.ADVICE]
        values |= {name: statuses.count(status) for name, status in COUNTED.items()}
        values["UNREACHED"] = sum(account.problem is not None for account in report.accounts)
        values["STATUS"] = report.status.value
        values["EXIT_CODE"] = report.exit_code
    return {f"MAILCHECK_{name}": str(value) for name, value in values.items()}
