"""What `mailcheck show` tells of one sent message: names and recipients, fetched afresh, never kept.

For the member's own screen only. Nothing here goes into evidence, state, a log or a report, and no value shows its
names when it is printed by accident.
"""

from dataclasses import field
from datetime import datetime

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.examine import document_key
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Envelope, Items, ListedFolder, Mailbox, OpenFolder
from mailcheck.gather.sent import reference_of
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import Account, Item, MessageRef, Missing, PartKind
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.structure import walk

GONE = "The message is no longer there."
RENUMBERED = "The mail server has numbered this folder anew. Run the check again, then ask for this once more."
MOST_SEARCHED = 2_000
"""Messages looked through for one whose number has changed."""


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """One document of the message."""

    key: str
    """As in SentDocument.key; empty for one inside an encoded message."""
    name: str | None = field(repr=False)
    size: int
    """Octets as transferred."""
    kind: PartKind


@dataclass(frozen=True, slots=True)
class MessageDetails:
    """One sent message, as its sender may see it."""

    stored: datetime
    recipients: tuple[str, ...] = field(repr=False)
    documents: tuple[DocumentDetails, ...]


def fetch_details(mailbox: Mailbox, account: Account, place: MessageRef | Item, keys: Keys) -> MessageDetails | Missing:
    """Fetch what the member may see of a message of their own; Missing if it is no longer where it was.

    A server may number a folder anew at any time (Courier does so between two looks): a MessageRef then finds its
    message by its key, while an Item, which has none, has to wait for the next check.
    """
    try:
        folder = _folder_of(mailbox, account, place.folder)
        opened = mailbox.examine(folder.name) if folder else None
        if opened is None:
            return Missing(GONE, key="gone", retry="never")
        if opened.uidvalidity != place.uidvalidity and isinstance(place, Item):
            return Missing(RENUMBERED, key="renumbered", retry="once")
        uid = _uid_of(mailbox, opened, place, keys)
        envelopes = mailbox.envelopes([uid] if uid else (), Items(("Message-ID", "To", "Cc", "Bcc"), structure=True))
    except AccountProblem as problem:
        return Missing.of(problem)
    if not envelopes:
        return Missing(GONE, key="gone", retry="never")
    return details_of(envelopes[0], reference_of(envelopes[0], opened, place.folder, keys), keys)


def _uid_of(mailbox: Mailbox, opened: OpenFolder, place: MessageRef | Item, keys: Keys) -> int | None:
    """Return the message's UID, found anew by its key if the folder was numbered anew."""
    if opened.uidvalidity == place.uidvalidity or isinstance(place, Item):
        return place.uid
    uids = mailbox.uids(since=place.stored)[:MOST_SEARCHED]
    envelopes = mailbox.envelopes(uids, Items(("Message-ID",))) if uids else ()
    found = (seen.uid for seen in envelopes if reference_of(seen, opened, place.folder, keys).key == place.key)
    return next(found, None)


def _folder_of(mailbox: Mailbox, account: Account, label: str) -> ListedFolder | None:
    folders = find_sent(mailbox, account)
    labels = labels_of(folders, mailbox.personal_prefix())
    return dict(zip(labels, folders, strict=True)).get(label)


def details_of(envelope: Envelope, message: MessageRef, keys: Keys) -> MessageDetails:
    """Return what the member may see of a message, fetched with its structure, Message-ID, To, Cc and Bcc."""
    documents = tuple(
        DocumentDetails(document_key(keys, message, part, part.section), part.name, part.size, part.kind)
        for part in walk(envelope.bodystructure).parts
    )
    recipients = addresses(read_headers(envelope.header), "to", "cc", "bcc")
    return MessageDetails(envelope.stored, recipients, documents)
