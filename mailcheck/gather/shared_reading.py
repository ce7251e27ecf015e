"""One reading of the newest letters for several errands: each asks as if it were alone, and nothing is fetched twice.

What the errands of a visit wish to see of a folder is known beforehand; the first of them that asks fetches it for all.
A view is made for each errand anew, since each opens folders as it pleases.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from typing import SupportsIndex

from mailcheck.dataclass import dataclass
from mailcheck.gather.mailbox import (
    SIZE_AND_DATE,
    Arrived,
    Entered,
    Envelope,
    Items,
    Listed,
    ListedFolder,
    Listing,
    Mailbox,
    Newest,
    OpenFolder,
    Order,
    Orders,
)
from mailcheck.gather.passing_on import PassingOn
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.parse.headers import only_fields


@dataclass(slots=True)
class Seen:
    """What a visit has seen of an account so far. Holds headers in memory, and shows nothing of itself."""

    folders: tuple[ListedFolder, ...] | None = field(default=None, repr=False)
    prefix: str | None = None
    open: str = field(default="", repr=False)
    """The folder that is really open."""
    opened: dict[str, OpenFolder] = field(default_factory=dict, repr=False)
    listed: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    letters: dict[str, dict[int, Envelope]] = field(default_factory=dict, repr=False)
    vanished: dict[str, set[int]] = field(default_factory=dict, repr=False)
    """Letters that were listed, and of which nothing came."""


class SharedReading(PassingOn):
    """A mailbox as one errand sees it: what the visit has seen already is not asked for again."""

    def __init__(
        self, mailbox: Mailbox, seen: Seen, wishes: Wishes | None = None, *, others: Wishes | None = None
    ) -> None:
        """Begin; without `wishes` only the listing of folders is shared.

        What `others` wish for of a folder is brought along where this errand lists all of it.
        """
        super().__init__(mailbox)
        self._seen, self._wishes = seen, wishes or Wishes()
        self._others = others or Wishes()
        self._name = ""
        self._whole: Sequence[int] = ()

    def folders(self) -> tuple[ListedFolder, ...]:
        """Return every folder, as the visit first saw them."""
        if self._seen.folders is None:
            self._seen.folders = self._mailbox.folders()
        return self._seen.folders

    def personal_prefix(self) -> str:
        """Return the prefix of the personal namespace."""
        if self._seen.prefix is None:
            self._seen.prefix = self._mailbox.personal_prefix()
        return self._seen.prefix

    def examine(self, folder: str) -> OpenFolder:
        """Open a folder, or speak of it as it was when the visit first opened it."""
        self._name = folder
        wish = self._wishes.of(folder)
        if wish is None:
            return self._open()
        if folder not in self._seen.opened:
            if wish.is_partly_known:
                self._seen.opened[folder] = self._open()
            else:
                self._read_newest(folder, wish)
        return self._seen.opened[folder]

    def _read_newest(self, folder: str, wish: Wish) -> None:
        """Open a folder, and fetch at once what all errands wish for of its newest letters."""
        seen = self._seen
        seen.open = ""
        found = self._mailbox.newest_letters(folder, wish.newest, wish.items)
        letters = {each.uid: each for each in found.envelopes}
        seen.open, seen.opened[folder], seen.listed[folder] = folder, found.opened, tuple(letters)
        seen.letters[folder] = letters

    def enter(self, folder: str, *, since: date | None, words: Sequence[str]) -> Entered:
        """Open a folder and search it."""
        self._name, self._seen.open = folder, ""
        entered = self._mailbox.enter(folder, since=since, words=words)
        self._seen.open = folder
        self._whole = entered.uids if len(entered.uids) == entered.opened.exists else ()
        self._entered = entered.opened
        return entered

    def newest_letters(self, folder: str, count: int, items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and return its newest letters."""
        opened, uids = self.examine(folder), self.newest(count)
        return Newest(opened, self.envelopes(uids, items))

    def letters_in(self, folder: str, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and return some of its letters."""
        return Newest(self.examine(folder), self.envelopes(uids, items))

    def newest(self, count: int) -> tuple[int, ...]:
        """Return the UIDs of the newest letters."""
        wish = self._wishes.of(self._name)
        if wish is None or count > wish.newest:
            return self._opened().newest(count)
        if self._name not in self._seen.listed:
            self._seen.listed[self._name] = self._opened().newest(wish.newest)
        return self._seen.listed[self._name][-count:] if count > 0 else ()

    def envelopes(self, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> tuple[Envelope, ...]:
        """Return what is asked for of some letters; what all errands wish for is fetched once."""
        wanted = tuple(uids)
        wish, listed = self._wishes.of(self._name), self._seen.listed.get(self._name, ())
        if wish is None or not wish.items.holds(items) or not set(wanted) <= set(listed):
            return self._asked_alone(wanted, items)
        letters = self._seen.letters.setdefault(self._name, {})
        asked_for = wanted if wish.is_partly_known else listed
        vanished = self._seen.vanished.setdefault(self._name, set())
        if missing := [uid for uid in asked_for if uid not in letters and uid not in vanished]:
            found = self._opened().envelopes(missing, wish.items)
            letters |= {each.uid: each for each in found}
            vanished.update(set(missing) - letters.keys())
        return tuple(_as_asked(letters[uid], items) for uid in wanted if uid in letters)

    def _asked_alone(self, wanted: Sequence[int], items: Items) -> tuple[Envelope, ...]:
        """Fetch what nobody else wishes for; where the folder has to be opened for that, in the same flight."""
        if not self._name or self._seen.open == self._name:
            return self._mailbox.envelopes(wanted, items)
        self._seen.open = ""
        found = self._mailbox.letters_in(self._name, wanted, items)
        self._seen.open = self._name
        return found.envelopes

    def flow(self, orders: Orders) -> Iterator[Arrived | Listed]:
        """Fetch what is ordered."""
        wish, mailbox = self._others.of(self._name), self._opened()
        if wish is None or wish.items.guid or not self._whole:
            return mailbox.flow(orders)
        return self._overheard(mailbox, orders, wish)

    def _overheard(self, mailbox: Mailbox, orders: Orders, wish: Wish) -> Iterator[Arrived | Listed]:
        """Bring along what others wish for of the newest letters; what they need is then known, if all were listed.

        Where earlier runs saw most of them, those that are listed are enough.
        """
        newest = tuple(self._whole[-wish.newest :])
        letters: dict[int, Envelope] = {}
        for each in mailbox.flow(_Widened(orders, frozenset(newest), wish.items.headers)):
            if isinstance(each, Listed):
                told = (envelope for envelope in each.envelopes if envelope.uid >= newest[0])
                letters |= {one.uid: one if wish.items.structure else replace(one, bodystructure=None) for one in told}
            yield each
        if wish.is_partly_known or letters.keys() == set(newest):
            seen, name = self._seen, self._name
            seen.opened[name], seen.listed[name], seen.letters[name] = self._entered, newest, letters

    def _open(self) -> OpenFolder:
        self._seen.open = ""
        opened = self._mailbox.examine(self._name)
        self._seen.open = self._name
        return opened

    def _opened(self) -> Mailbox:
        """Return the mailbox with the folder really open."""
        if self._name and self._seen.open != self._name:
            self._open()
        return self._mailbox


class _Widened:
    """Orders of which the listings ask for more header fields of some letters."""

    def __init__(self, orders: Orders, uids: frozenset[int], headers: tuple[str, ...]) -> None:
        self._orders, self._uids, self._headers = orders, uids, headers

    def __len__(self) -> int:
        return len(self._orders)

    def __getitem__(self, index: SupportsIndex, /) -> Order:
        return self._orders[index]

    def popleft(self) -> Order:
        order = self._orders.popleft()
        if isinstance(order, Listing) and not self._uids.isdisjoint(order.uids):
            return replace(order, headers=tuple(dict.fromkeys((*order.headers, *self._headers))))
        return order


def _as_asked(letter: Envelope, asked: Items) -> Envelope:
    """Return a letter with nothing but what was asked for, as if it had been fetched alone."""
    return replace(
        letter,
        bodystructure=letter.bodystructure if asked.structure else None,
        header=only_fields(letter.header, asked.headers) if asked.headers else b"",
        guid=letter.guid if asked.guid else None,
    )
