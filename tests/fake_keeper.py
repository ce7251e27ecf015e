"""Somebody who keeps no secret."""

from mailcheck.errors import SecretError


class Nobody:
    """Has an installation key, and no secret of any account."""

    def secret_for(self, account):
        raise SecretError("No secret is kept here.", key="secret-missing")

    def installation_key(self):
        return b"k" * 32
