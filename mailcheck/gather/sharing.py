"""Asks a mail server who else may open a mailbox (evidence J1–J3, J13).

For a professional account: a listing, the namespaces, and one flight of GETACL for at most four folders. For a personal
one: a listing of other people's folders, and MYRIGHTS of the few that belong to the member's professional accounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import AccessEntry, ListedFolder, Mailbox, OthersFolder
from mailcheck.gather.sent_folders import UNOPENABLE, find_sent
from mailcheck.model import Account, FolderReaders, Missing, OpenedMailbox, Reader, ReaderKind, Sharing
from mailcheck.model.sharing import ANOTHER, ARCHIVE, DRAFTS, INBOX, SENT
from mailcheck.model.traces import Whose
from mailcheck.parse.identifiers import Named, is_log_in_of, may_read, read_identifier
from mailcheck.parse.recognise import Recogniser

MOST_OPENED = 4
"""Folders of a professional account in which a personal log-in's rights are asked for."""
_MARKED = ((DRAFTS, ("\\drafts",)), (ARCHIVE, ("\\archive", "\\all")))
_CALLED = {DRAFTS: frozenset({"drafts", "draft"}), ARCHIVE: frozenset({"archive", "archives", "all mail"})}
_SENT_NAMES = frozenset({"sent", "sent items", "sent messages", "sent mail"})


@dataclass(frozen=True, slots=True)
class NamedReader:
    """Somebody beside the member who may read folders, by the server's own name for them.

    For the member's own screen only: it is never kept, and shows no name if it is printed by accident.
    """

    name: str = field(repr=False)
    reader: Reader
    folders: tuple[str, ...]


def look_at_sharing(mailbox: Mailbox, account: Account, others: Sequence[Account], keys: Keys) -> Sharing | Missing:
    """Look at who else may open an account's mailbox, or which of the `others` a personal log-in opens.

    `keys` is under the installation key, so that a reader is known again when the member has said who it is.
    """
    if "ACL" not in mailbox.capabilities:
        return Sharing(shows_rights=False)
    try:
        if not account.role.is_professional:
            return Sharing(shows_rights=True, opens=tuple(_opened(mailbox, others, account)))
        folders = tuple(_looked_at(mailbox, account, others, keys))
    except AccountProblem as problem:
        return Missing.of(problem)
    refused = [found.readers for found in folders if isinstance(found.readers, Missing)]
    return refused[0] if len(refused) == len(folders) else Sharing(shows_rights=True, folders=folders)


def name_readers(
    mailbox: Mailbox, account: Account, others: Sequence[Account], keys: Keys
) -> tuple[NamedReader, ...] | Missing:
    """Return who else may read an account's folders, by name. For the member's own screen only."""
    if "ACL" not in mailbox.capabilities:
        return ()
    found: dict[tuple[str, Reader], list[str]] = {}
    try:
        for label, entries in _lists(mailbox, account):
            for entry in () if isinstance(entries, Missing) else entries:
                if reader := _reader(entry, account, others, keys):
                    found.setdefault((entry.identifier, reader), []).append(label)
    except AccountProblem as problem:
        return Missing.of(problem)
    return tuple(NamedReader(name, reader, tuple(labels)) for (name, reader), labels in found.items())


def _looked_at(mailbox: Mailbox, account: Account, others: Sequence[Account], keys: Keys) -> Iterator[FolderReaders]:
    for label, entries in _lists(mailbox, account):
        if isinstance(entries, Missing):
            yield FolderReaders(label, entries)
            continue
        readers = (_reader(entry, account, others, keys) for entry in entries)
        yield FolderReaders(label, tuple(dict.fromkeys(reader for reader in readers if reader)))


def _lists(mailbox: Mailbox, account: Account) -> Iterator[tuple[str, tuple[AccessEntry, ...] | Missing]]:
    """Yield each folder's list; Missing if the server refuses or says nothing, since an owner at least has rights."""
    asked = tuple(_folders(mailbox, account))
    lists = mailbox.access_lists([folder for _, folder in asked])
    for (label, _), entries in zip(asked, lists, strict=True):
        yield label, entries or Missing("The mail server did not say who may read this folder.", "unexpected-answer")


def _folders(mailbox: Mailbox, account: Account) -> Iterator[tuple[str, str]]:
    """Yield what is worth asking about: each label with the folder's own name."""
    listed = [folder for folder in mailbox.folders() if not folder.flags & UNOPENABLE]
    prefix = mailbox.personal_prefix()
    yield INBOX, "INBOX"
    for folder in find_sent(mailbox, account)[:1]:
        yield SENT, folder.name
    for label, flags in _MARKED:
        marked = [folder for folder in listed if folder.flags & set(flags)]
        called = [folder for folder in listed if _short(folder, prefix) in _CALLED[label]]
        for folder in (marked or called)[:1]:
            yield label, folder.name


def _short(folder: ListedFolder, prefix: str) -> str:
    return folder.name.removeprefix(prefix).casefold()


def _reader(entry: AccessEntry, account: Account, others: Sequence[Account], keys: Keys) -> Reader | None:
    """Return whom an entry lets read; None if it is nobody to ask about."""
    found = read_identifier(entry.identifier)
    if not may_read(entry.rights) or found.named is Named.NOBODY:
        return None
    match found.named:
        case Named.EVERYONE:
            return Reader(ReaderKind.EVERYONE)
        case Named.GROUP:
            return Reader(ReaderKind.GROUP, key=keys.digest(Purpose.READER, "group", found.name))
    return _person(found.name, account, others, keys)


def _person(name: str, account: Account, others: Sequence[Account], keys: Keys) -> Reader | None:
    """Return who a person is; None for the member's own professional log-ins, which may share without fault."""
    for own in (account, *others):
        if is_log_in_of(name, own, same_server=_server(own) == _server(account)) or _is_alias(name, own):
            return None if own.role.is_professional else Reader(ReaderKind.OWN_ACCOUNT, account=own.name)
    return Reader(ReaderKind.PERSON, key=keys.digest(Purpose.READER, name))


def _is_alias(name: str, own: Account) -> bool:
    target = Recogniser(own, (), str)(name)
    return target.whose is Whose.OWN and target.is_certain


def _opened(mailbox: Mailbox, others: Sequence[Account], account: Account) -> Iterator[OpenedMailbox]:
    """Yield the professional mailboxes that a personal log-in may read (J3)."""
    work = [other for other in others if other.role.is_professional]
    shown = [folder for folder in mailbox.others_folders() if not folder.flags & UNOPENABLE] if work else []
    for other in work:
        same_server = _server(other) == _server(account)
        theirs = [folder for folder in shown if _belongs(folder, other, same_server=same_server)]
        theirs.sort(key=lambda folder: (_order(folder), folder.name))
        readable = [_label(folder) for folder in theirs[:MOST_OPENED] if _is_readable(mailbox, folder)]
        if readable:
            yield OpenedMailbox(other.name, tuple(dict.fromkeys(readable)))


def _belongs(folder: OthersFolder, other: Account, *, same_server: bool) -> bool:
    """Whether a folder is an account's; in a namespace for everybody only a full address says so."""
    is_told = folder.is_persons or "@" in folder.owner
    return is_told and is_log_in_of(folder.owner, other, same_server=same_server)


def _is_readable(mailbox: Mailbox, folder: OthersFolder) -> bool:
    try:
        return may_read(mailbox.my_rights(folder.name))
    except AccountProblem:
        mailbox.still_there()  # raises if it is not the right but the connection that is missing
        return False


def _label(folder: OthersFolder) -> str:
    inner = folder.inner.casefold()
    if inner in {"", "inbox"}:
        return INBOX
    return SENT if inner in _SENT_NAMES else ANOTHER


def _order(folder: OthersFolder) -> int:
    return (INBOX, SENT, ANOTHER).index(_label(folder))


def _server(account: Account) -> str:
    return account.host.rstrip(".").casefold()
