"""Gets into accounts by real IMAP and ManageSieve."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from types import TracebackType

from mailcheck.errors import AccountProblem, ProtocolViolation, SecretError
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.meanwhile import Meanwhile
from mailcheck.gather.reaching import Reach, reach
from mailcheck.gather.secret import Secret
from mailcheck.model import Account, Missing
from mailcheck.model.traces import SieveLook
from mailcheck.parse.recognise import Recogniser


class SignIn:
    """Knows each account's secret, or why there is none. In the end, what was opened and nobody took is closed."""

    def __init__(self, secrets: Mapping[str, Secret | SecretError], by: Reach = reach) -> None:
        """`secrets` are by the account's name; `by` reaches the mail servers."""
        self._secrets, self._by = secrets, by
        self._begun: dict[str, Meanwhile[Mailbox]] = {}

    def begin(self, accounts: Iterable[Account]) -> None:
        """Begin to sign in, while whoever is going to look gets ready."""
        self._begun |= {account.name: Meanwhile(partial(self._open, account)) for account in accounts}

    def open(self, account: Account) -> Mailbox:
        """Sign in, or return what was begun, once; raises AccountProblem or SecretError."""
        begun = self._begun.pop(account.name, None)
        return begun.result() if begun else self._open(account)

    def _open(self, account: Account) -> Mailbox:
        return open_mailbox(account, self._secret(account), by=self._by)

    def __enter__(self) -> "SignIn":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for begun in self._begun.values():
            Meanwhile(partial(_leave, begun))

    def scripts(self, account: Account, recognise: Recogniser, today: date) -> SieveLook | Missing:
        """Look at the mail rules on the account's server; raises SecretError."""
        from mailcheck.gather.mail_rules import look_at_rules

        return look_at_rules(account, self._secret(account), recognise, today=today)

    def _secret(self, account: Account) -> Secret:
        secret = self._secrets[account.name]
        if isinstance(secret, SecretError):
            raise secret
        return secret


def _leave(begun: Meanwhile[Mailbox]) -> None:
    """Close a mailbox once it is open."""
    with suppress(AccountProblem, SecretError, ProtocolViolation):
        begun.result().close()
