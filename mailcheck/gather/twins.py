"""What tells one mailbox from another: the server's identifiers, and the newest messages as points of comparison."""

import re
from collections.abc import Sequence

from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, Mailbox, OpenFolder
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, MailboxLook, SampledMessage
from mailcheck.parse.headers import message_id, read_headers

INBOX = "INBOX"
SAMPLE = 50
_LONG_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{16,255}")


def wishes_for_twins(mailbox: Mailbox) -> Wishes:
    """Return what the comparison asks of the newest letters."""
    wish = Wish(SAMPLE, ("Message-ID",), guid=_is_gmail(mailbox))
    return Wishes(inbox=wish, sent=wish)


def look_for_twins(mailbox: Mailbox, account: Account, keys_of_run: Keys) -> tuple[MailboxLook, ...]:
    """Look at the inbox and, if there is one, the first sent folder.

    Everything that could name a person is digested under this run's own key. Raises AccountProblem if the inbox
    cannot be looked at; a sent folder that cannot be opened is left out.
    """
    sent = find_sent(mailbox, account)
    inbox = look_at_folder(mailbox, INBOX, label=INBOX, keys=keys_of_run)
    if not sent:
        return (inbox,)
    try:
        return inbox, look_at_folder(mailbox, sent[0].name, label="Sent", keys=keys_of_run)
    except AccountProblem:
        mailbox.still_there()  # raises if it is not the folder but the connection that failed
        return (inbox,)


def look_at_folder(mailbox: Mailbox, folder: str, *, label: str, keys: Keys) -> MailboxLook:
    """Look at one folder: four round trips, or one for what the visit has not seen yet."""
    opened = mailbox.examine(folder)
    uids = mailbox.newest(SAMPLE)
    is_gmail = _is_gmail(mailbox)
    envelopes = mailbox.envelopes(uids, headers=("Message-ID",), guid=is_gmail) if uids else ()
    newest = tuple(
        SampledMessage(
            seen.uid, seen.size, seen.stored, _message_key(seen.header, keys), _gmail_key(seen, keys, is_gmail=is_gmail)
        )
        for seen in sorted(envelopes, key=lambda seen: seen.uid)
    )
    guid = mailbox.status(folder, ("X-GUID",)).get("X-GUID")
    return MailboxLook(
        folder=label,
        uidvalidity=opened.uidvalidity,
        total=opened.exists,
        uidnext=_uidnext(mailbox, opened) if folder == INBOX else opened.uidnext,
        guid=keys.digest(Purpose.MAILBOX_GUID, _text(guid)) if guid else "",
        mailbox_id=_mailbox_id(mailbox, opened, keys),
        newest=newest,
        is_complete=len(newest) == opened.exists,
    )


def is_unchanged(mailbox: Mailbox, looks: Sequence[MailboxLook]) -> bool:
    """Say whether the inbox is still as it was when it was looked at; raises AccountProblem.

    UIDs only grow, so an equal UIDNEXT and an equal count mean that nothing came and nothing went.
    """
    before = next((look for look in looks if look.folder == INBOX), None)
    if before is None:
        return False
    opened = mailbox.examine(INBOX)
    if (opened.uidvalidity, opened.exists) != (before.uidvalidity, before.total):
        return False
    return before.uidnext is not None and _uidnext(mailbox, opened) == before.uidnext


def _uidnext(mailbox: Mailbox, opened: OpenFolder) -> int | None:
    """Return the UID that the next letter will have; Courier does not say it with EXAMINE."""
    if opened.uidnext is not None:
        return opened.uidnext
    told = mailbox.status(opened.name, ("UIDNEXT",)).get("UIDNEXT")
    return told if isinstance(told, int) else None


def _is_gmail(mailbox: Mailbox) -> bool:
    return "X-GM-EXT-1" in mailbox.capabilities


def _message_key(header: bytes, keys: Keys) -> str:
    identifier = message_id(read_headers(header))
    return keys.digest(Purpose.COMPARED_MESSAGE, identifier) if identifier else ""


def _gmail_key(seen: Envelope, keys: Keys, *, is_gmail: bool) -> str:
    return keys.digest(Purpose.MAILBOX_ID, "gmail", seen.guid) if is_gmail and seen.guid else ""


def _mailbox_id(mailbox: Mailbox, opened: OpenFolder, keys: Keys) -> str:
    """Return a digest of the mailbox's identifier, if it is long enough to mean something (evidence §2).

    Asked alone and only where OBJECTID is offered: Cyrus 3.6.1 answers garbage when it is asked among other items.
    """
    found = opened.mailbox_id
    if found is None and "OBJECTID" in mailbox.capabilities:
        found = mailbox.status(opened.name, ("MAILBOXID",)).get("MAILBOXID")
    text = _text(found).strip("()")
    is_meaningful = _LONG_IDENTIFIER.fullmatch(text) and not text.isdigit()
    return keys.digest(Purpose.MAILBOX_ID, text) if is_meaningful else ""


def _text(value: object) -> str:
    """Return an identifier as text, whichever way the server's answer was parsed."""
    match value:
        case bytes():
            return value.decode("latin-1")
        case (only,) if isinstance(value, tuple | list):
            return _text(only)
        case None:
            return ""
    return str(value)
