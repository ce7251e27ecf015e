"""Several commands sent at once: what does not depend on an answer need not wait for it.

Answers are told apart by what they are: only one of the commands may be answered with each kind of line, unless the
line names its command (ESEARCH, RFC 4731). Dovecot mixes what it tells of several searches (RFC 9051 §5.5 forbids it).
Where anything is unusual nothing is believed, and the commands are asked again one by one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.gather.imap import answers
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.imap.fetched import fetch_values, pieces
from mailcheck.gather.imap.fetching import ALWAYS, LONG_ANSWER
from mailcheck.gather.imap.orders import uid_set
from mailcheck.gather.mailbox import Entered, Newest, OpenFolder
from mailcheck.gather.uids import Uids

_LITERAL = re.compile(rb"\{([0-9]{1,10})\}\r?\n$")
_DONE = re.compile(rb"E([0-9]{1,4}) (OK|NO|BAD)\b", re.IGNORECASE)
_EXISTS = re.compile(rb"\* ([0-9]{1,10}) EXISTS\b", re.IGNORECASE)
_NUMBER = rb"\* OK \[%s ([0-9]{1,19})\]"
_UIDVALIDITY, _UIDNEXT = (re.compile(_NUMBER % name, re.IGNORECASE) for name in (b"UIDVALIDITY", b"UIDNEXT"))
_MAILBOX_ID = re.compile(rb"\* OK \[MAILBOXID \(([A-Za-z0-9_-]{1,255})\)\]", re.IGNORECASE)
_READ_ONLY = re.compile(rb"\[READ-ONLY\]", re.IGNORECASE)
_SEARCH = re.compile(rb"\* SEARCH((?: [0-9]{1,10})*) *\r?\n", re.IGNORECASE)
_ESEARCH = re.compile(rb'\* ESEARCH \(TAG "(E[0-9]+)"\)(?: UID)?(?: ALL ([0-9:,]+))? *\r?\n', re.IGNORECASE)
_STATUS = re.compile(rb'\* STATUS (?:"((?:[^"\\]|\\.)*)"|([^ ("]+)) \(([^()]*)\)', re.IGNORECASE)
_FETCHED = re.compile(rb"\* [0-9]{1,10} FETCH ", re.IGNORECASE)
_PLAIN = re.compile(r"[ !#-\[\]-~]{1,100}")
MOST_LISTED = 2_000_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Flown:
    """What several commands were answered."""

    completions: tuple[bytes, ...]
    """By command; what follows the tag."""
    told: tuple[bytes, ...]
    """The untagged lines, in any order."""

    def is_ok(self, number: int) -> bool:
        """Whether a command was carried out."""
        return self.completions[number][:3].upper() == b"OK "


def fly(asking: Asking, commands: Sequence[bytes]) -> Flown:
    """Send commands at once and return what they were answered. Raises AccountProblem."""
    lines = [b"E%d %s\r\n" % (number, command) for number, command in enumerate(commands)]
    completions: dict[int, bytes] = {}
    told: list[bytes] = []
    with asking("refused-command", LONG_ANSWER):
        asking.wire.sendall(b"".join(lines))
        while len(completions) < len(lines):
            line = asking.wire.readline()
            while literal := _LITERAL.search(line):
                line += asking.wire.read(int(literal[1])) + asking.wire.readline()
            if line[:5].upper() == b"* BYE":
                raise ConnectionResetError("the server said goodbye")
            if done := _DONE.match(line):
                completions[int(done[1])] = line[done.start(2) :]
            else:
                told.append(line)
    return Flown(tuple(completions.get(number, b"") for number in range(len(lines))), tuple(told))


def since_day(day: date | None) -> str:
    """Return how to search for what was stored on a day or later; for everything without one."""
    return "ALL" if day is None else f"SINCE {day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"


def enter(asking: Asking, folder: str, *, when: str, words: Sequence[str] = ()) -> Entered | None:
    """Open a folder and search it in one flight; None if anything about it is unusual, so that it is asked in steps.

    `when` is what is searched for; beside it, the `words` in the subject: only for a server that offers ESEARCH. If
    one of those searches is refused, nothing is told of them. Raises AccountProblem if the connection is lost.
    """
    if not all(map(_PLAIN.fullmatch, words)):
        return None
    how = "RETURN (ALL) " if words else ""
    searches = [f"UID SEARCH {how}{what}" for what in (when, *(f'HEADER Subject "{word}"' for word in words))]
    flown = fly(asking, [b"EXAMINE " + asking.client.written(folder), *(search.encode() for search in searches)])
    opened = _opened(folder, flown)
    granted = [number for number in range(1, len(searches) + 1) if flown.is_ok(number)]
    found = [_found(flown, number) for number in granted]
    if opened is None or None in found or 1 not in granted:
        return None
    uids, *marked = (each or Uids() for each in found)
    if len(uids) > opened.exists:  # a set may have been told over gaps
        return None
    asking.client.is_examining()
    is_told = len(marked) == len(words)
    return Entered(opened, uids, dict(zip(words, map(frozenset, marked), strict=True)) if is_told else None)


def letters(asking: Asking, folder: str, items: Sequence[str], uids: Sequence[int] | None = None) -> Newest | None:
    """Open a folder and fetch some of its messages in one flight, or all; None if anything about it is unusual.

    Raises AccountProblem if the connection is lost.
    """
    fetch = f"UID FETCH {'1:*' if uids is None else uid_set(uids)} ({' '.join((*ALWAYS, *items))})".encode()
    flown = fly(asking, [b"EXAMINE " + asking.client.written(folder), fetch])
    opened = _opened(folder, flown)
    if opened is None or asking.wire.skipped or not all(map(flown.is_ok, range(len(flown.completions)))):
        return None
    try:
        fetched = [fetch_values(pieces(line)) for line in flown.told if _FETCHED.match(line)]
    except ValueError:
        return None
    if not all(b"UID" in values and answers.is_complete(values, items) for values in fetched):
        return None
    asking.client.is_examining()
    envelopes = sorted((answers.envelope(values[b"UID"], values) for values in fetched), key=lambda each: each.uid)
    return Newest(opened, tuple(envelopes))


def status_each(asking: Asking, folders: Sequence[str], items: Sequence[str]) -> list[dict[str, int]]:
    """Return the numbers that STATUS tells of each folder, by upper-case name; nothing where it is refused.

    Each answer names its folder. Raises AccountProblem if the connection is lost.
    """
    wanted = f"({' '.join(items)})".encode()
    flown = fly(asking, [b"STATUS %s %s" % (asking.client.written(folder), wanted) for folder in folders])
    told = {named(found[1] or found[2]): found[3].split() for line in flown.told if (found := _STATUS.match(line))}
    known = [told.get(named(asking.client.written(folder).strip(b'"')), []) for folder in folders]
    pairs = [zip(words[::2], words[1::2], strict=False) for words in known]
    return [{name.decode().upper(): int(value) for name, value in each if value.isdigit()} for each in pairs]


def named(name: bytes) -> bytes:
    """Return a folder's name as it is compared: INBOX has no letter case."""
    return b"INBOX" if name.upper() == b"INBOX" else name


def _opened(folder: str, flown: Flown) -> OpenFolder | None:
    exists, uidvalidity = _first(_EXISTS, flown.told), _first(_UIDVALIDITY, flown.told)
    uidnext, mailbox_id = _first(_UIDNEXT, flown.told), _first(_MAILBOX_ID, flown.told)
    if not flown.is_ok(0) or not _READ_ONLY.search(flown.completions[0]) or exists is None or uidvalidity is None:
        return None
    return OpenFolder(
        folder,
        uidvalidity=int(uidvalidity),
        exists=int(exists),
        uidnext=None if uidnext is None else int(uidnext),
        mailbox_id=None if mailbox_id is None else mailbox_id.decode("ascii"),
    )


def _first(pattern: re.Pattern[bytes], told: Iterable[bytes]) -> bytes | None:
    return next((found[1] for line in told if (found := pattern.match(line))), None)


def _found(flown: Flown, number: int) -> Uids | None:
    """Return the UIDs that a search gave; None if what it gave is unusual."""
    named = [each for each in map(_ESEARCH.fullmatch, flown.told) if each and each[1].upper() == b"E%d" % number]
    if named:
        return _numbers(named[0][2] or b"") if len(named) == 1 else None
    lines = [line for line in flown.told if line[:8].upper() == b"* SEARCH"]
    found = _SEARCH.fullmatch(lines[0]) if len(lines) == len(flown.completions) - 1 == 1 else None
    return None if found is None else Uids((uid, uid) for uid in map(int, found[1].split()))


def _numbers(given: bytes) -> Uids | None:
    """Return a set of UIDs (RFC 9051 §9, sequence-set); None if it is unusually large."""
    spans = [tuple(map(int, part.split(b":"))) for part in given.split(b",") if part]
    if sum(max(span) - min(span) + 1 for span in spans) > MOST_LISTED:
        return None
    return Uids((min(span), max(span)) for span in spans)
