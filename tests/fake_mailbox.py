r"""A mailbox in memory that keeps the protocol `Mailbox`, counts its traffic and can be told to misbehave.

    FakeMailbox({"INBOX": [], "Sent": [raw]}, flags={"Sent": ["\\Sent"]})

It passes the same contract suite as the real servers.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from hashlib import sha256
from typing import Any

from imapclient.response_types import BodyData

from mailcheck.errors import AccountProblem
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
    Listing,
    Newest,
    OpenFolder,
    Order,
    Orders,
    OthersFolder,
    Piece,
    Traffic,
    Wanted,
)
from mailcheck.model import Connection, Missing, Security
from tests.mime_octets import Entity, body_structure, entity, is_nested, section

LOOPBACK = Connection(Security.TLS, "TLSv1.3", "PLAIN", is_loopback=True, server="localhost:993")
START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


class Misbehaviour(Enum):
    """How a server can be wrong. Each is taken from a real one or from a broken middlebox."""

    IGNORES_RANGE = auto()
    """A partial fetch answers with the whole section."""
    SHIFTS_RANGE = auto()
    """A partial fetch beyond the first octet answers one octet late."""
    CUTS_RANGE = auto()
    """A partial fetch answers with half of what was asked for."""
    EMPTY_NESTED = auto()
    """A section inside an attached message answers empty (pymap)."""
    HIDES_UIDNEXT = auto()
    """EXAMINE does not say UIDNEXT (Courier)."""


class FakeMailbox:
    """Folders of raw messages, served as an IMAP session would serve them."""

    def __init__(
        self,
        folders: Mapping[str, Sequence[bytes]],
        *,
        flags: Mapping[str, Iterable[str]] | None = None,
        prefix: str = "",
        delimiter: str | None = "/",
        uidvalidity: int | Mapping[str, int] = 1,
        first_uid: int = 1,
        stored: Mapping[str, Sequence[datetime]] | None = None,
        guids: Mapping[str, str] | None = None,
        mailbox_ids: Mapping[str, str] | None = None,
        account_id: str = "",
        capabilities: Iterable[str] = ("IMAP4REV1", "NAMESPACE", "SPECIAL-USE"),
        connection: Connection = LOOPBACK,
        misbehaves: Collection[Misbehaviour] = (),
        vanished: Collection[tuple[str, int]] = (),
        fails_after: int | None = None,
        access: Mapping[str, Mapping[str, str]] | None = None,
        others: Mapping[OthersFolder, str | None] | None = None,
    ) -> None:
        """Fill the folders; UIDs count up from `first_uid`.

        `access` gives each folder's access control list, rights by identifier; a folder without one refuses to tell,
        and without `access` the server has no ACL. `others` gives other people's folders with this log-in's rights;
        None: the server refuses to tell.

        `stored` gives INTERNALDATEs by folder; without it they come from the Date field. `vanished` names messages
        (folder, UID) that are listed but gone when fetched. After `fails_after` calls the connection is lost.
        """
        self._messages: dict[str, dict[int, tuple[bytes, datetime]]] = {name: {} for name in folders}
        self._flags = {name: frozenset(word.lower() for word in words) for name, words in (flags or {}).items()}
        self._prefix, self._delimiter = prefix, delimiter
        self._uidvalidity, self._first_uid = uidvalidity, first_uid
        self._uidnext = dict.fromkeys(folders, first_uid)
        self._guids, self._mailbox_ids, self._account_id = guids or {}, mailbox_ids or {}, account_id
        self._access, self._others = access or {}, others or {}
        offered = ("ACL",) if access is not None or others is not None else ()
        offered += ("OBJECTID+",) if account_id else ()
        self._capabilities = frozenset(word.upper() for word in (*capabilities, *offered))
        self._connection = connection
        self.misbehaves, self.vanished = set(misbehaves), set(vanished)
        self._fails_after = fails_after
        self._entities: dict[bytes, Entity] = {}
        self._open = ""
        self._received = self._turns = 0
        self.is_closed = False
        self._ahead: set[str] = set()
        self.calls: list[str] = []
        for name, messages in folders.items():
            dates = (stored or {}).get(name, ())
            for position, raw in enumerate(messages):
                self.deliver(name, raw, dates[position] if position < len(dates) else None)

    def deliver(self, folder: str, raw: bytes, stored: datetime | None = None) -> int:
        """Add a message to a folder, as new mail arriving; return its UID."""
        messages = self._messages.setdefault(folder, {})
        uid = self._uidnext.setdefault(folder, self._first_uid)
        octets = b"\r\n".join(raw.replace(b"\r\n", b"\n").split(b"\n"))
        messages[uid] = (octets, stored or _date_of(octets) or START + timedelta(minutes=uid))
        self._uidnext[folder] = uid + 1
        return uid

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
        """Octets and turns so far."""
        return Traffic(self._received, self._turns)

    def ask_ahead(self, *, statuses: Sequence[str], rights: Sequence[str]) -> None:
        """Answer at once what is asked next."""
        self._turn(f"AHEAD {' '.join(statuses)}", 40 * len(self._messages))
        there = {f"STATUS {name}" for name in statuses if name in self._messages}
        told = {f"GETACL {name}" for name in rights if name in self._access}
        self._ahead = {"LIST", "NAMESPACE", *there, *told}

    def folders(self) -> tuple[ListedFolder, ...]:
        """Return every folder."""
        self._turn("LIST", 40 * len(self._messages))
        return tuple(ListedFolder(name, self._flags.get(name, frozenset()), self._delimiter) for name in self._messages)

    def personal_prefix(self) -> str:
        """Return the prefix of the personal namespace."""
        self._turn("NAMESPACE", 40)
        return self._prefix

    def others_folders(self) -> tuple[OthersFolder, ...]:
        """Return the folders of other people."""
        self._turn("LIST others", 40 * len(self._others))
        return tuple(self._others)

    def access_list(self, folder: str) -> tuple[AccessEntry, ...]:
        """Return who may do what with a folder."""
        self._turn(f"GETACL {folder}", 60)
        if folder not in self._access:
            raise AccountProblem("the server would not tell", key="refused-command")
        return tuple(AccessEntry(identifier, rights) for identifier, rights in self._access[folder].items())

    def access_lists(self, folders: Sequence[str]) -> tuple[tuple[AccessEntry, ...] | Missing, ...]:
        """Return who may do what with several folders."""
        self._turn(f"GETACL {' '.join(folders)}", 60)
        refused = Missing("the server would not tell", "refused-command")
        return tuple(
            tuple(AccessEntry(*entry) for entry in self._access[folder].items()) if folder in self._access else refused
            for folder in folders
        )

    def still_there(self) -> None:
        """Say whether the connection still stands."""
        self._turn("NOOP", 20)

    def my_rights(self, folder: str) -> str:
        """Return what this log-in may do with a folder; every right with its own, and with what does not exist."""
        self._turn(f"MYRIGHTS {folder}", 60)
        if "ACL" not in self._capabilities:
            raise AccountProblem("the server does not know it", key="refused-command")
        rights = next((rights for other, rights in self._others.items() if other.name == folder), "lrswipkxtecda")
        if rights is None:
            raise AccountProblem("the server would not tell", key="refused-command")
        return rights

    def examine(self, folder: str) -> OpenFolder:
        """Open a folder read-only."""
        self._turn(f"EXAMINE {folder}", 200)
        messages = self._folder(folder)
        self._open = folder
        uidnext = None if Misbehaviour.HIDES_UIDNEXT in self.misbehaves else self._uidnext[folder]
        return OpenFolder(folder, self._validity(folder), len(messages), uidnext, self._mailbox_ids.get(folder))

    def enter(self, folder: str, *, since: date | None, words: Sequence[str]) -> Entered:
        """Open a folder and search it."""
        opened, uids = self.examine(folder), self.uids(since=since)
        self._turns -= 1  # a flight costs one turn
        if words and "ESEARCH" not in self._capabilities:
            return Entered(opened, uids, None)
        marked = {word: frozenset(self.search_header("Subject", word)) for word in words}
        self._turns -= len(words)
        return Entered(opened, uids, marked)

    def newest_letters(self, folder: str, count: int, items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and return its newest letters."""
        opened, uids = self.examine(folder), self.newest(count)
        envelopes = self.envelopes(uids, items)
        self._turns -= 2  # a flight costs one turn
        return Newest(opened, envelopes)

    def letters_in(self, folder: str, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> Newest:
        """Open a folder and return some of its letters."""
        opened = self.examine(folder)
        envelopes = self.envelopes(uids, items)
        self._turns -= 1  # a flight costs one turn
        return Newest(opened, envelopes)

    def status(self, folder: str, items: Sequence[str]) -> Mapping[str, Any]:
        """Return the STATUS items that this server knows."""
        self._turn(f"STATUS {folder}", 60)
        known: dict[str, Any] = {
            "MESSAGES": len(self._folder(folder)),
            "UIDNEXT": self._uidnext[folder],
            "UIDVALIDITY": self._validity(folder),
        }
        return {item.upper(): known[item.upper()] for item in items if item.upper() in known}

    def statuses(self, folders: Sequence[str], items: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Return STATUS items of several folders, in one turn."""
        found: list[Mapping[str, Any]] = []
        before = self._turns
        for folder in folders:
            try:
                found.append(self.status(folder, items))
            except AccountProblem as problem:
                if problem.key == "connection-lost":
                    raise
                found.append({})
        self._turns = min(self._turns, before + 1)
        return tuple(found)

    def identifiers(self, folders: Sequence[str]) -> tuple[Identifiers, ...]:
        """Return how each folder is named, in one turn."""
        self._turn("STATUS", 60 * len(folders))
        return tuple(
            Identifiers(self._guids.get(folder, ""), self._mailbox_ids.get(folder, ""), self._account_id)
            for folder in folders
        )

    def uids(self, *, since: date | None = None) -> tuple[int, ...]:
        """Return the UIDs of the open folder, ascending."""
        self._turn("SEARCH", 60)
        return tuple(uid for uid, (_, at) in self._folder().items() if since is None or at.date() >= since)

    def newest(self, count: int) -> tuple[int, ...]:
        """Return the UIDs of the newest `count` messages, ascending."""
        self._turn("SEARCH", 60)
        return tuple(self._folder())[-count:] if count > 0 else ()

    def search_header(self, name: str, value: str) -> tuple[int, ...]:
        """Return the UIDs of messages whose header `name` contains `value`."""
        self._turn("SEARCH", 60)
        return tuple(
            uid
            for uid, (raw, _) in self._folder().items()
            if any(value.lower() in str(found).lower() for found in self._entity(raw).fields.get_all(name, []))
        )

    def envelopes(self, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> tuple[Envelope, ...]:
        """Return size, date and what else is asked for. A message that vanished is left out."""
        self._turn("FETCH", 0)
        return self._envelopes(uids, items)

    def _envelopes(self, uids: Iterable[int], items: Items) -> tuple[Envelope, ...]:
        found = []
        for uid in uids:
            if uid in self._folder() and (self._open, uid) not in self.vanished:
                raw, at = self._folder()[uid]
                root = self._entity(raw)
                body = BodyData.create(body_structure(root)) if items.structure else None
                header = _fields(root.header, items.headers) if items.headers else b""
                digest = sha256(raw).hexdigest()[:32] if items.guid and self._open in self._guids else None
                found.append(Envelope(uid, len(raw), at, body, header, digest))
        self._received += sum(80 + len(seen.header) + (350 if items.structure else 0) for seen in found)
        return tuple(found)

    def range(self, uid: int, section: str, offset: int, length: int) -> bytes:
        """Return up to `length` octets of a section from `offset`."""
        answer = self._ranged(self._section(uid, section), offset, length)
        self._turn(f"FETCH {uid} {section}<{offset}.{length}>", len(answer) + 40)
        return answer

    def _ranged(self, octets: bytes, offset: int, length: int) -> bytes:
        if Misbehaviour.IGNORES_RANGE in self.misbehaves:
            answer = octets
        else:
            start = offset + (1 if offset and Misbehaviour.SHIFTS_RANGE in self.misbehaves else 0)
            answer = octets[start : start + length]
        return answer[: len(answer) // 2] if Misbehaviour.CUTS_RANGE in self.misbehaves else answer

    def whole(self, uid: int, section: str, limit: int) -> bytes:
        """Return a whole section of at most `limit` octets."""
        octets = self._section(uid, section)
        if len(octets) > limit:
            raise AccountProblem("a part is larger than mailcheck fetches", key="too-large", retry="never")
        self._turn(f"FETCH {uid} {section}", len(octets) + 40)
        return octets

    def pieces(self, wanted: Iterable[Wanted]) -> Iterator[Arrived]:
        """Answer many questions in one turn."""
        orders: deque[Order] = deque(wanted)
        return (each for each in self.flow(orders) if isinstance(each, Arrived))

    def flow(self, orders: Orders) -> Iterator[Arrived | Listed]:
        """Answer many orders in one turn, the last of every four first: servers do not keep the order."""
        while orders:
            taken = [orders.popleft() for _ in range(min(64, len(orders)))]
            self._turn("FETCH pieces" if any(isinstance(each, Wanted) for each in taken) else "FETCH", 0)
            for start in range(0, len(taken), 4):
                for each in reversed(taken[start : start + 4]):
                    yield self._arrived(each) if isinstance(each, Wanted) else self._listed(each)

    def _listed(self, listing: Listing) -> Listed:
        found = {each.uid: each for each in self._envelopes(listing.uids, Items(listing.headers, structure=True))}
        left = tuple(uid for uid in listing.uids if uid not in found)
        return Listed(listing, tuple(found.values()), left)

    def _arrived(self, each: Wanted) -> Arrived:
        if each.uid not in self._folder() or (self._open, each.uid) in self.vanished:
            return Arrived(each, {})
        answers = [(piece, self.piece(each.uid, piece)) for piece in each.pieces]
        octets = {piece: found for piece, found in answers if found is not None}
        self._received += sum(len(found) + 40 for found in octets.values())
        return Arrived(each, {piece: found for piece, found in octets.items() if piece.may_be(found)})

    def piece(self, uid: int, piece: Piece) -> bytes | None:
        """Return one piece; None if it is refused."""
        octets = self._section(uid, piece.section)
        return octets if piece.offset is None else self._ranged(octets, piece.offset, piece.length)

    def close(self) -> None:
        """Hang up."""
        self.is_closed = True

    def _section(self, uid: int, spec: str) -> bytes:
        if uid not in self._folder() or (self._open, uid) in self.vanished:
            raise AccountProblem("the message is no longer there", key="vanished", retry="never")
        root = self._entity(self._folder()[uid][0])
        if Misbehaviour.EMPTY_NESTED in self.misbehaves and is_nested(root, spec):
            return b""
        return section(root, spec) or b""

    def _folder(self, name: str | None = None) -> dict[int, tuple[bytes, datetime]]:
        wanted = self._open if name is None else name
        if wanted not in self._messages:
            raise AccountProblem("the folder is not there", key="no-folder", retry="never")
        return self._messages[wanted]

    def _entity(self, raw: bytes) -> Entity:
        if raw not in self._entities:
            self._entities[raw] = entity(raw)
        return self._entities[raw]

    def _validity(self, folder: str) -> int:
        return self._uidvalidity if isinstance(self._uidvalidity, int) else self._uidvalidity[folder]

    def _turn(self, call: str, octets: int) -> None:
        verb, _, names = call.partition(" ")
        answered = {f"{verb} {name}" for name in names.split(" ")} if verb == "GETACL" else {call}
        if answered <= self._ahead:
            self._ahead -= answered
            return
        self.calls.append(call)
        if self._fails_after is not None and len(self.calls) > self._fails_after:
            raise AccountProblem("the connection was lost", key="connection-lost")
        self._turns += 1
        self._received += octets


def _date_of(raw: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(entity(raw).fields["Date"]))
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _fields(header: bytes, names: Sequence[str]) -> bytes:
    """Return the fields as BODY[HEADER.FIELDS (…)] does: in the message's order, folded as they are, a blank line."""
    wanted = {name.lower().encode() for name in names}
    lines, is_wanted = [], False
    for line in header.splitlines(keepends=True):
        if line[:1] not in b" \t" or not line.strip():
            is_wanted = line.split(b":", 1)[0].strip().lower() in wanted and b":" in line
        if is_wanted:
            lines.append(line)
    return b"".join(lines) + b"\r\n"
