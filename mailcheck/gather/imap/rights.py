"""Namespaces, and who may do what with a folder (RFC 2342, RFC 4314)."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap.ahead import Ahead, compared
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.imap.fetching import LONG_ANSWER
from mailcheck.gather.mailbox import AccessEntry, ListedFolder, OthersFolder
from mailcheck.model import Missing

MOST_NAMESPACES = 8
_CYRUS_DOT = "^"
"""How Cyrus writes a dot within a user's name where dots divide folders."""


class Rights:
    """What one log-in may see and do beyond its own folders."""

    def __init__(self, asking: Asking, capabilities: frozenset[str]) -> None:
        self._asking, self._capabilities = asking, capabilities
        self._namespaces: tuple[Any, ...] | None = None
        self._ahead = Ahead()

    @property
    def is_namespace_asked(self) -> bool:
        """Whether the namespaces are known, or the server has none to tell."""
        return self._namespaces is not None or "NAMESPACE" not in self._capabilities

    def knows(self, namespaces: tuple[Any, ...] | None) -> None:
        """Take what the server told of its namespaces, if it did."""
        self._namespaces = namespaces or (None, None, None)

    def personal_prefix(self) -> str:
        """Return the prefix of the personal namespace; empty if the server does not say."""
        personal = self._namespace()[0]
        return str(personal[0][0]) if personal else ""

    def others_prefixes(self) -> tuple[str, ...]:
        """Return the prefixes of folders that are not the member's own."""
        return tuple(prefix for prefix, _ in self._others())

    def others_folders(self) -> tuple[OthersFolder, ...]:
        """Return the folders below these prefixes: one round trip for each, since they may be announced and empty."""
        found: dict[str, OthersFolder] = {}
        for prefix, is_persons in self._others():
            listed: tuple[ListedFolder, ...] = ()
            with self._asking.optionally(LONG_ANSWER):
                listed = self._asking.client.list_folders_each(below=prefix)
            for folder in listed:
                if folder.name.startswith(prefix):
                    found.setdefault(folder.name, others_folder(folder, prefix, is_persons=is_persons))
        return tuple(found.values())

    def access_list(self, folder: str) -> tuple[AccessEntry, ...]:
        """Return a folder's access control list. Raises AccountProblem."""
        with self._about(folder):
            return _entries(self._asking.client.rights_lines("GETACL", folder))

    def access_lists(self, folders: Sequence[str]) -> tuple[tuple[AccessEntry, ...] | Missing, ...]:
        """Return several folders' lists: asked for in one flight, and where that was refused, once more to hear why."""
        told = {folder: self._ahead.rights.pop(compared(folder), None) for folder in folders}
        unknown = [folder for folder, lines in told.items() if lines is None]
        self._asking.telling.folders = list(folders)
        if unknown:
            with self._asking.optionally():
                told |= dict(zip(unknown, self._asking.client.rights_lines_each("GETACL", unknown), strict=True))
        return tuple(self._refused(folder) if lines is None else _entries(lines) for folder, lines in told.items())

    def told(self, ahead: Ahead) -> None:
        """Take what was asked ahead for the answer to the next question."""
        self._ahead = ahead
        if self._namespaces is None and ahead.namespaces is not None and "NAMESPACE" in self._capabilities:
            self._namespaces = ahead.namespaces

    def _refused(self, folder: str) -> tuple[AccessEntry, ...] | Missing:
        try:
            return self.access_list(folder)
        except AccountProblem as problem:
            if self._asking.is_closed:
                raise
            return Missing.of(problem)

    def my_rights(self, folder: str) -> str:
        """Return this log-in's rights in a folder. Raises AccountProblem."""
        with self._about(folder):
            lines = self._asking.client.rights_lines("MYRIGHTS", folder)
            return "".join(_text(words[1]) for words in lines[-1:])

    def _about(self, folder: str) -> AbstractContextManager[None]:
        self._asking.telling.folders = [folder]
        return self._asking("refused-command")

    def _others(self) -> Iterator[tuple[str, bool]]:
        _, persons, shared = (*self._namespace(), None, None, None)[:3]
        both = [(str(prefix), True) for prefix, _ in persons or ()] + [
            (str(prefix), False) for prefix, _ in shared or ()
        ]
        return iter([each for each in both if each[0]][:MOST_NAMESPACES])

    def _namespace(self) -> tuple[Any, ...]:
        """Return personal, others' and shared namespaces; nothing if the server does not say."""
        if self._namespaces is None:
            self._namespaces = (None, None, None)
            if "NAMESPACE" in self._capabilities:
                with self._asking.optionally():
                    self._namespaces = tuple(self._asking.client.namespace())
        return self._namespaces


def _entries(lines: Sequence[list[Any]]) -> tuple[AccessEntry, ...]:
    return tuple(
        AccessEntry(_text(words[at]), _text(words[at + 1])) for words in lines for at in range(1, len(words) - 1, 2)
    )


def others_folder(folder: ListedFolder, prefix: str, *, is_persons: bool) -> OthersFolder:
    """Return a folder below `prefix`, with its owner's name apart from the rest. Pure."""
    delimiter = folder.delimiter or "/"
    owner, _, inner = folder.name.removeprefix(prefix).removeprefix(delimiter).partition(delimiter)
    if delimiter == ".":
        owner = owner.replace(_CYRUS_DOT, ".")
    return OthersFolder(folder.name, owner, inner, folder.flags, is_persons)


def _text(word: object) -> str:
    """Return a word of an answer as text: imapclient reads NIL as None, and 2019 as a number."""
    match word:
        case bytes():
            return word.decode("utf-8", "replace")
        case None:
            return "NIL"
        case int():
            return str(word)
    raise ValueError("a list stands where a word belongs")
