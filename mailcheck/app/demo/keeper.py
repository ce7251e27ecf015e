"""The demo's secrets: two passwords in memory and a key that is forgotten."""

import secrets
from collections.abc import Mapping

from mailcheck.gather.secret import Password
from mailcheck.settings import AccountSettings, InEnvironment


class DemoKeeper:
    """Keeps the demo's passwords for as long as it runs; touches no password store and no file."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ, self._key = environ, secrets.token_bytes(32)

    def secret_for(self, account: AccountSettings) -> Password:
        """Return the password of a demo account."""
        assert isinstance(account.secret, InEnvironment)  # noqa: S101 - the demo writes its own settings
        return Password(self._environ[account.secret.name])

    def installation_key(self) -> bytes:
        """Return a key that is forgotten when the demo ends."""
        return self._key
