"""A mailbox that hands every question on to another one, for whoever changes a few of the answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mailcheck.gather.mailbox import (
    AccessEntry,
    Arrived,
    Identifiers,
    Mailbox,
    OthersFolder,
    Traffic,
    Wanted,
)
from mailcheck.model import Connection, Missing


class PassingOn:
    """The part of a mailbox that says what the one behind it says. What is not here is for the heir to answer."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def _opened(self) -> Mailbox:
        """Return the mailbox behind with the folder open that is spoken of; an heir may have to open it first."""
        return self._mailbox

    @property
    def connection(self) -> Connection:
        """How the account was reached."""
        return self._mailbox.connection

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offers after sign-in, upper case."""
        return self._mailbox.capabilities

    @property
    def traffic(self) -> Traffic:
        """Octets and turns so far."""
        return self._mailbox.traffic

    def ask_ahead(self, *, statuses: Sequence[str], rights: Sequence[str]) -> None:
        """Ask in one flight what will be asked next."""
        self._mailbox.ask_ahead(statuses=statuses, rights=rights)

    def others_folders(self) -> tuple[OthersFolder, ...]:
        """Return the folders of other people, or for everybody."""
        return self._mailbox.others_folders()

    def access_list(self, folder: str) -> tuple[AccessEntry, ...]:
        """Return who may do what with a folder."""
        return self._mailbox.access_list(folder)

    def access_lists(self, folders: Sequence[str]) -> tuple[tuple[AccessEntry, ...] | Missing, ...]:
        """Return who may do what with each of some folders."""
        return self._mailbox.access_lists(folders)

    def my_rights(self, folder: str) -> str:
        """Return what this log-in may do with a listed folder."""
        return self._mailbox.my_rights(folder)

    def still_there(self) -> None:
        """Raise AccountProblem if the connection is lost."""
        self._mailbox.still_there()

    def status(self, folder: str, items: Sequence[str]) -> Mapping[str, Any]:
        """Return STATUS items."""
        return self._mailbox.status(folder, items)

    def statuses(self, folders: Sequence[str], items: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Return STATUS items of several folders."""
        return self._mailbox.statuses(folders, items)

    def identifiers(self, folders: Sequence[str]) -> tuple[Identifiers, ...]:
        """Return how the server names each of some folders."""
        return self._mailbox.identifiers(folders)

    def uids(self, *, since: date | None = None) -> tuple[int, ...]:
        """Return the UIDs of the open folder."""
        return self._opened().uids(since=since)

    def search_header(self, name: str, value: str) -> tuple[int, ...]:
        """Return the UIDs of letters whose header contains a value."""
        return self._opened().search_header(name, value)

    def range(self, uid: int, section: str, offset: int, length: int) -> bytes:
        """Fetch some octets of a section."""
        return self._opened().range(uid, section, offset, length)

    def whole(self, uid: int, section: str, limit: int) -> bytes:
        """Fetch a whole section."""
        return self._opened().whole(uid, section, limit)

    def pieces(self, wanted: Iterable[Wanted]) -> Iterator[Arrived]:
        """Fetch pieces of many letters."""
        return self._opened().pieces(wanted)

    def close(self) -> None:
        """Log out and hang up."""
        self._mailbox.close()
