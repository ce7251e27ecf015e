"""Finds the format of a document and asks it."""

import io
from collections.abc import Callable, Sequence
from functools import cache
from threading import Lock
from typing import Any, BinaryIO, TypeVar

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, unreadable
from mailcheck.protection.look import CannotTell, Clock, Limits, Look, OverLimit
from mailcheck.protection.turning import Beside
from mailcheck.registry import discover, marked

HEAD, TAIL = 1056, 2816
"""Octets of the two ends: what is left of 1.5 KB and 4 KB of base64 in lines of any usual length, less broken lines."""
CLAIM = "__mailcheck_claim__"
LAST_RESORT = 90
"""Formats of this rank and later are asked only about a file that no other format claims."""

_loading = Lock()

Reader = Callable[[BinaryIO, Look], Protection]
F = TypeVar("F", bound=Reader)


@dataclass(slots=True)
class Sample:
    """The octets by which a format recognises a file; those at its end are read once somebody looks at them.

    Most files are known by how they begin, and of a file on a mail server what nobody looks at is not fetched.
    """

    file: BinaryIO
    head: bytes
    """The first octets."""
    size: int
    _tail: bytes | None = None

    @property
    def tail(self) -> bytes:
        """The last octets."""
        if self._tail is None:
            self._tail = self.last(TAIL)
        return self._tail

    def last(self, count: int) -> bytes:
        """Return so many of the last octets, where fewer than `tail` will do."""
        self.file.seek(max(0, self.size - count))
        return self.file.read(count)


Recogniser = Callable[[Sample], bool]
"""Says whether a file, by its first and last octets, is one of a format."""


def _anything(sample: Sample) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Beginning:
    """Recognises a file by its first octets."""

    signatures: tuple[bytes, ...]
    further: Recogniser
    """What else has to be so."""

    def __call__(self, sample: Sample) -> bool:
        """Whether a file begins with one of the signatures, and is as it has to be further on."""
        return sample.head.startswith(self.signatures) and self.further(sample)


def begins_with(*signatures: bytes, further: Recogniser = _anything) -> Beginning:
    """Return what recognises a file by its first octets; of one that begins otherwise its format is not even asked."""
    return Beginning(signatures, further)


@dataclass(frozen=True, slots=True)
class Claim:
    """How a format recognises its files."""

    name: str
    recognises: Recogniser
    rank: int

    def is_worth_asking(self, first: bytes) -> bool:
        """Whether a file that begins with the octet `first` may be one of its files."""
        known = self.recognises
        return not isinstance(known, Beginning) or any(each[:1] == first for each in known.signatures)


def format(  # noqa: A001 - the mark's name in the design
    name: str, recognises: Recogniser, *, rank: int = 50
) -> Callable[[F], F]:
    """Mark a function as a format.

    `recognises` looks at the first and last octets only. Formats are asked in the order of `rank`: 10 for those
    known by a long signature, 50 for the usual ones, 90 for those that could be anything, such as plain text:
    those are asked only if no other format claimed the file, so half a PDF is not taken for a text.
    """

    def mark(function: F) -> F:
        setattr(function, CLAIM, Claim(name, recognises, rank))
        return marked(function, "format")

    return mark


def judge_protection(
    file: BinaryIO, *, limits: Limits | None = None, plugins: Sequence[str] = (), beside: Beside | None = None
) -> Protection:
    """Say whether opening a document needs a secret.

    `file` is a seekable binary file, at any position. `plugins` names installed plugins that may judge too; `beside`
    computes what takes long, and raises Later as long as it is at it.
    Never raises on a document, however hostile: what cannot be read is `unreadable`. An exception derived from
    BaseException alone (a lazy file that asks for more octets, a keyboard interrupt) passes through unharmed.
    """
    bounds, named = limits or Limits(), tuple(plugins)

    def judge(inner: BinaryIO, look: Look) -> Protection:
        return _judge(inner, look, named)

    look = Look(bounds, judge, Clock(bounds.seconds), beside=beside)
    return judge(file, look)


def load_formats() -> None:
    """Load every format beforehand, which the first judgement would do otherwise."""
    _formats(())


def _formats(plugins: tuple[str, ...]) -> tuple[tuple[Claim, Reader], ...]:
    """Return every format with how it recognises its files; whoever comes while they are loaded waits."""
    with _loading:
        return _loaded(plugins)


@cache
def _loaded(plugins: tuple[str, ...]) -> tuple[tuple[Claim, Reader], ...]:
    found = discover("mailcheck.protection", "format", plugins=plugins)
    return tuple(sorted(((claim_of(function), function) for function in found), key=lambda each: each[0].rank))


@cache
def _formats_of(plugins: tuple[str, ...], first: bytes) -> tuple[tuple[Claim, Reader], ...]:
    """Return the formats to ask about a file that begins with the octet `first`."""
    return tuple(each for each in _formats(plugins) if each[0].is_worth_asking(first))


def claim_of(function: Callable[..., Any]) -> Claim:
    """Return how a format function recognises its files."""
    claim: Claim = getattr(function, CLAIM)
    return claim


def _judge(file: BinaryIO, look: Look, plugins: tuple[str, ...]) -> Protection:
    """Ask every format that claims the file; the least protected answer that was confirmed wins.

    A file can be two things at once (a PDF before a ZIP): if one reader opens it without a secret, it is open.
    """
    try:
        sample = _sample(file)
    except Exception:  # noqa: BLE001 - containment: a file that cannot even be read
        return unreadable("unknown", "it could not be read")
    if not sample.size:
        return unreadable("unknown", "it is empty")
    best: Protection | None = None
    for claim, function in _formats_of(plugins, sample.head[:1]):
        if best is not None and claim.rank >= LAST_RESORT:
            break
        if _claims(claim, sample):
            answer = _ask(claim.name, function, file, look)
            if answer.state in {ProtectionState.OPEN, ProtectionState.PARTIAL}:
                return answer
            if best is None or (best.state is ProtectionState.UNREADABLE):
                best = answer if best is None or answer.state is ProtectionState.PROTECTED else best
    return best or unreadable("unknown", "it is not a format mailcheck knows")


def _claims(claim: Claim, sample: Sample) -> bool:
    try:
        return claim.recognises(sample)
    except Exception:  # noqa: BLE001 - hostile input is normal input; who stumbles over it does not claim it
        return False


def _ask(name: str, function: Reader, file: BinaryIO, look: Look) -> Protection:
    """Containment for this stage: whatever a reader raises on a bad file becomes `unreadable`.

    A bound reached inside a container goes up to where something already confirmed may decide (`contain`).
    """
    try:
        file.seek(0)
        return function(file, look)
    except OverLimit as limit:
        if look.depth:
            raise
        return unreadable(name, str(limit))
    except CannotTell as why:
        return unreadable(name, str(why))
    except (MemoryError, RecursionError):
        return unreadable(name, "it asks for more memory than mailcheck gives")
    except Exception:  # noqa: BLE001 - hostile input is normal input; the text of a library's error may quote it
        return unreadable(name, "it is damaged or incomplete")


def _sample(file: BinaryIO) -> Sample:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Sample(file, file.read(HEAD), size)
