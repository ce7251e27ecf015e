"""A hash turned many thousand times, as Office makes passwords slow to guess ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11).

Only computing, and much of it, so it may be done beside everything else: run as a program, this file reads lines such
as `sha512 DIGEST ROUNDS` and answers each with a digest. It needs nothing but Python.
"""

import hashlib
import os
import struct
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Protocol

AT_ONCE = 10_000
"""Rounds between two looks at the clock."""
GIVES_WAY = 5
"""To whoever reads letters, and to a server on the same computer: they decide how long a check takes."""


class Hash(Protocol):
    """What a constructor of hashlib returns, as far as it is used here."""

    def update(self, data: bytes, /) -> None:
        """Go on with more octets."""

    def digest(self) -> bytes:
        """Return the hash."""


@dataclass(frozen=True, slots=True)
class Turns:
    """What is to be turned."""

    name: str
    """Of the hash, lower case."""
    digest: bytes
    """From which to begin."""
    rounds: int


class Later(BaseException):
    """What is asked for is being computed beside; whoever has nothing else to do may `wait`, and asks again.

    Not an Exception: everything between a format and whoever reads documents lets it pass.
    """

    def __init__(self, wait: Callable[[], object], is_done: Callable[[], bool]) -> None:
        """Say how to wait, and how to see whether it is done."""
        super().__init__()
        self.wait, self.is_done = wait, is_done


Beside = Callable[[Sequence[Turns]], Sequence[bytes]]
"""Computes beside; raises Later as long as it is at it. Asked for nothing, it gets ready."""


def turned(turns: Turns, between: Callable[[], None] = lambda: None) -> bytes:
    """Return the hash after all rounds; `between` is called now and then, and may raise."""
    digest = turns.digest
    for start in range(0, turns.rounds, AT_ONCE):
        between()
        digest = _turned_on(turns.name, digest, start, min(turns.rounds, start + AT_ONCE))
    return digest


@lru_cache(maxsize=4096)
def _turned_on(name: str, digest: bytes, start: int, stop: int) -> bytes:
    """Return some rounds of an iterated hash; remembered, because one file is sent to several people."""
    function = hash_named(name)
    for (number,) in struct.iter_unpack("4s", _numbers(start, stop)):
        step = function(number)
        step.update(digest)
        digest = step.digest()
    return digest


@lru_cache(maxsize=16)
def _numbers(start: int, stop: int) -> bytes:
    """Return the numbers of some rounds as they are hashed, four octets each; the same for every password."""
    return struct.pack(f"<{stop - start}I", *range(start, stop))


@cache
def hash_named(name: str) -> Callable[[bytes], Hash]:
    """Return a hash by its name, if there is one that Python brings itself.

    OpenSSL's, which hashlib prefers, is faster in long texts, and slower to set up; here it is set up 100,000 times.
    """
    for module in (f"_{name}", "_sha512", "_sha2"):
        with suppress(ImportError, AttributeError):
            found: Callable[[bytes], Hash] = getattr(import_module(module), name)
            return found
    otherwise: Callable[[bytes], Hash] = getattr(hashlib, name)
    return otherwise


def as_line(turns: Turns) -> str:
    """Return what is to be turned as the program reads it."""
    return f"{turns.name} {turns.digest.hex()} {turns.rounds}\n"


def answers(lines: Iterable[str]) -> Iterable[str]:
    """Yield the answer to each line."""
    for line in lines:
        name, digest, rounds = line.split()
        yield turned(Turns(name, bytes.fromhex(digest), int(rounds))).hex() + "\n"


if __name__ == "__main__":
    with suppress(AttributeError, OSError):  # Windows has no such thing
        os.nice(GIVES_WAY)
    for answer in answers(sys.stdin):
        sys.stdout.write(answer)
        sys.stdout.flush()
