"""What tells one mailbox from another: the server's identifiers, and the newest messages as points of comparison."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, Items, Mailbox, OpenFolder
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, MailboxLook, SampledMessage
from mailcheck.parse.headers import message_id, read_headers

INBOX = "INBOX"
SAMPLE = 50
_LONG_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{16,255}")


def wishes_for_twins(mailbox: Mailbox) -> Wishes:
    """Return what the comparison asks of the newest letters."""
    wish = Wish(SAMPLE, Items(("Message-ID",), guid=_is_gmail(mailbox)))
    return Wishes(inbox=wish, sent=wish)


def look_for_twins(mailbox: Mailbox, account: Account, keys_of_run: Keys) -> tuple[MailboxLook, ...]:
    """Look at the inbox and, if there is one, the first sent folder.

    Everything that could name a person is digested under this run's own key. Raises AccountProblem if the inbox
    cannot be looked at; a sent folder that cannot be opened is left out.
    """
    sent = find_sent(mailbox, account)
    looks = {INBOX: look_at_folder(mailbox, INBOX, label=INBOX, keys=keys_of_run)}
    if sent:
        try:
            looks[sent[0].name] = look_at_folder(mailbox, sent[0].name, label="Sent", keys=keys_of_run)
        except AccountProblem:
            mailbox.still_there()  # raises if it is not the folder but the connection that failed
    return _identified(mailbox, looks, keys_of_run)


def look_at_folder(mailbox: Mailbox, folder: str, *, label: str, keys: Keys) -> MailboxLook:
    """Look at one folder: three round trips, or none for what the visit has seen already."""
    opened = mailbox.examine(folder)
    uids = mailbox.newest(SAMPLE)
    is_gmail = _is_gmail(mailbox)
    envelopes = mailbox.envelopes(uids, Items(("Message-ID",), guid=is_gmail)) if uids else ()
    newest = tuple(
        SampledMessage(
            seen.uid, seen.size, seen.stored, _message_key(seen.header, keys), _gmail_key(seen, keys, is_gmail=is_gmail)
        )
        for seen in sorted(envelopes, key=lambda seen: seen.uid)
    )
    return MailboxLook(
        folder=label,
        uidvalidity=opened.uidvalidity,
        total=opened.exists,
        uidnext=_uidnext(mailbox, opened) if folder == INBOX else opened.uidnext,
        mailbox_id=_long_digest(opened.mailbox_id or "", keys),
        newest=newest,
        is_complete=len(newest) == opened.exists,
    )


def _identified(mailbox: Mailbox, looks: Mapping[str, MailboxLook], keys: Keys) -> tuple[MailboxLook, ...]:
    """Add how the server itself names the folders, in one round trip; none where EXAMINE has told all there is."""
    tells_accounts = "OBJECTID+" in mailbox.capabilities
    if not tells_accounts and all(look.mailbox_id for look in looks.values()):
        return tuple(looks.values())
    found = mailbox.identifiers(tuple(looks))
    return tuple(
        replace(
            look,
            guid=keys.digest(Purpose.MAILBOX_GUID, told.guid) if told.guid else "",
            mailbox_id=look.mailbox_id or _long_digest(told.mailbox_id, keys),
            account_id=_account_digest(told.account_id, keys),
        )
        for look, told in zip(looks.values(), found, strict=True)
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


def _long_digest(mailbox_id: str, keys: Keys) -> str:
    """Return a digest of a mailbox's identifier, if it is long enough to mean something (evidence §2).

    Yahoo answers 27: such a name counts within one account only.
    """
    is_meaningful = _LONG_IDENTIFIER.fullmatch(mailbox_id) and not mailbox_id.isdigit()
    return keys.digest(Purpose.MAILBOX_ID, mailbox_id) if is_meaningful else ""


def _account_digest(account_id: str, keys: Keys) -> str:
    """Return a digest of an account's identifier: short ones are usual, a mere number is not taken for one."""
    return keys.digest(Purpose.MAILBOX_ID, "account", account_id) if account_id and not account_id.isdigit() else ""
