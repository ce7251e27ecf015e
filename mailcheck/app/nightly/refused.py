"""Accounts that refused a sign-in for good: left alone until a person does something, so that none is locked by us.

A second try with a wrong password can lock an account. So the nightly run remembers that it was refused, and does not
try again with the same password. It forgets that once the password is another one, or a check is run by hand.

To see that a password is another one, one octet of a keyed digest is kept: enough to tell almost every change, and far
too little to find the password by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError
from mailcheck.model.days import day_in_words

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.secret import Secret
    from mailcheck.model import Report
    from mailcheck.settings import AccountSettings

REMEDY = (
    "mailcheck does not try again by itself, so that the account is not locked. "
    "Put it right, then run `mailcheck check`."
)


@dataclass(frozen=True, slots=True)
class Refused:
    """An account whose server refused for good."""

    account: str
    key: str
    """Of the table of refusals."""
    text: str
    day: date
    mark: str
    """One octet by which the same secret is known again."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """Every account that is left alone."""

    accounts: tuple[Refused, ...] = ()

    def without(self, names: Iterable[str]) -> "Refusals":
        """Return the rest, once accounts were looked at by hand."""
        looked_at = set(names)
        return Refusals(tuple(each for each in self.accounts if each.account not in looked_at))


@dataclass(slots=True)
class CarefulKeeper:
    """Hands out secrets, but not one that was refused before."""

    inner: "Keeper"
    refused: Refusals
    handed: dict[str, str] = field(default_factory=dict)
    """The mark of each secret that was handed out, by account."""

    def secret_for(self, account: "AccountSettings", /) -> "Secret":
        """Return the secret of an account. Raises SecretError; also if this very secret was refused before."""
        name = account.account.name
        secret = self.inner.secret_for(account)
        mark = self._mark(secret)
        for each in self.refused.accounts:
            if each.account == name and each.mark == mark:
                said = f"On {day_in_words(each.day)}: {each.text}"
                raise SecretError(Problem(said, remedy=REMEDY), key=each.key)
        self.handed[name] = mark
        return secret

    def installation_key(self) -> bytes:
        """Return the key by which things are recognised from run to run."""
        return self.inner.installation_key()

    def _mark(self, secret: "Secret") -> str:
        from mailcheck.gather.keys import Keys, Purpose
        from mailcheck.gather.secret import Token

        if isinstance(secret, Token):  # a new one each time, for the same sign-in
            return "token"
        return Keys(self.inner.installation_key()).digest(Purpose.SECRET, secret.value)[:2]


def refused_after(report: "Report", keeper: CarefulKeeper, today: date) -> Refusals:
    """Return the accounts to be left alone from now on: refused for good tonight, or left alone already."""
    troubled = {account.name for account in report.accounts if account.problem is not None}
    before = (
        each for each in keeper.refused.accounts if each.account in troubled and each.account not in keeper.handed
    )
    return Refusals((*before, *_refused_now(report, keeper, today)))


def _refused_now(report: "Report", keeper: CarefulKeeper, today: date) -> Iterator[Refused]:
    for account in report.accounts:
        problem, mark = account.problem, keeper.handed.get(account.name)
        if problem is not None and mark and problem.retry == "never" and is_about_sign_in(problem.key):
            yield Refused(account.name, problem.key, problem.text, today, mark)


def is_about_sign_in(key: str) -> bool:
    """Whether a refusal came after the secret was shown: only then can another try lock an account."""
    from mailcheck.gather.refusals import Stage, refusals

    return any(row.key == key and Stage.SIGN_IN in row.stages for row in refusals())
