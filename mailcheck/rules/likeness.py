"""How alike two mailboxes are: the comparison behind `separate-mailboxes`. Pure arithmetic on two looks."""

from dataclasses import replace
from datetime import date, datetime

from mailcheck.model import AccountEvidence, Connection, MailboxLook, Missing, SampledMessage
from mailcheck.model.comparison import SMALL_TWIN_SAMPLE, Likeness

GMAIL_SAMPLE = 5
"""Letters to which Gmail gave the same number in both before it is worth a question (D7)."""


def compare_accounts(
    work: AccountEvidence, home: AccountEvidence, *, since: date | None = None
) -> tuple[Likeness, ...]:
    """Compare every folder that was looked at in both accounts, by letters stored on the day `since` or later."""
    if isinstance(work.looks, Missing) or isinstance(home.looks, Missing):
        return ()
    theirs = {look.folder: _later(look, since) for look in home.looks}
    same_server = (
        isinstance(work.connection, Connection)
        and isinstance(home.connection, Connection)
        and work.connection.server == home.connection.server
    )
    return tuple(
        compare_looks(_later(look, since), theirs[look.folder], same_server=same_server)
        for look in work.looks
        if look.folder in theirs
    )


def _later(look: MailboxLook, since: date | None) -> MailboxLook:
    """Return a look without the letters from before a day; it is complete if the sample reaches back that far."""
    if since is None:
        return look
    kept = tuple(message for message in look.newest if message.stored.date() >= since)
    return replace(look, newest=kept, is_complete=look.is_complete or len(kept) < len(look.newest))


def proofs_of_one(likenesses: tuple[Likeness, ...]) -> tuple[str, ...]:
    """Return the evidence that decides that there is one mailbox; empty if none does."""
    twin = any(likeness.is_twin for likeness in likenesses)
    small = all(
        likeness.same_guid and (likeness.twins >= SMALL_TWIN_SAMPLE or likeness.sampled == (0, 0))
        for likeness in likenesses
    ) and any(likeness.twins >= SMALL_TWIN_SAMPLE for likeness in likenesses)
    same_guid = any(likeness.same_guid for likeness in likenesses)
    found = []
    if same_guid and (twin or small):
        found.append("D4")
    if any(likeness.same_mailbox_id or likeness.same_account_id for likeness in likenesses):
        found.append("D5")
    if twin:
        found.append("D6")
    return tuple(found)


def is_one_mailbox(likenesses: tuple[Likeness, ...], *, looked_together: bool) -> bool:
    """Whether it is decided that there is one mailbox: by proof, and nothing shows that there are two."""
    inbox = next((likeness for likeness in likenesses if likeness.folder == "INBOX"), None)
    if inbox is None or inbox.different_id or not proofs_of_one(likenesses):
        return False
    if proofs_of_two(inbox, looked_together=looked_together):
        return False
    return not (looked_together and (inbox.only_first > 0 or inbox.only_second > 0))


def proofs_of_two(inbox: Likeness, *, looked_together: bool) -> str:
    """Return what shows that there are two mailboxes (D10), in words; empty if nothing does."""
    if inbox.is_named_apart:
        return "The mail server itself names them as two."
    if inbox.has_little_in_common:
        return f"Only {inbox.shared} of the newest letters are in both." if inbox.shared else "No letter is in both."
    if looked_together and inbox.lives_apart and not inbox.same_uidvalidity:
        return "Each inbox holds letters that the other does not."
    return ""


def compare_looks(first: MailboxLook, second: MailboxLook, *, same_server: bool) -> Likeness:
    """Compare the same folder of two accounts."""
    keys_first, keys_second = _keys(first), _keys(second)
    same_uidvalidity = first.uidvalidity == second.uidvalidity
    # One mailbox has one UIDVALIDITY (RFC 3501 §2.3.1.1); without it, a server gives one identifier to many.
    is_there = same_server and same_uidvalidity
    identifiers = ((first.guid, second.guid), (first.mailbox_id, second.mailbox_id))
    return Likeness(
        folder=first.folder,
        same_guid=same_server and bool(first.guid) and first.guid == second.guid,
        same_mailbox_id=is_there and bool(first.mailbox_id) and first.mailbox_id == second.mailbox_id,
        same_account_id=is_there and bool(first.account_id) and first.account_id == second.account_id,
        different_id=same_server and any(a and b and a != b for a, b in identifiers),
        same_uidvalidity=same_uidvalidity,
        twins=_twins(first.newest, second.newest),
        shared=len(keys_first & keys_second),
        sampled=(len(keys_first), len(keys_second)),
        only_first=_missing_from(second, first),
        only_second=_missing_from(first, second),
        same_at_gmail=len(_gmail_keys(first) & _gmail_keys(second)),
    )


def _keys(look: MailboxLook) -> set[str]:
    return {message.key for message in look.newest if message.key}


def _gmail_keys(look: MailboxLook) -> set[str]:
    return {message.gmail_key for message in look.newest if message.gmail_key}


def _twins(first: tuple[SampledMessage, ...], second: tuple[SampledMessage, ...]) -> int:
    """Count messages that are equal under the same UID, in the range of UIDs that both samples cover."""
    if not first or not second:
        return 0
    low = max(first[0].uid, second[0].uid)
    high = min(first[-1].uid, second[-1].uid)
    ours = {message.uid: message for message in first if low <= message.uid <= high}
    theirs = {message.uid: message for message in second if low <= message.uid <= high}
    return len(ours) if ours == theirs else 0


def _missing_from(other: MailboxLook, look: MailboxLook) -> int:
    """Count letters of `look` that `other` would have to show if it held them, and does not."""
    there = _keys(other)
    horizon: datetime | None = None if other.is_complete else min((m.stored for m in other.newest), default=None)
    if horizon is None and not other.is_complete:
        return 0
    return sum(
        1
        for message in look.newest
        if message.key and message.key not in there and (horizon is None or message.stored > horizon)
    )
