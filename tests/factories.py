"""Small builders of values for the tests; every argument has a believable default."""

from datetime import UTC, date, datetime, timedelta

from mailcheck.model import (
    Account,
    AccountEvidence,
    Answer,
    Connection,
    Evidence,
    Folder,
    FolderReaders,
    MailboxLook,
    MessageRef,
    Missing,
    PairEvidence,
    PartKind,
    Protection,
    Reader,
    ReaderKind,
    Role,
    RulePolicy,
    SampledMessage,
    Security,
    SentDocument,
    SentMail,
    Sharing,
    opens,
)

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
SINCE = date(2026, 10, 18)


def account(name="practice", role=Role.PROFESSIONAL, address="anna@harbour.example", **given):
    """An account of a therapist."""
    values = {"host": "imap.harbour.example", "port": 993, "security": Security.TLS, "user": address, **given}
    return Account(name, role, address, **values)


def home(**given):
    """The same therapist's home account."""
    return account(
        **{"name": "home", "role": Role.PERSONAL, "address": "anna@home.example", "host": "imap.home.example"} | given
    )


def connection(server="imap.harbour.example:993", security=Security.TLS, **given):
    """An encrypted connection."""
    return Connection(
        **{"security": security, "tls_version": "TLSv1.3", "mechanism": "PLAIN", "server": server} | given
    )


def message_ref(uid=1, stored=date(2026, 11, 3), key="", folder="Sent"):
    """Where a sent letter is."""
    return MessageRef(folder, 7, uid, stored, key or f"message-{uid}")


def document(protection: Protection | None = None, message=None, answer: Answer | None = None, **given):
    """A document in a sent letter; open unless told otherwise."""
    place = message or message_ref()
    values = {"key": f"{place.key}/2", "kind": PartKind.DOCUMENT, "size": 4096, **given}
    return SentDocument(place, protection=protection or opens("pdf"), answer=answer, **values)


def sent(*documents, messages=12, total=40, **given):
    """What has left an account."""
    return SentMail(
        **{"folders": (Folder("Sent", messages, total),), "messages": messages, "documents": documents} | given
    )


def sample(*names, start=1, first=datetime(2026, 11, 1, tzinfo=UTC)):
    """Sampled letters, one for each name, an hour apart; equal names are the same letter."""
    return tuple(
        SampledMessage(start + index, 2000 + len(name), first + timedelta(hours=index), f"key-{name}")
        for index, name in enumerate(names)
    )


def look(*newest, folder="INBOX", uidvalidity=7, **given):
    """One folder as it was sampled; complete unless told otherwise."""
    return MailboxLook(
        **{"folder": folder, "uidvalidity": uidvalidity, "total": len(newest), "newest": newest, "is_complete": True}
        | given
    )


def seen(of=None, **given):
    """Everything seen of one account."""
    return AccountEvidence(
        **{"account": of or account(), "connection": connection(), "sent": sent(), "looks": (), "replies": 0} | given
    )


def person(key="partner"):
    """A reader whom the server names and we do not know."""
    return Reader(ReaderKind.PERSON, key=key)


def sharing(*readers, opens=(), shows_rights=True, **folders):
    """Who may open a mailbox: `readers` for the inbox, others by folder; by default nobody for inbox and Sent."""
    of = {"inbox": readers, "Sent": ()} | folders
    shown = tuple(FolderReaders(folder, who) for folder, who in of.items()) if shows_rights else ()
    return Sharing(shows_rights, shown, tuple(opens))


def evidence(*accounts, together=False, **given):
    """Everything that the rules judge."""
    pairs = tuple(
        PairEvidence(work.account.name, private.account.name, together)
        for work in accounts
        if work.account.role.is_professional
        for private in accounts
        if not private.account.role.is_professional
    )
    return Evidence(**{"now": NOW, "since": SINCE, "accounts": accounts, "pairs": pairs} | given)


def policy(name="some-rule", clause="MIP-KB-1", **given):
    """What the policy says about one rule."""
    return RulePolicy(name, clause, **given)


GONE = Missing("The mail server did not answer.", "timeout", "later")
