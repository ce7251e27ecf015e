"""One file per rule: evidence in, outcomes out. A rule opens nothing, remembers nothing and knows no other rule."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from mailcheck.model import Evidence, Grade, Item, Missing, Outcome, RulePolicy, Status
from mailcheck.registry import marked

Rule = Callable[[Evidence, RulePolicy], Iterator[Outcome]]

R = TypeVar("R", bound=Callable[..., Iterator[Outcome]])


def rule(function: R) -> R:
    """Mark a function as a rule. Its name, with dashes, is the rule's name; its docstring is the rule's page."""
    return marked(function, "rule")


def name_of(function: Callable[..., Any]) -> str:
    """Return the name by which people know a rule: `protected_attachments` is `protected-attachments`."""
    return function.__name__.replace("_", "-")


def outcome(  # noqa: PLR0913 - an outcome has this many sides; all but three have a default
    status: Status,
    accounts: str | Sequence[str],
    title: str,
    *,
    detail: str = "",
    remedy: str = "",
    grade: Grade = Grade.INFO,
    evidence: str = "",
    looked_at: str = "",
    items: Sequence[Item] = (),
    key: str = "",
    together: str = "",
    is_incident: bool = False,
) -> Outcome:
    """Return an outcome. `evidence` names rows of docs/evidence.md, divided by spaces: `D4 D6`."""
    names = _one(accounts) if isinstance(accounts, str) else tuple(accounts)
    rows = _rows(evidence)
    return Outcome(
        status, names, title, detail, remedy, grade, rows, looked_at, tuple(items), key, together, is_incident
    )


@lru_cache(maxsize=64)
def _one(account: str) -> tuple[str, ...]:
    """Return an account alone: the same for all of its letters."""
    return (account,)


@lru_cache(maxsize=256)
def _rows(evidence: str) -> tuple[str, ...]:
    return tuple(evidence.split())


SENT_NOT_LOOKED_AT = Missing("The Sent folder was not looked at.")
"""What stands in for sent letters that nothing was asked about."""


def could_not_check(account: str | Sequence[str], missing: Missing, *, evidence: str = "") -> Outcome:
    """Return "could not check" for something that is missing, in the words of the stage that missed it."""
    return outcome(Status.COULD_NOT_CHECK, account, missing.reason, evidence=evidence, key=missing.key)


def no_partner(evidence: Evidence, why: str, *, may_declare: bool = True) -> Iterator[Outcome]:
    """Yield a question for each professional account if there is no personal account to compare it with."""
    if any(True for _ in evidence.personal()):
        return
    if evidence.is_home_declared and may_declare and not evidence.left_out:
        for work in evidence.professional():
            yield outcome(Status.NOT_APPLICABLE, work.account.name, DECLARED_HOME)
        return
    title, remedy = "No personal account is set up here.", PERSONAL_ACCOUNT
    if evidence.left_out:
        title = f"Left out this time: {', '.join(evidence.left_out)}. So nothing was compared."
        remedy = "For the whole picture, run the check without naming an account."
    for work in evidence.professional():
        yield outcome(Status.ATTENTION, work.account.name, title, detail=why, remedy=remedy)


DECLARED_HOME = "Not measured: you declare that your personal account is apart."
PERSONAL_ACCOUNT = (
    "Add your personal account to the settings (`mailcheck setup`), or declare it (`mailcheck declare`). mailcheck "
    "looks at it as little as it can."
)
