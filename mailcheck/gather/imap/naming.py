"""How a server itself names its folders: X-GUID, MAILBOXID, ACCOUNTID (evidence D4, D5).

- X-GUID is Dovecot's own, and nobody advertises it; Gmail has nothing of the kind.
- MAILBOXID comes with OBJECTID (RFC 8474 §4.3).
- ACCOUNTID comes with OBJECTID+ (draft-ietf-mailmaint-imap-objectid-bis): STATUS then tells names and values in one
  list, `OBJECTID (MAILBOXID F2212ea87 ACCOUNTID u1a48e8e3)`, of which each may be missing and others may be added.
"""

import re
from collections.abc import Mapping, Sequence

from mailcheck.gather.imap.answers import GUID, identifier
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.imap.flight import fly, named
from mailcheck.gather.mailbox import Identifiers

_BY = (("OBJECTID+", "OBJECTID"), ("OBJECTID", "MAILBOXID"), ("X-GM-EXT-1", ""), ("", "X-GUID"))
"""The STATUS item by which a server names its folders, by what it offers."""
_TOLD = re.compile(
    rb'\* STATUS (?:"((?:[^"\\]|\\.)*)"|([^ ("]+)) \((X-GUID|MAILBOXID|OBJECTID) (.{1,1000})\) *\r?\n', re.IGNORECASE
)


class Naming:
    """Asks one server how it names its folders; a server that does not is asked once."""

    def __init__(self, asking: Asking, capabilities: frozenset[str]) -> None:
        self._asking = asking
        self._item = next(item for offered, item in _BY if not offered or offered in capabilities)

    def of(self, folders: Sequence[str]) -> tuple[Identifiers, ...]:
        """Return how each folder is named, in one flight; empty where it is not. Raises AccountProblem.

        The item is asked for alone: Cyrus 3.6.1 answers garbage where it is asked for beside others.
        """
        nothing = (Identifiers(),) * len(folders)
        if not self._item or not folders:
            return nothing
        names = [self._asking.client.written(folder) for folder in folders]
        flown = fly(self._asking, [b"STATUS %s (%s)" % (name, self._item.encode()) for name in names])
        lines = filter(None, map(_TOLD.fullmatch, flown.told))
        told = {named(found[1] or found[2]): _identifiers(found[3].upper(), found[4]) for found in lines}
        found = tuple(told.get(named(name.strip(b'"')), Identifiers()) for name in names)
        if found == nothing:
            self._item = ""
        return found


def _identifiers(item: bytes, value: bytes) -> Identifiers:
    """Return what one answer says, as far as it can be an identifier."""
    if item == b"X-GUID":
        return Identifiers(guid=identifier(value.strip(b'"'), GUID) or "")
    if item == b"MAILBOXID":
        return Identifiers(mailbox_id=identifier(value) or "")
    told = _pairs(value)
    return Identifiers(
        mailbox_id=identifier(told.get(b"MAILBOXID")) or "", account_id=identifier(told.get(b"ACCOUNTID")) or ""
    )


def _pairs(value: bytes) -> Mapping[bytes, bytes]:
    """Return names and values of a list; nothing if it is none, or has a name twice."""
    words = value.removeprefix(b"(").removesuffix(b")").split()
    told = {name.upper(): given for name, given in zip(words[::2], words[1::2], strict=False)}
    return told if len(told) * 2 == len(words) else {}
