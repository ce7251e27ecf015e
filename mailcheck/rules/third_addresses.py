"""What rules on the server of a professional account do with letters, beside passing them to the other account."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Outcome, Status
from mailcheck.model.traces import SieveAction, SieveKind, SieveLook, Whose
from mailcheck.rules import outcome

_TITLES = {
    SieveKind.REDIRECT: "A rule on the mail server sends letters to an address that is not known here. Whose is it?",
    SieveKind.NOTIFY: "A rule on the mail server tells another address about your letters. Whose is it?",
    SieveKind.PROGRAM: "A rule on the mail server hands letters to a programme there. What does it do with them?",
}
_REMEDY = (
    "Sign in to your mail provider's website and look under rules, filters or forwarding. If you do not know it, "
    "or it leads to somebody who should not read your letters, switch it off."
)


def third_addresses(evidence: Evidence, seen: AccountEvidence) -> Iterator[Outcome]:
    """Ask about every active rule that sends letters to somebody unknown (F3)."""
    if not isinstance(seen.scripts, SieveLook):
        return
    actions = [action for script in seen.scripts.scripts for action in script.actions]
    unknown = [each for each in actions if each.target.whose is Whose.UNKNOWN and each.kind in _TITLES]
    for action in dict.fromkeys(each for each in unknown if each.active):
        yield _whose(seen.account.name, action)


def _whose(account: str, action: SieveAction) -> Outcome:
    some = "It concerns some letters only." if action.conditional or action.may_be_stopped else ""
    return outcome(
        Status.ATTENTION,
        account,
        _TITLES[action.kind],
        detail=some,
        remedy=_REMEDY,
        grade=Grade.STRONG,
        evidence="F3",
        looked_at="the rules on the mail server",
        key=f"{action.kind.value} {action.target.key}",
    )
