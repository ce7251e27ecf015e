"""What the contract suite needs of a mail server, real or not."""

import imaplib
import ssl
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from mailcheck.gather.imap import Session, open_mailbox
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.secret import Password, Secret
from mailcheck.model import Account, Role, Security
from tests.patience import PATIENCE

USER, PASSWORD = "user0", "secret"


class ServerCannotStart(Exception):
    """A real server could not be started; says why and what to do."""


class Running(Protocol):
    """A server that holds the letters of tests/servers/letters.py in its INBOX and sent folder."""

    sent: str
    """The sent folder's name here."""

    def open(self) -> Mailbox:
        """Sign in to the first user's mailbox."""

    def snapshot(self) -> object:
        """Return every message with its flags, and its files where there are any; compares equal if nothing changed."""


@dataclass
class Address:
    """Where a server on loopback listens."""

    port: int
    ca_file: Path | None
    security: Security = Security.TLS
    host: str = "localhost"

    def account(self, user: str = USER) -> Account:
        """Return the account of `user` there."""
        return Account(
            name=user,
            role=Role.PROFESSIONAL,
            address=f"{user}@practice.example",
            host=self.host,
            port=self.port,
            security=self.security,
            user=user,
            ca_file=str(self.ca_file) if self.ca_file else None,
        )

    def open(self, secret: Secret | None = None, user: str = USER, timeout: float = PATIENCE) -> Session:
        """Sign in."""
        return open_mailbox(self.account(user), secret or Password(PASSWORD), timeout=timeout, sleep=lambda _: None)

    def raw(self, user: str = USER) -> imaplib.IMAP4:
        """Return a signed-in imaplib client, independent of our own code."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        client = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=PATIENCE)
        client.login(user, PASSWORD)
        return client

    def messages(self, folders: tuple[str, ...], user: str = USER) -> dict[str, list[tuple[bytes, str]]]:
        """Return each message's FETCH line with UID and flags and its digest, read by imaplib."""
        client, found = self.raw(user), {}
        for folder in folders:
            client.select(f'"{folder}"', readonly=True)
            _, data = client.uid("FETCH", "1:*", "(FLAGS BODY.PEEK[])")
            found[folder] = [(part[0], sha256(part[1]).hexdigest()) for part in data if isinstance(part, tuple)]
        client.logout()
        return found


def files_below(folder: Path, *, only: str = "*") -> dict[str, str]:
    """Return the digest of every file below `folder`, by its path."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob(only))
        if path.is_file()
    }
