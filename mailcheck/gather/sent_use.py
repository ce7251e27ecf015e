"""Looks at under whose address letters were sent, and to whom answers go (evidence U1–U3, U8, U10, F15, J5, J10–J12).

Headers only, one fetch for each sent folder. Of a joint home account only the sender is looked at.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, ListedFolder, Mailbox
from mailcheck.gather.sent import reference_of
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, MessageRef, Missing
from mailcheck.model.traces import Target, Trace, Whose
from mailcheck.model.use import Named, SentUse
from mailcheck.parse.departure import PROGRAM_FIELDS, mail_program, outside_readers, own_names, time_zone
from mailcheck.parse.headers import HeaderFields, addresses, read_headers
from mailcheck.parse.names import people_named, signs_of_display_name
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.sent_traces import SENT_TRACE_FIELDS, sent_traces
from mailcheck.parse.traces import count_traces

NEWEST = 500
MOST_FOLDERS = 3
MOST_NAMED = 100
"""Letters under another address that are named one by one; more than that are only counted."""
SEVERAL = 3
"""Outside people who see each other's addresses before it counts (U10)."""

_ALL = (*SENT_TRACE_FIELDS, "Reply-To", "Message-ID", *PROGRAM_FIELDS, "Date")
_READERS = ("To", "Cc", "List-Id", "List-Unsubscribe", "Precedence")


@dataclass(frozen=True, slots=True)
class _Letter:
    """One sent letter as its header shows it."""

    message: MessageRef
    headers: HeaderFields = field(repr=False)
    under: tuple[Target, ...]
    traces: tuple[Trace, ...]

    @property
    def stored(self) -> date:
        return self.message.stored


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the sent folders of an account."""

    account: Account
    recognise: Recogniser
    since: date
    keys: Keys

    @property
    def is_joint(self) -> bool:
        """Whether only the sender is looked at."""
        return _is_joint(self.account)

    def letter(self, envelope: Envelope, message: MessageRef) -> _Letter:
        headers = read_headers(envelope.header)
        under = tuple(dict.fromkeys(map(self.recognise, addresses(headers, "From")[:5])))
        return _Letter(message, headers, under, sent_traces(envelope.header, message.stored, self.recognise))


def _is_joint(account: Account) -> bool:
    """Whether it is a home address that others use too, of which only the sender is looked at."""
    return account.joint and not account.role.is_professional


def _fields(account: Account) -> tuple[str, ...]:
    """Return the fields to ask for."""
    if _is_joint(account):
        return ("From", "Message-ID")
    return (*_ALL, *_READERS) if account.role.is_professional else _ALL


def wishes_for_use(account: Account) -> Wishes:
    """Return what is asked of the newest letters."""
    return Wishes(sent=Wish(NEWEST, _fields(account)))


def look_at_use(
    mailbox: Mailbox,
    account: Account,
    recognise: Recogniser,
    *,
    since: date,
    keys: Keys,
    folders: Sequence[ListedFolder] | None = None,
) -> SentUse | Missing:
    """Look at the newest letters in the sent folders: three round trips for each folder, where batches are large.

    `keys` is under the installation key; `folders` are the sent folders, if they are known already.
    """
    look = _Look(account, recognise, since, keys)
    try:
        sent = find_sent(mailbox, account) if folders is None else tuple(folders)
        labels = labels_of(sent, mailbox.personal_prefix()) if sent else ()
        letters = [
            letter
            for folder, label in list(zip(sent, labels, strict=True))[:MOST_FOLDERS]
            for letter in _folder(mailbox, folder, label, look)
        ]
    except AccountProblem as problem:
        return Missing.of(problem)
    return _use(letters, look)


def _folder(mailbox: Mailbox, folder: ListedFolder, label: str, look: _Look) -> list[_Letter]:
    opened = mailbox.examine(folder.name)
    uids = mailbox.newest(NEWEST)
    envelopes = mailbox.envelopes(uids, headers=_fields(look.account)) if uids else ()
    return [look.letter(envelope, reference_of(envelope, opened, label, look.keys)) for envelope in envelopes]


def _use(letters: Sequence[_Letter], look: _Look) -> SentUse:
    since = min((letter.stored for letter in letters), default=None)
    under = _named(((letter, letter.under) for letter in letters), look.since)
    if look.is_joint:
        return SentUse(len(letters), since, under=under)
    recognise = look.recognise
    answers = ((letter, tuple(map(recognise, addresses(letter.headers, "Reply-To")[:5]))) for letter in letters)
    own = [letter for letter in letters if any(target.whose is Whose.OWN for target in letter.under)]
    all_headers = [letter.headers for letter in letters]
    names = Counter(name for letter in own for name in own_names(letter.headers, recognise))
    return SentUse(
        letters=len(letters),
        since=since,
        own=len(own),
        under=under,
        replies_to=_named(answers, look.since),
        traces=count_traces(look.account.name, [trace for letter in letters for trace in letter.traces]),
        people=people_named(names),
        joint_names=sum(count for name, count in names.items() if signs_of_display_name(name)),
        programs=tuple(
            sorted({look.keys.digest(Purpose.PROGRAM, name) for name in map(mail_program, all_headers) if name})
        ),
        zones=len({zone for zone in map(time_zone, all_headers) if zone}),
        showing=tuple(letter.message for letter in letters if _shows(letter, look)),
    )


def _named(letters: Iterable[tuple[_Letter, tuple[Target, ...]]], since: date) -> tuple[Named, ...]:
    """Count the letters that carry the address of another account; one that also carries the own address does not."""
    found: dict[tuple[str, bool], list[MessageRef]] = {}
    for letter, targets in letters:
        if any(target.whose is Whose.OWN for target in targets):
            continue
        for target in targets:
            if target.whose is Whose.OTHER:
                found.setdefault((target.account, target.is_certain), []).append(letter.message)
    return tuple(_counted(whose, messages, since) for whose, messages in sorted(found.items()))


def _counted(whose: tuple[str, bool], messages: Sequence[MessageRef], since: date) -> Named:
    """Count letters under the address of an account; `whose` is its name, and whether the address is certainly its."""
    account, is_certain = whose
    days = [message.stored for message in messages]
    recent = sorted((each for each in messages if each.stored >= since), key=lambda each: each.stored, reverse=True)
    named = tuple(recent[:MOST_NAMED])
    return Named(account, len(days), min(days), max(days), len(recent), is_certain, named)


def _shows(letter: _Letter, look: _Look) -> bool:
    """Whether a letter shows several outside people each other's addresses; only judged at work, and only lately."""
    is_judged = look.account.role.is_professional and letter.stored >= look.since
    return is_judged and outside_readers(letter.headers, look.account, look.recognise) >= SEVERAL
