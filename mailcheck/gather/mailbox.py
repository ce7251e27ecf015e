"""What the rest of gather may ask of a mailbox: the protocol that the IMAP session and the tests' fake both keep.

Everything here only reads. One contract suite runs on the fake and on every real server.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, SupportsIndex

from mailcheck.dataclass import dataclass
from mailcheck.model import Connection, Missing


@dataclass(frozen=True, slots=True)
class ListedFolder:
    """One line of LIST (RFC 9051 §7.3.1)."""

    name: str
    """The folder's own name, decoded. For commands only; never put into evidence."""
    flags: frozenset[str]
    """Lower case, with the backslash: `\\sent`, `\\noselect` …"""
    delimiter: str | None


@dataclass(frozen=True, slots=True)
class OthersFolder:
    """A folder outside the member's own namespace that this log-in is shown (RFC 2342 §5)."""

    name: str = field(repr=False)
    owner: str = field(repr=False)
    """The first part of the name behind the namespace's prefix: whose it is, if `is_persons`."""
    inner: str = field(repr=False)
    """The rest of the name; empty for a person's inbox on most servers."""
    flags: frozenset[str]
    is_persons: bool
    """False: it lies in a namespace for everybody, where `owner` may be a mere folder's name."""


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """Who may do what with a folder: one pair of an access control list (RFC 4314 §3.6)."""

    identifier: str = field(repr=False)
    """As the server writes it, without quotes. For the member's own screen only."""
    rights: str
    """One letter for each right; `r` is reading."""


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder opened with EXAMINE; the server said [READ-ONLY]."""

    name: str
    uidvalidity: int
    exists: int
    uidnext: int | None
    """None if the server does not say on EXAMINE (Courier); `status` knows it."""
    mailbox_id: str | None = None
    """OBJECTID (RFC 8474), if the server gave one with EXAMINE."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How a server itself names a folder, as far as it does."""

    guid: str = field(default="", repr=False)
    """Dovecot's X-GUID."""
    mailbox_id: str = field(default="", repr=False)
    """MAILBOXID (RFC 8474)."""
    account_id: str = field(default="", repr=False)
    """ACCOUNTID, whose folder it is (OBJECTID+, draft-ietf-mailmaint-imap-objectid-bis)."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A folder that was opened, and which of its messages matter."""

    opened: OpenFolder
    uids: Sequence[int]
    """Ascending."""
    marked: Mapping[str, frozenset[int]] | None
    """By word, the messages that have it in their subject; None: not asked, or not told."""


@dataclass(frozen=True, slots=True)
class Items:
    """What a FETCH is to tell of a message, beside its size and date."""

    headers: tuple[str, ...] = ()
    """Header fields."""
    structure: bool = False
    guid: bool = False
    """How the server itself names the message."""

    def with_(self, other: "Items") -> "Items":
        """Return what satisfies both."""
        headers = tuple(dict.fromkeys((*self.headers, *other.headers)))
        return Items(headers, self.structure or other.structure, self.guid or other.guid)

    def holds(self, other: "Items") -> bool:
        """Whether an answer to this tells what another asks for."""
        mine, theirs = ({name.lower() for name in each.headers} for each in (self, other))
        return theirs <= mine and other.structure <= self.structure and other.guid <= self.guid


SIZE_AND_DATE = Items()
"""Nothing more than what is always told."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one FETCH tells of a message without its words."""

    uid: int
    size: int
    stored: datetime
    """INTERNALDATE, always with a time zone."""
    bodystructure: Any = None
    """The parsed parenthesised list as imapclient gives it, if it was asked for."""
    header: bytes = b""
    """The header fields that were asked for, as the server sent them."""
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a session has cost so far."""

    received: int
    """Octets received."""
    turns: int
    """Times that we spoke after the server had."""
    quickest: float = 0.0
    """Seconds until the server answered, at the least; 0 if it has not."""


class Piece(NamedTuple):
    """Some octets of one section of a message; a tuple, since what was fetched is looked up by it again and again."""

    section: str
    offset: int | None
    """None: the whole section."""
    length: int
    """Octets at most; of a whole section, what is allowed for it."""

    def may_be(self, octets: bytes) -> bool:
        """Whether an answer under this piece's name can be it: RFC 9051 §7.5.2 allows no more than was asked for."""
        return len(octets) <= self.length


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pieces of one message, asked for together: Courier parses a message anew for every FETCH."""

    uid: int
    pieces: tuple[Piece, ...]
    is_urgent: bool = False
    """True: what is made of it takes long, so it leaves as soon as nothing like it is under way."""


@dataclass(frozen=True, slots=True)
class Newest:
    """A folder that was opened, and its newest messages."""

    opened: OpenFolder
    envelopes: tuple[Envelope, ...]
    """Ascending by UID."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What many messages are made of, asked for together."""

    uids: tuple[int, ...]
    headers: tuple[str, ...]
    """The header fields that are wanted of each, beside its structure."""


Order = Wanted | Listing


class Orders(Protocol):
    """Orders, taken from the left; a `deque` is such."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, index: SupportsIndex, /) -> Order:
        """Return one of them."""

    def popleft(self) -> Order:
        """Take the first."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of it: less what the server refused, or answered otherwise than it was asked."""

    wanted: Wanted
    octets: Mapping[Piece, bytes]


@dataclass(frozen=True, slots=True)
class Listed:
    """What came of a listing."""

    listing: Listing
    envelopes: tuple[Envelope, ...]
    left: tuple[int, ...]
    """Those of which nothing came, or nothing that could be read: to be asked for by themselves (`envelopes`)."""
    is_over: bool = True
    """False: it is what has come of the listings so far, and more follows."""


class Mailbox(Protocol):
    """A signed-in, read-only mailbox. Every method may raise AccountProblem."""

    @property
    def connection(self) -> Connection:
        """How the account was reached."""

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offers after sign-in, upper case."""

    @property
    def traffic(self) -> Traffic:
        """Octets and turns so far."""

    def ask_ahead(self, *, statuses: Sequence[str], rights: Sequence[str]) -> None:
        """Ask in one flight for the listing, and for `UIDVALIDITY`, `UIDNEXT`, `MESSAGES` and the rights of folders.

        The next who asks one of these gets this answer, once. What is not there, or not told, is asked again then.
        """

    def folders(self) -> tuple[ListedFolder, ...]:
        """Return every folder of the member's own namespace; bounded."""

    def personal_prefix(self) -> str:
        """Return the prefix of the personal namespace (RFC 2342): `""` or `INBOX.`, for example."""

    def others_folders(self) -> tuple[OthersFolder, ...]:
        """Return the folders of other people, or for everybody, that this log-in is shown; bounded."""

    def access_list(self, folder: str) -> tuple[AccessEntry, ...]:
        """Return who may do what with a folder (GETACL); raises AccountProblem where the server does not tell."""

    def access_lists(self, folders: Sequence[str]) -> tuple[tuple[AccessEntry, ...] | Missing, ...]:
        """Return the same of several folders, in one flight; Missing where the server does not tell."""

    def my_rights(self, folder: str) -> str:
        """Return what this log-in may do with a listed folder (MYRIGHTS); raises AccountProblem as `access_list`.

        Of a folder that does not exist, a server may say anything (Dovecot 2.3: every right).
        """

    def still_there(self) -> None:
        """Ask for nothing: raises AccountProblem if it is not what was asked before but the connection that failed."""

    def examine(self, folder: str) -> OpenFolder:
        """Open a folder read-only; the following methods speak of it. Raises AccountProblem (`no-folder`)."""

    def enter(self, folder: str, *, since: date | None, words: Sequence[str]) -> Entered:
        """Do at once what `examine`, `uids` and `search_header` of each word in the subject do; raises what they raise.

        The words are left out where they cannot be asked in the same flight: a search may read the whole folder.
        """

    def newest_letters(self, folder: str, count: int, items: Items = SIZE_AND_DATE) -> Newest:
        """Do at once what `examine`, `newest` and `envelopes` do; raises what they raise."""

    def letters_in(self, folder: str, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> Newest:
        """Do at once what `examine` and `envelopes` do; raises what they raise."""

    def status(self, folder: str, items: Sequence[str]) -> Mapping[str, Any]:
        """Return STATUS items that every server knows (`UIDNEXT`, `MESSAGES` …) by upper-case name."""

    def statuses(self, folders: Sequence[str], items: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Return STATUS items that every server knows, of each folder at once; nothing of a folder that is refused."""

    def identifiers(self, folders: Sequence[str]) -> tuple[Identifiers, ...]:
        """Return how the server names each folder, in one flight at most; empty where it does not."""

    def uids(self, *, since: date | None = None) -> tuple[int, ...]:
        """Return the UIDs of the open folder, ascending; with `since`, those stored on that day or later."""

    def newest(self, count: int) -> tuple[int, ...]:
        """Return the UIDs of the newest `count` messages, ascending."""

    def search_header(self, name: str, value: str) -> tuple[int, ...]:
        """Return the UIDs of messages whose header `name` contains `value`."""

    def envelopes(self, uids: Iterable[int], items: Items = SIZE_AND_DATE) -> tuple[Envelope, ...]:
        """Fetch size, date and what else is asked for, in batches. A message that vanished is left out.

        A message whose structure or header cannot be read has neither, though both were asked for.
        """

    def range(self, uid: int, section: str, offset: int, length: int) -> bytes:
        """Fetch up to `length` octets of a section from `offset`; shorter at its end, empty beyond it.

        Empty also if the server answers another piece than the one asked for: an answer of another length than
        expected means that the whole section is to be fetched. Raises AccountProblem (`vanished`).
        """

    def whole(self, uid: int, section: str, limit: int) -> bytes:
        """Fetch a whole section (`""` is the whole message) of at most `limit` octets.

        Raises AccountProblem: `too-large` if it is longer, `vanished` if the message is gone.
        """

    def pieces(self, wanted: Iterable[Wanted]) -> Iterator[Arrived]:
        """Fetch pieces of many messages, many at a time; each is answered once, in any order.

        To be used up: nothing else may be asked meanwhile. What did not come is to be asked for by itself, which then
        tells why.
        """

    def flow(self, orders: Orders) -> Iterator[Arrived | Listed]:
        """Fetch what is ordered, many orders at a time; each is answered once, in any order.

        `orders` may grow while they are taken from its left: what one answer shows to be needed is asked for while
        others are still on their way. To be used up, as `pieces`.
        """

    def close(self) -> None:
        """Log out and hang up; never raises."""
