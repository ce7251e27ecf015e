"""What earlier runs saw, for as long as it holds: so that not everything is looked at every night."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import Account, FolderMarks, Looked, Missing
from mailcheck.model.comparison import Comparison

INBOX = "INBOX"
NIGHTLY = timedelta(0)
"""Looked at in every run."""
WEEKLY = timedelta(days=7)
UNTIL_TOMORROW = timedelta(days=1)
"""How long it holds that the name system could not be asked: it is tried once a day."""
UNCHANGED = timedelta(days=36_500)
"""For as long as the sent folders do not change, which every run asks them."""
_BELOW_INBOX = "INBOX."
"""Where Courier, Cyrus by itself, and many a Dovecot keep all folders."""
_PARENTS = ("", _BELOW_INBOX, "INBOX/", "[Gmail]/", "[Google Mail]/")
COUNTERS = ("UIDVALIDITY", "UIDNEXT", "MESSAGES")


@dataclass(frozen=True, slots=True)
class Known:
    """One kind of evidence as an earlier run saw it."""

    value: Any
    looked: date
    server: str = ""
    """A digest of what the server offered and how its folders stood; if that changes, this is void."""
    again: bool = False
    """True: it showed something to put right, so it is looked at again, that a person sees what came of it."""

    def is_young(self, age: timedelta, today: date) -> bool:
        """Whether it need not be looked at again. A day to come is a clock that was wrong."""
        return not self.again and self.looked <= today < self.looked + age

    def still_speaks(self, age: timedelta, today: date) -> bool:
        """Whether it may stand in for a look that failed: up to twice its age, and not a day longer."""
        return self.looked <= today < self.looked + 2 * age


@dataclass(frozen=True, slots=True)
class KnownPair:
    """What comparing two accounts showed."""

    comparison: Comparison
    looked_together: bool = False


class Memory(Protocol):
    """What earlier runs saw, as far as it does not rest on something that is different today."""

    def recall(self, account: str, kind: str) -> Known | None:
        """Return what is known of an account, by the field of AccountEvidence or another kind; None: nothing."""

    def recall_pair(self, professional: str, personal: str) -> Known | None:
        """Return a `Known` with a `KnownPair`; None: nothing."""


class Forgetful:
    """Remembers nothing."""

    def recall(self, account: str, kind: str) -> Known | None:
        """Return nothing."""

    def recall_pair(self, professional: str, personal: str) -> Known | None:
        """Return nothing."""


def likely_folders(account: Account, earlier: Iterable[FolderMarks], keys: Keys) -> tuple[str, ...]:
    """Return what the sent folders are probably called, before the server has listed them.

    No folder's name is kept, but where it is one that many have, its digest tells that it still is.
    """
    if account.sent_folders:
        return account.sent_folders
    marks = tuple(earlier)[1:]
    known = (_named_by(mark, keys) for mark in marks)
    usual = account.provider.sent if account.provider else ("Sent", f"{_BELOW_INBOX}Sent")
    return tuple(name for name in known if name) if marks else usual


def siblings(folders: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return what folders of these names are probably called beside others of which the names are known or guessed."""
    parents = {_BELOW_INBOX if folder.startswith(_BELOW_INBOX) else "" for folder in folders} or {""}
    return tuple(f"{parent}{name}" for parent in sorted(parents) for name in names)


def _named_by(mark: FolderMarks, keys: Keys) -> str:
    names = (f"{parent}{mark.folder}" for parent in _PARENTS)
    return next((name for name in names if _place(name, keys) == mark.place), "")


def _place(name: str, keys: Keys) -> str:
    return keys.digest(Purpose.MESSAGE, "folder", name)


def look_at_marks(mailbox: Mailbox, account: Account, keys: Keys) -> tuple[FolderMarks, ...]:
    """Ask how far the inbox and the sent folders have come; empty if something does not answer. Never raises."""
    try:
        sent = find_sent(mailbox, account)
        labels = labels_of(sent, mailbox.personal_prefix()) if sent else ()
        named = ((INBOX, INBOX), *zip((folder.name for folder in sent), labels, strict=True))
        told = mailbox.statuses([name for name, _ in named], COUNTERS)
        marks = [_marks(counted, name, label, keys) for (name, label), counted in zip(named, told, strict=True)]
    except AccountProblem:
        return ()  # whoever looks at the folder itself will say why
    return tuple(mark for mark in marks if mark is not None) if None not in marks else ()


def _marks(told: Mapping[str, Any], name: str, label: str, keys: Keys) -> FolderMarks | None:
    counters = [value for item in COUNTERS if isinstance(value := told.get(item), int)]
    if len(counters) < len(COUNTERS):
        return None
    uidvalidity, uidnext, messages = counters
    return FolderMarks(label, uidvalidity, uidnext, messages, _place(name, keys))


def server_digest(capabilities: Iterable[str], marks: Iterable[FolderMarks], keys: Keys, *, with_sent: bool) -> str:
    """Digest what evidence rests on at the server: what it offers, the inbox's numbering, and all of the sent folders.

    Empty if the folders could not be asked: then nothing is recalled.
    """
    folders = tuple(marks)
    if not folders:
        return ""
    inbox, *sent = folders
    followed = [(each.place, each.uidvalidity, each.uidnext, each.messages) for each in sent] if with_sent else []
    return keys.digest(Purpose.MESSAGE, "server", *sorted(capabilities), inbox.uidvalidity, repr(followed))


def pair_server(first: str, second: str) -> str:
    """Return what the comparison of two accounts rests on; empty if one of them could not be asked."""
    return f"{first} {second}" if first and second else ""


def seen_or_recalled(
    kind: str, age: timedelta, known: Known | None, look: Callable[[], object], *, today: date, server: str = ""
) -> tuple[object, Looked]:
    """Return what an earlier run saw if it is young enough, else what is seen now, and the day on which it was seen.

    Where looking fails, what is known may stand in for a while longer.
    """
    if known and known.is_young(age, today):
        return known.value, _recalled(kind, age, known, today)
    value = look()
    if not is_lasting(value) and known and is_lasting(known.value) and known.still_speaks(age, today):
        return known.value, _recalled(kind, age, known, today)
    return value, Looked(kind, today, server=server)


def _recalled(kind: str, age: timedelta, known: Known, today: date) -> Looked:
    day = today if age == UNCHANGED else known.looked
    return Looked(kind, day, is_recalled=True, server=known.server)


def is_lasting(value: object) -> bool:
    """Whether a look came to an end that another one tomorrow would come to as well."""
    return not isinstance(value, Missing) or value.retry == "never"
