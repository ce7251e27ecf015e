"""Takes a folder of attestations in: whatever else lies in it is passed over, whatever is wrong is counted and told."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from mailcheck.errors import Problem, UserError
from mailcheck.parse.attested import Attested, read_attestation
from mailcheck.parse.sealed import LARGEST, NotSealed
from mailcheck.roster.letters import LARGEST_LETTER, SUFFIX, documents_of
from mailcheck.roster.store import Roster

AHEAD = timedelta(hours=24)
"""A clock may be wrong by so much; an attestation from later than that is refused."""
TOGETHER = 500
"""Files taken in at once, so that a run that is cut off loses little."""
WORST_FIRST = ("changed", "newer", "future", "expired", "taken", "duplicate")
"""What is told of a letter in which several attestations lie."""
_OPENING = b"eyJhbGciOiJFZERTQSIsImp3ayI6"
"""How the head of everything that mailcheck signs begins."""

Progress = Callable[[int], None]


class Came(StrEnum):
    """What came of a file."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    """The same attestation lies there twice, or was sent again."""
    OTHER = "other"
    """No attestation."""
    CHANGED = "changed"
    """It begins like one, and was changed or cut short since it was signed."""
    NEWER = "newer"
    """Rightly signed, and of a form that this version does not know."""
    FUTURE = "future"
    """Dated more than a day ahead."""
    EXPIRED = "expired"
    """It need not be kept any longer."""
    UNREADABLE = "unreadable"
    """The file could not be opened."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a folder."""

    files: int
    """Files that were looked at or known."""
    read: int
    """Files that were new or had changed."""
    came: Mapping[Came, int]
    dropped: int
    """Attestations that were forgotten since they need not be kept any longer."""


def take_in(roster: Roster, folder: Path, now: datetime, *, progress: Progress = lambda _: None) -> Taken:
    """Take in what is new in a folder and the folders in it. Links are not followed; nothing in it is changed.

    Raises UserError if there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(Problem("There is no such folder.", str(folder)))
    came: Counter[Came] = Counter()
    files = read = 0
    entries = _files(folder)
    while batch := [entry for _, entry in zip(range(TOGETHER), entries, strict=False)]:
        touched: set[int] = set()
        with roster.together():
            for entry in batch:
                outcome, is_new = _take_file(roster, entry, now, touched)
                came[outcome] += 1
                read += is_new
            roster.signed.judge_chains(touched)
        files += len(batch)
        progress(files)
    with roster.together():
        dropped = roster.signed.drop_old(now.date())
    return Taken(files, read, came, dropped)


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every ordinary file below a folder, one by one; a folder that cannot be opened is passed over."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry
        except OSError:
            continue


def _take_file(roster: Roster, entry: os.DirEntry[str], now: datetime, touched: set[int]) -> tuple[Came, bool]:
    """Take one file in. Its name is kept as a digest alone: it may say anything."""
    name = sha256(os.fsencode(entry.path)).digest()[:16]
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return Came.UNREADABLE, True
    known = roster.known_file(name, about.st_size, about.st_mtime_ns)
    if known is not None:
        return Came(known), False
    outcome = _read(roster, entry.path, about.st_size, now, touched)
    if outcome is not Came.UNREADABLE:
        roster.note_file(name, about.st_size, about.st_mtime_ns, outcome.value)
    return outcome, True


def _read(roster: Roster, path: str, size: int, now: datetime, touched: set[int]) -> Came:
    is_letter = path.lower().endswith(SUFFIX)
    if not len(_OPENING) < size <= (LARGEST_LETTER if is_letter else LARGEST + 2):
        return Came.OTHER
    try:
        if is_letter:
            return _take_letter(roster, Path(path).read_bytes(), now, touched)
        with Path(path).open("rb") as file:
            octets = file.read(len(_OPENING))
            if octets != _OPENING:
                return Came.OTHER
            octets += file.read(LARGEST + 3)
    except OSError:
        return Came.UNREADABLE
    return take(roster, octets, now, touched)


def _take_letter(roster: Roster, letter: bytes, now: datetime, touched: set[int]) -> Came:
    """Take in every attestation that lies in a saved letter; nothing else of the letter is kept."""
    found = {
        take(roster, octets, now, touched)
        for octets in documents_of(letter)
        if octets.startswith(_OPENING) and len(octets) <= LARGEST + 2
    }
    return next((Came(key) for key in WORST_FIRST if Came(key) in found), Came.OTHER)


def take(roster: Roster, octets: bytes, now: datetime, touched: set[int]) -> Came:
    """Take one attestation in, from its octets; `touched` collects the keys whose chains are to be judged again."""
    try:
        attested, sealed = read_attestation(octets)
    except NotSealed as why:
        return Came(why.key)
    if why_not := _out_of_time(attested, now):
        roster.signed.refuse(sealed.fingerprint, why_not.value)
        return why_not
    digest = sha256(octets.removesuffix(b"\n").removesuffix(b"\r")).digest()
    signer = roster.signed.signer_of(attested, sealed.fingerprint, now.date())
    if roster.signed.has(signer, attested.sequence, digest):
        return Came.DUPLICATE
    roster.signed.add(signer, attested, digest, sealed.payload.decode())
    touched.add(signer)
    return Came.TAKEN


def _out_of_time(attested: Attested, now: datetime) -> Came | None:
    if max(attested.made, attested.checked) > now.astimezone(UTC) + AHEAD:
        return Came.FUTURE
    return Came.EXPIRED if attested.keep_until < now.date() else None
