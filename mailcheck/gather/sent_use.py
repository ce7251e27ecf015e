"""Looks at under whose address letters were sent, and to whom answers go (evidence U1–U3, U8, U10, F15, J5, J10–J12).

Headers only, one fetch for each sent folder. Of a joint home account only the sender is looked at.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.letter_use import KnownUse, LetterUse
from mailcheck.gather.mailbox import Envelope, Items, ListedFolder, Mailbox
from mailcheck.gather.sent import reference_of
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, MessageRef, Missing
from mailcheck.model.traces import Target, Whose
from mailcheck.model.use import Named, SentUse
from mailcheck.parse.departure import PROGRAM_FIELDS, mail_program, outside_readers, own_names, time_zone
from mailcheck.parse.headers import HeaderFields, addresses, read_headers
from mailcheck.parse.people import PersonName, people_among, person_name
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.sent_traces import SENT_TRACE_FIELDS, sent_traces
from mailcheck.parse.traces import count_traces
from mailcheck.state import Letters

NEWEST = 500
MOST_FOLDERS = 3
MOST_NAMED = 100
"""Letters under another address that are named one by one; more than that are only counted."""
MOST_ADDRESSES = 5
"""Addresses of a field that are looked at."""
SEVERAL = 3
"""Outside people who see each other's addresses before it counts (U10)."""

_ALL = (*SENT_TRACE_FIELDS, "Reply-To", "Message-ID", *PROGRAM_FIELDS, "Date")
_READERS = ("To", "Cc", "List-Id", "List-Unsubscribe", "Precedence")


Seen = tuple[MessageRef, LetterUse]
"""One sent letter, and what its header shows."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the sent folders of an account."""

    account: Account
    recognise: Recogniser
    since: date
    keys: Keys
    letters: Letters | None

    @property
    def is_joint(self) -> bool:
        """Whether only the sender is looked at."""
        return _is_joint(self.account)

    def seen(self, envelope: Envelope, message: MessageRef) -> Seen:
        """Return what a header shows."""
        headers = read_headers(envelope.header)
        under = self._whose(headers, "From")
        if self.is_joint:
            return message, LetterUse(message.stored, under)
        is_own = any(target.whose is Whose.OWN for target in under)
        names = own_names(headers, self.recognise) if is_own else ()
        program = mail_program(headers)
        return message, LetterUse(
            stored=message.stored,
            under=under,
            answers=self._whose(headers, "Reply-To"),
            traces=sent_traces(envelope.header, message.stored, self.recognise),
            names=tuple(_person(name, self.keys) for name in names),
            program=self.keys.digest(Purpose.PROGRAM, program) if program else "",
            zone=time_zone(headers),
            is_showing=self._is_showing(headers, message),
        )

    def _whose(self, headers: HeaderFields, field: str) -> tuple[Target, ...]:
        """Return which accounts of the member stand in a field; others are nobody's business here."""
        whose = map(self.recognise, addresses(headers, field)[:MOST_ADDRESSES])
        return tuple(dict.fromkeys(each for each in whose if each.whose is not Whose.UNKNOWN))

    def _is_showing(self, headers: HeaderFields, message: MessageRef) -> bool:
        """Whether it shows several outside people each other's addresses; only judged at work, and only lately."""
        is_judged = self.account.role.is_professional and message.stored >= self.since
        return is_judged and outside_readers(headers, self.account, self.recognise) >= SEVERAL


@lru_cache(maxsize=64)
def _person(name: str, keys: Keys) -> PersonName:
    """Return a name as it is compared, its words as digests; the same few stand in every letter."""
    return person_name(name, partial(keys.digest, Purpose.NAME))


def _is_joint(account: Account) -> bool:
    """Whether it is a home address that others use too, of which only the sender is looked at."""
    return account.joint and not account.role.is_professional


def _fields(account: Account) -> tuple[str, ...]:
    """Return the fields to ask for."""
    if _is_joint(account):
        return ("From", "Message-ID")
    return (*_ALL, *_READERS) if account.role.is_professional else _ALL


def wishes_for_use(account: Account, letters: Letters | None = None) -> Wishes:
    """Return what is asked of the newest letters; `letters` are those of which earlier runs read the headers."""
    is_known = letters is not None and letters.are_there()
    return Wishes(sent=Wish(NEWEST, Items(_fields(account)), is_partly_known=is_known))


def look_at_use(
    mailbox: Mailbox,
    account: Account,
    recognise: Recogniser,
    *,
    since: date,
    keys: Keys,
    folders: Sequence[ListedFolder] | None = None,
    letters: Letters | None = None,
) -> SentUse | Missing:
    """Look at the newest letters in the sent folders: three round trips for each folder, where batches are large.

    `keys` is under the installation key; `folders` are the sent folders, if they are known already. Of `letters` that
    earlier runs read nothing is fetched.
    """
    look = _Look(account, recognise, since, keys, letters)
    try:
        sent = find_sent(mailbox, account) if folders is None else tuple(folders)
        labels = labels_of(sent, mailbox.personal_prefix()) if sent else ()
        seen = [
            each
            for folder, label in list(zip(sent, labels, strict=True))[:MOST_FOLDERS]
            for each in _folder(mailbox, folder, label, look)
        ]
    except AccountProblem as problem:
        return Missing.of(problem)
    return _use(seen, look)


def _folder(mailbox: Mailbox, folder: ListedFolder, label: str, look: _Look) -> list[Seen]:
    opened = mailbox.examine(folder.name)
    uids = mailbox.newest(NEWEST)
    known = KnownUse(look.letters, opened, label, look.keys)
    found = known.of(uids)
    unknown = [uid for uid in uids if uid not in found]
    envelopes = mailbox.envelopes(unknown, Items(_fields(look.account))) if unknown else ()
    new = {each.uid: look.seen(each, reference_of(each, opened, label, look.keys)) for each in envelopes}
    known.keep(new.values(), uids)
    together = found | new
    return [together[uid] for uid in uids if uid in together]


def _use(letters: Sequence[Seen], look: _Look) -> SentUse:
    since = min((message.stored for message, _ in letters), default=None)
    under = _named(((message, use.under) for message, use in letters), look.since)
    if look.is_joint:
        return SentUse(len(letters), since, under=under)
    uses = [use for _, use in letters]
    names = Counter(name for use in uses for name in use.names)
    return SentUse(
        letters=len(letters),
        since=since,
        own=sum(any(target.whose is Whose.OWN for target in use.under) for use in uses),
        under=under,
        replies_to=_named(((message, use.answers) for message, use in letters), look.since),
        traces=count_traces(look.account.name, [trace for use in uses for trace in use.traces]),
        people=people_among(names),
        joint_names=sum(count for name, count in names.items() if name.is_joint),
        programs=tuple(sorted({use.program for use in uses if use.program})),
        zones=len({use.zone for use in uses if use.zone}),
        showing=tuple(message for message, use in letters if use.is_showing),
    )


def _named(letters: Iterable[tuple[MessageRef, tuple[Target, ...]]], since: date) -> tuple[Named, ...]:
    """Count the letters that carry the address of another account; one that also carries the own address does not."""
    found: dict[tuple[str, bool], list[MessageRef]] = {}
    for message, targets in letters:
        if any(target.whose is Whose.OWN for target in targets):
            continue
        for target in targets:
            if target.whose is Whose.OTHER:
                found.setdefault((target.account, target.is_certain), []).append(message)
    return tuple(_counted(whose, messages, since) for whose, messages in sorted(found.items()))


def _counted(whose: tuple[str, bool], messages: Sequence[MessageRef], since: date) -> Named:
    """Count letters under the address of an account; `whose` is its name, and whether the address is certainly its."""
    account, is_certain = whose
    days = [message.stored for message in messages]
    recent = sorted((each for each in messages if each.stored >= since), key=lambda each: each.stored, reverse=True)
    named = tuple(recent[:MOST_NAMED])
    return Named(account, len(days), min(days), max(days), len(recent), is_certain, named)
