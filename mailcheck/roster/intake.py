"""Takes a folder of attestations in: whatever else lies in it is passed over, whatever is wrong is counted and told."""

import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from mailcheck.errors import Problem, UserError
from mailcheck.parse.attested import Attested, read_attestation
from mailcheck.parse.sealed import LARGEST, NotSealed
from mailcheck.roster.likeness import OPENING, OPENINGS, is_like_one, is_named_like_one
from mailcheck.roster.store import Roster
from mailcheck.roster.taken import WORST_FIRST, Came, Taken
from mailcheck.roster.wrappings import Unwrapping, may_hold

File = TypeVar("File")

AHEAD = timedelta(hours=24)
"""A clock may be wrong by so much; an attestation from later than that is refused."""
MOST_NAMED = 20
"""Files that are named to the supervisor, as somebody is to be asked for them again."""
TOGETHER = 500
"""Files taken in at once, so that a run that is cut off loses little."""

Progress = Callable[[int], None]


def take_in(roster: Roster, folder: Path, now: datetime, *, progress: Progress = lambda _: None) -> Taken:
    """Take in what is new in a folder and the folders in it, or one file. Links are not followed; nothing is changed.

    Raises UserError if there is no such folder and no such file.
    """
    check_is_there(folder)
    files = _files(folder) if folder.is_dir() else _one_file(folder)
    return _take_all(roster, files, _take_file, now, progress)


def check_is_there(place: Path) -> None:
    """Raise UserError if there is neither such a folder nor such a file."""
    if not place.is_dir() and not (place.is_file() and not place.is_symlink()):
        raise UserError(Problem("There is no such folder, and no such file.", str(place)[:200]))


def take_in_handed(roster: Roster, files: Iterable[tuple[str, bytes]], now: datetime) -> Taken:
    """Take in files that were handed over, each a name and its octets. They are not known again: their place is not."""

    def take(taking: _Taking, file: tuple[str, bytes]) -> tuple[str, Came, bool]:
        name, octets = file
        return name, taking.read(io.BytesIO(octets), name, len(octets)), True

    return _take_all(roster, iter(files), take, now, lambda _: None)


def _take_all(
    roster: Roster,
    files: Iterator[File],
    take: "Callable[[_Taking, File], tuple[str, Came, bool]]",
    now: datetime,
    progress: Progress,
) -> Taken:
    came: Counter[Came] = Counter()
    changed: list[str] = []
    seen = read = added = 0
    while batch := list(islice(files, TOGETHER)):
        with roster.together():
            taking = _Taking(roster, now)
            for file in batch:
                name, outcome, is_new = take(taking, file)
                came[outcome] += 1
                if outcome is Came.CHANGED and len(changed) < MOST_NAMED:
                    changed.append(name)
                read += is_new
            roster.signed.judge_chains(taking.touched)
        seen, added = seen + len(batch), added + taking.added
        progress(seen)
    with roster.together():
        dropped = roster.signed.drop_old(now.date())
    return Taken(seen, read, added, came, dropped, tuple(changed))


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


def _one_file(file: Path) -> Iterator[os.DirEntry[str]]:
    """Yield one file as its folder has it."""
    with os.scandir(str(file.parent)) as entries:
        yield from (entry for entry in entries if entry.name == file.name)


def _take_file(taking: "_Taking", entry: os.DirEntry[str]) -> tuple[str, Came, bool]:
    """Take one file in. Its name is kept as a digest alone: it may say anything."""
    name = sha256(os.fsencode(entry.path)).digest()[:16]
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return entry.name, Came.UNREADABLE, True
    known = taking.roster.known_file(name, about.st_size, about.st_mtime_ns)
    if known is not None:
        return entry.name, Came(known), False
    outcome = _opened(taking, entry, about.st_size)
    if outcome is not Came.UNREADABLE:
        taking.roster.note_file(name, about.st_size, about.st_mtime_ns, outcome.value)
    return entry.name, outcome, True


def _opened(taking: "_Taking", entry: os.DirEntry[str], size: int) -> Came:
    if not taking.is_looked_at(entry.name, size):
        return Came.OTHER
    try:
        with Path(entry.path).open("rb") as file:
            return taking.read(file, entry.name, size)
    except OSError:
        return Came.UNREADABLE


class _Taking:
    """Takes some files in."""

    def __init__(self, roster: Roster, now: datetime) -> None:
        self.roster, self._now = roster, now
        self.touched: set[int] = set()
        """The keys whose chains are to be judged again."""
        self.added = 0

    def is_looked_at(self, name: str, size: int) -> bool:
        """Whether a file may be an attestation, or hold some."""
        return len(OPENING) < size <= LARGEST + 2 or may_hold(name, size) or is_named_like_one(name)

    def read(self, file: BinaryIO, name: str, size: int) -> Came:
        """Take in what a file is, or holds."""
        if not self.is_looked_at(name, size):
            return Came.OTHER
        if may_hold(name, size):
            return self._unwrapped(file, name)
        octets = file.read(len(OPENING))
        if octets in OPENINGS or is_named_like_one(name):
            return self.take(octets + file.read(LARGEST + 3), name)
        return Came.OTHER

    def _unwrapped(self, file: BinaryIO, name: str) -> Came:
        """Take in every attestation that lies in a letter or an archive; nothing else of it is kept."""
        unwrapping = Unwrapping()
        found = {self.take(*each) for each in unwrapping.attestations(file, name)}
        if not unwrapping.is_whole:
            found.add(Came.CLOSED)
        return next((each for each in WORST_FIRST if each in found), Came.OTHER)

    def take(self, octets: bytes, name: str) -> Came:
        """Take one attestation in, from its octets; its name says whether it was meant to be one."""
        try:
            attested, sealed = read_attestation(octets)
        except NotSealed as why:
            is_changed = why.key == Came.OTHER and is_like_one(octets, name)
            return Came.CHANGED if is_changed else Came(why.key)
        signed = self.roster.signed
        if why_not := _out_of_time(attested, self._now):
            signed.refuse(sealed.fingerprint, why_not.value)
            return why_not
        digest = sha256(octets.removesuffix(b"\n").removesuffix(b"\r")).digest()
        signer = signed.signer_of(attested, sealed.fingerprint, self._now.date())
        if signed.has(signer, attested.sequence, digest):
            return Came.DUPLICATE
        signed.add(signer, attested, digest, sealed.payload.decode())
        self.touched.add(signer)
        self.added += 1
        return Came.TAKEN


def _out_of_time(attested: Attested, now: datetime) -> Came | None:
    if max(attested.made, attested.checked) > now.astimezone(UTC) + AHEAD:
        return Came.FUTURE
    return Came.EXPIRED if attested.keep_until < now.date() else None
