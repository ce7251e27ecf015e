"""Real IMAP, with imapclient inside: its only home.

`client` is imapclient over our own wire, `sign_in` gets it into a mailbox, `session` asks the questions, `asking` and
`telling` contain and explain what goes wrong. What leaves is held to the allow-list in `mailcheck.gather.guard`.
"""

import time
from collections.abc import Callable

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap.session import Session
from mailcheck.gather.imap.sign_in import Way, sign_in
from mailcheck.gather.reaching import TIMEOUT, Reach, reach
from mailcheck.gather.secret import Secret
from mailcheck.model import Account

PAUSE = 3.0
"""Seconds before the one more try that some refusals are worth."""
_WRONG_NAME = frozenset(("apple-bad", "generic-bad"))
_SAYS_LESS = frozenset(("timeout", "reset", "bye", "unexpected-answer"))

__all__ = ["Session", "open_mailbox"]


def open_mailbox(
    account: Account,
    secret: Secret,
    *,
    timeout: float = TIMEOUT,
    sleep: Callable[[float], None] = time.sleep,
    by: Reach = reach,
) -> Session:
    """Sign in to an account and return its mailbox, opened for reading only.

    `timeout` bounds every single wait; a whole answer may take a few times as long. A refusal of the class `once` is
    tried once more after a pause. `by` reaches the server. Raises AccountProblem.
    """
    ways = [Way(account.security, user) for user in log_in_names(account)]
    try:
        return _first_that_opens(account, secret, ways, timeout, by)
    except AccountProblem as first:
        if first.retry != "once":
            raise
        sleep(PAUSE)
        try:
            return _first_that_opens(account, secret, [way.after(first.key) for way in ways], timeout, by)
        except AccountProblem as second:
            raise (first if second.key in _SAYS_LESS else second) from None


def log_in_names(account: Account) -> tuple[str, ...]:
    """Return the names to try: where the provider wants the local part, that first and then the full address."""
    if account.provider is None or account.provider.username != "local-part":
        return (account.user,)
    local, at, _ = account.user.partition("@")
    return tuple(dict.fromkeys((local, account.user if at else account.address)))


def _first_that_opens(account: Account, secret: Secret, ways: list[Way], timeout: float, by: Reach) -> Session:
    """Try each way once, going on only where the name may have been the wrong one."""
    *before, last = ways
    for way in before:
        try:
            return Session(sign_in(account, secret, way, timeout=timeout, by=by))
        except AccountProblem as problem:
            if problem.key not in _WRONG_NAME:
                raise
    return Session(sign_in(account, secret, last, timeout=timeout, by=by))
