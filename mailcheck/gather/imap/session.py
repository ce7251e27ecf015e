"""A signed-in mailbox over real IMAP, as the protocol `Mailbox` has it. Reads only."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from mailcheck.gather.imap import answers, flight
from mailcheck.gather.imap.ahead import Ahead, compared
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.imap.fetching import LONG_ANSWER, Fetching, data_items
from mailcheck.gather.imap.naming import Naming
from mailcheck.gather.imap.pipeline import Pipeline
from mailcheck.gather.imap.rights import Rights
from mailcheck.gather.imap.sign_in import SignedIn
from mailcheck.gather.mailbox import (
    SIZE_AND_DATE,
    AccessEntry,
    Arrived,
    Entered,
    Envelope,
    Identifiers,
    Items,
    Listed,
    ListedFolder,
    Newest,
    OpenFolder,
    Order,
    Orders,
    OthersFolder,
    Traffic,
    Wanted,
)
from mailcheck.model import Connection, Missing

_MARKS = "(UIDVALIDITY UIDNEXT MESSAGES)"
AT_ONCE = 200
"""Letters fetched in the flight that opens their folder."""


class Session:
    """A signed-in, read-only mailbox. Use it from one thread at a time.

    Every method may raise AccountProblem. After a lost connection or an endless answer the session is closed, and
    whatever is asked of it then raises AccountProblem with the key `closed`.
    """

    def __init__(self, signed_in: SignedIn) -> None:
        self._client, self._telling = signed_in.client, signed_in.telling
        self._connection, self._capabilities = signed_in.connection, signed_in.capabilities
        self._asking = Asking(signed_in.client, signed_in.telling)
        self._fetching = Fetching(self._asking, signed_in.capabilities)
        self._naming = Naming(self._asking, signed_in.capabilities)
        self._rights = Rights(self._asking, signed_in.capabilities)
        self._open: OpenFolder | None = None
        self._ahead = Ahead()
        self._counted: dict[str, int] = {}
        """How many messages folders held when all of them were asked, by compared name."""

    @property
    def connection(self) -> Connection:
        """How the account was reached."""
        return self._connection

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offers after sign-in, upper case."""
        return self._capabilities

    @property
    def traffic(self) -> Traffic:
        """Octets and turns so far, as IMAP counts them (without TLS)."""
        return self._client.wire.traffic

    def ask_ahead(self, *, statuses: Sequence[str], rights: Sequence[str]) -> None:
        """Ask in one flight for the listing, and for the marks and the rights of some folders.

        The next who asks one of these questions gets this answer, once. Raises AccountProblem only if the connection
        is lost: a folder that is not there, or does not tell, is asked about again by whoever wants to know.
        """
        asked_of = () if "ACL" not in self._capabilities else rights
        special_uses = "SPECIAL-USE" in self._capabilities
        self._telling.folders = [*statuses, *rights]
        with self._asking.optionally(LONG_ANSWER):
            self._ahead = self._client.ask_ahead(
                statuses=statuses, items=_MARKS, rights=asked_of, special_uses=special_uses
            )
            self._rights.told(self._ahead)

    def folders(self) -> tuple[ListedFolder, ...]:
        """Return every folder of the member's own namespace; bounded.

        A server that keeps special uses to itself unless asked (RFC 6154 §3) is asked.
        """
        listed, self._ahead = self._ahead.listed, replace(self._ahead, listed=None)
        if listed is None:
            listed = self._listed()
        others = self._rights.others_prefixes()
        return tuple(found for found in listed if not f"{found.name}{found.delimiter or ''}".startswith(others))

    def _listed(self) -> tuple[ListedFolder, ...]:
        with self._asking("refused-command", LONG_ANSWER):
            if self._rights.is_namespace_asked:
                listed = self._client.list_folders_each()
            else:
                listed, namespaces = self._client.list_with_namespaces()
                self._rights.knows(namespaces)
        if "SPECIAL-USE" in self._capabilities and not any("\\sent" in found.flags for found in listed):
            marked = self._special_uses()
            listed = tuple(marked.get(found.name, found) for found in listed)
        return listed

    def personal_prefix(self) -> str:
        """Return the prefix of the personal namespace (RFC 2342); empty if the server does not say."""
        return self._rights.personal_prefix()

    def others_folders(self) -> tuple[OthersFolder, ...]:
        """Return the folders of other people, or for everybody, that this log-in is shown; bounded."""
        return self._rights.others_folders()

    def access_list(self, folder: str) -> tuple[AccessEntry, ...]:
        """Return who may do what with a folder (GETACL, RFC 4314 §3.3)."""
        return self._rights.access_list(folder)

    def access_lists(self, folders: Sequence[str]) -> tuple[tuple[AccessEntry, ...] | Missing, ...]:
        """Return who may do what with each of some folders, in one flight; Missing where the server does not tell."""
        return self._rights.access_lists(folders)

    def my_rights(self, folder: str) -> str:
        """Return what this log-in may do with a listed folder (MYRIGHTS, RFC 4314 §3.5)."""
        return self._rights.my_rights(folder)

    def still_there(self) -> None:
        """Ask for nothing; raises AccountProblem if the connection is lost."""
        with self._asking("refused-command"):
            self._client.noop()

    def examine(self, folder: str) -> OpenFolder:
        """Open a folder read-only; raises AccountProblem if the server does not say [READ-ONLY]."""
        self._open = None
        self._telling.folders = [folder]
        with self._asking("no-folder"):
            values = self._client.select_folder(folder, readonly=True)
            opened = answers.open_folder(folder, values)
        if b"READ-ONLY" not in values:
            self._asking.hang_up()
            raise self._telling.by_key("not-read-only")
        self._open = opened
        return opened

    def enter(self, folder: str, *, since: date | None, words: Sequence[str]) -> Entered:
        """Open a folder, list what was stored since a day, and those with a word in the subject: in one flight.

        Where that does not work as it should, step by step, and nothing is told of the words. Nor is it without
        ESEARCH: such a server would be asked in turn, and Courier reads every letter to its end for each answer.
        """
        self._open = None
        self._telling.folders = [folder]
        flown = tuple(words) if "ESEARCH" in self._capabilities else ()
        entered = flight.enter(self._asking, folder, when=flight.since_day(since), words=flown)
        if entered is None:
            entered, flown = Entered(self.examine(folder), self.uids(since=since), None), ()
        self._open = entered.opened
        return entered if len(flown) == len(words) else replace(entered, marked=None)

    def newest_letters(self, folder: str, count: int, items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and fetch its newest messages: in one flight or two, where it is known how many it holds.

        Where that does not work as it should, step by step.
        """
        self._open = None
        self._telling.folders = [folder]
        exists = self._counted.get(compared(folder), 0)
        if 0 < exists <= count and not items.guid:
            found = flight.letters(self._asking, folder, data_items(items))
            if found is not None:
                self._open = found.opened
                return replace(found, envelopes=found.envelopes[-count:])
        entered = flight.enter(self._asking, folder, when=f"{exists - count + 1}:*") if exists > count > 0 else None
        if entered is None or len(entered.uids) < min(count, entered.opened.exists):
            opened, uids = self.examine(folder), self.newest(count)
        else:
            self._open = opened = entered.opened
            uids = tuple(entered.uids[-count:])
        return Newest(opened, self.envelopes(uids, items) if uids else ())

    def letters_in(self, folder: str, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and fetch some of its messages: in one flight, where they are few; else step by step."""
        self._open = None
        self._telling.folders = [folder]
        wanted = tuple(sorted(set(uids)))
        if 0 < len(wanted) <= AT_ONCE and not items.guid:
            found = flight.letters(self._asking, folder, data_items(items), wanted)
            if found is not None:
                self._open = found.opened
                return replace(found, envelopes=tuple(each for each in found.envelopes if each.uid in wanted))
        opened = self.examine(folder)
        return Newest(opened, self.envelopes(wanted, items))

    def status(self, folder: str, items: Sequence[str]) -> Mapping[str, Any]:
        """Return STATUS items that every server knows, by upper-case name, less those not told."""
        self._telling.folders = [folder]
        wanted = tuple(dict.fromkeys(item.upper() for item in items))
        if told := self._told_ahead(folder, wanted):
            return told
        with self._asking("no-folder"):
            found = self._client.folder_status(folder, wanted)
        answered = {key.decode().upper(): value for key, value in found.items()}
        return {item: value for item in wanted if isinstance(value := answered.get(item), int)}

    def statuses(self, folders: Sequence[str], items: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Return STATUS items that every server knows, of each folder in one flight; nothing of a refused one."""
        told: dict[str, Mapping[str, Any]] = {folder: self._told_ahead(folder, items) for folder in folders}
        unknown = [folder for folder in folders if not told[folder]]
        self._telling.folders = list(folders)
        if unknown:
            told |= zip(unknown, flight.status_each(self._asking, unknown, items), strict=True)
        self._counted |= {compared(folder): told[folder].get("MESSAGES", 0) for folder in folders}
        return tuple(told[folder] for folder in folders)

    def identifiers(self, folders: Sequence[str]) -> tuple[Identifiers, ...]:
        """Return how the server names each folder, in one flight; empty where it does not."""
        self._telling.folders = list(folders)
        return self._naming.of(folders)

    def _told_ahead(self, folder: str, items: Sequence[str]) -> dict[str, Any]:
        """Return STATUS items if they were asked ahead; else nothing."""
        told = self._ahead.statuses.pop(compared(folder), {})
        if not told.keys() >= set(items):
            return {}
        return {item: value for item in items if isinstance(value := told[item], int)}

    def uids(self, *, since: date | None = None) -> tuple[int, ...]:
        """Return the UIDs of the open folder, ascending; with `since`, those stored on that day or later."""
        return self._search(["ALL"] if since is None else ["SINCE", since])

    def newest(self, count: int) -> tuple[int, ...]:
        """Return the UIDs of the newest `count` messages, ascending."""
        exists = self._opened().exists
        if count <= 0 or not exists:
            return ()
        return self._search([f"{max(1, exists - count + 1)}:*"])[-count:]

    def search_header(self, name: str, value: str) -> tuple[int, ...]:
        """Return the UIDs of messages whose header `name` contains `value`."""
        return self._search(["HEADER", name, value], None if value.isascii() else "UTF-8")

    def envelopes(self, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> tuple[Envelope, ...]:
        """Fetch size, date and what else is asked for, in batches. A message that vanished is left out.

        A message whose structure or header cannot be read has neither in its envelope, though both were asked for.
        """
        self._opened()
        return self._fetching.envelopes(tuple(uids), data_items(items), guid=items.guid)

    def range(self, uid: int, section: str, offset: int, length: int) -> bytes:
        """Fetch up to `length` octets of a section from `offset`; shorter at its end, empty beyond it.

        Empty also if the server answers another piece than the one asked for: fetch the whole section then.
        """
        self._opened()
        values = self._fetching.one(uid, f"BODY.PEEK[{section}]<{offset}.{length}>", length)
        return b"" if values is None else answers.piece(values, section, offset, length)

    def whole(self, uid: int, section: str, limit: int) -> bytes:
        """Fetch a whole section of at most `limit` octets; raises AccountProblem (`too-large`) if it is longer."""
        self._opened()
        values = self._fetching.one(uid, f"BODY.PEEK[{section}]", limit)
        found = None if values is None else answers.section(values, section)
        if values is not None and found is None:
            raise self._telling.by_key("partial-fetch")
        if found is None or len(found) > limit:
            raise self._telling.by_key("too-large")
        return found

    def pieces(self, wanted: Iterable[Wanted]) -> Iterator[Arrived]:
        """Fetch pieces of many messages, many at a time; each is answered once, in any order. To be used up."""
        orders: deque[Order] = deque(wanted)
        return (each for each in self.flow(orders) if isinstance(each, Arrived))

    def flow(self, orders: Orders) -> Iterator[Arrived | Listed]:
        """Fetch what is ordered, many orders at a time; `orders` may grow meanwhile. To be used up."""
        self._opened()
        return Pipeline(self._asking).run(orders)

    def close(self) -> None:
        """Log out and hang up; never raises."""
        self._open = None
        self._asking.log_out()

    def _opened(self) -> OpenFolder:
        if self._open is None or self._asking.is_closed:
            raise self._telling.by_key("closed" if self._asking.is_closed else "no-folder")
        return self._open

    def _search(self, criteria: list[Any], charset: str | None = None) -> tuple[int, ...]:
        self._opened()
        with self._asking("refused-command", LONG_ANSWER):
            return answers.uids(self._client.search(criteria, charset))

    def _special_uses(self) -> dict[str, ListedFolder]:
        found: tuple[ListedFolder, ...] = ()
        with self._asking.optionally(LONG_ANSWER):
            found = self._client.list_folders_each("(SPECIAL-USE)")
        return {marked.name: marked for marked in found}
