"""Meets a mail server without signing in: TLS, its greeting and what it offers. No secret is ever sent."""

from contextlib import suppress

from mailcheck.dataclass import dataclass
from mailcheck.gather.imap.client import UNREADABLE
from mailcheck.gather.imap.sign_in import Way, greet, reached
from mailcheck.gather.imap.telling import Telling
from mailcheck.gather.secret import Password
from mailcheck.model import Account

_TOKENS = frozenset(("AUTH=XOAUTH2", "AUTH=OAUTHBEARER"))
_PASSWORDS = frozenset(("AUTH=PLAIN", "AUTH=LOGIN"))


@dataclass(frozen=True, slots=True)
class Met:
    """A mail server that was met."""

    offers: frozenset[str]
    """What it says it can do before a sign-in, upper case."""
    tls_version: str
    greeting: str = ""

    @property
    def takes_tokens(self) -> bool:
        """Whether one can sign in with a permission from the browser."""
        return bool(self.offers & _TOKENS)

    @property
    def takes_passwords(self) -> bool:
        """Whether one can sign in with a password: never where the server says LOGINDISABLED and no other way."""
        return bool(self.offers & _PASSWORDS) or not (self.takes_tokens or "LOGINDISABLED" in self.offers)


def meet_server(account: Account, *, timeout: float = 8.0) -> Met:
    """Reach a server, encrypt, read its greeting and ask what it offers. Raises AccountProblem."""
    telling, way = Telling(account, Password("")), Way(account.security, account.user)
    wire = reached(account, way, telling, timeout)
    try:
        client = greet(account, way, telling, wire)
        met = Met(client.offers, wire.tls_version, telling.greeting.partition("\n")[0].strip())
        with suppress(*UNREADABLE, OSError):  # it has told us all; how it says goodbye does not matter
            client.logout()
        return met
    finally:
        wire.close()
