"""Gets into accounts by real IMAP and ManageSieve."""

from collections.abc import Mapping
from datetime import date

from mailcheck.errors import SecretError
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.reaching import Reach, reach
from mailcheck.gather.secret import Secret
from mailcheck.model import Account, Missing
from mailcheck.model.traces import SieveLook
from mailcheck.parse.recognise import Recogniser


class SignIn:
    """Knows each account's secret, or why there is none."""

    def __init__(self, secrets: Mapping[str, Secret | SecretError], by: Reach = reach) -> None:
        """`secrets` are by the account's name; `by` reaches the mail servers."""
        self._secrets, self._by = secrets, by

    def open(self, account: Account) -> Mailbox:
        """Sign in; raises AccountProblem or SecretError."""
        return open_mailbox(account, self._secret(account), by=self._by)

    def scripts(self, account: Account, recognise: Recogniser, today: date) -> SieveLook | Missing:
        """Look at the mail rules on the account's server; raises SecretError."""
        from mailcheck.gather.mail_rules import look_at_rules

        return look_at_rules(account, self._secret(account), recognise, today=today)

    def _secret(self, account: Account) -> Secret:
        secret = self._secrets[account.name]
        if isinstance(secret, SecretError):
            raise secret
        return secret
