"""Tries an account out: signs in, read-only, and counts what was sent."""

from datetime import datetime

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.secret import Secret
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import Account, Connection


@dataclass(frozen=True, slots=True)
class Trial:
    """An account that works."""

    connection: Connection
    folders: tuple[str, ...]
    """The sent folders, as a report calls them."""
    messages: int | None
    """How many messages they hold; None for a home account, whose sent letters are nobody's business."""
    newest: datetime | None = None
    """When the newest letter of a professional inbox was stored, if it was asked for."""


def try_account(account: Account, secret: Secret, *, timeout: float = 30.0, with_newest: bool = False) -> Trial:
    """Sign in, and count the sent messages of a professional account. Raises AccountProblem."""
    mailbox = open_mailbox(account, secret, timeout=timeout)
    try:
        if not account.role.is_professional:
            return Trial(mailbox.connection, (), None)
        sent = find_sent(mailbox, account)
        counted = [_messages(mailbox, folder.name) for folder in sent]
        newest = _newest(mailbox) if with_newest else None
        return Trial(mailbox.connection, labels_of(sent, mailbox.personal_prefix()), sum(counted), newest)
    finally:
        mailbox.close()


def _messages(mailbox: Mailbox, folder: str) -> int:
    try:
        return int(mailbox.status(folder, ["MESSAGES"]).get("MESSAGES", 0))
    except (AccountProblem, ValueError, TypeError):
        return 0


def _newest(mailbox: Mailbox) -> datetime | None:
    try:
        mailbox.examine("INBOX")
        return max((each.stored for each in mailbox.envelopes(mailbox.newest(1))), default=None)
    except AccountProblem:
        return None
