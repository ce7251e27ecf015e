"""The rounds of a hash, as Office makes passwords slow to guess ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11).

Run as a program, this file reads lines such as `sha512 DIGEST COUNT` and answers each with a digest, so that the rounds
can be done beside everything else. Such a process is begun in the middle of a check: it loads nothing that it can do
without, since what most programs load takes several times as long as Python itself.
"""

import sys
from struct import iter_unpack, pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType
    from typing import Protocol

    class Hash(Protocol):
        """What a constructor of hashlib returns, as far as it is used here."""

        def update(self, data: bytes, /) -> None:
            """Go on with more octets."""

        def digest(self) -> bytes:
            """Return the hash."""


REMEMBERED = 12
"""Stretches of which the numbers are kept: Office asks for the same ones for every password."""
GIVES_WAY = 5
"""How nice such a process is, where there is no class for what runs only when nothing else wants to."""

_numbers: "dict[tuple[int, int], bytes]" = {}
_hashes: "dict[str, Callable[[bytes], Hash]]" = {}


def turned_on(name: str, digest: bytes, start: int, stop: int) -> bytes:
    """Return a hash after the rounds from one number to another."""
    function = hash_named(name)
    for (number,) in iter_unpack("4s", _numbered(start, stop)):
        turn = function(number)
        turn.update(digest)
        digest = turn.digest()
    return digest


def _numbered(start: int, stop: int) -> bytes:
    """Return the numbers of some rounds as they are hashed, four octets each."""
    found = _numbers.get((start, stop)) or pack(f"<{stop - start}I", *range(start, stop))
    if len(_numbers) < REMEMBERED:
        _numbers[start, stop] = found
    return found


def hash_named(name: str) -> "Callable[[bytes], Hash]":
    """Return a hash by its name, if there is one that Python brings itself.

    OpenSSL's, which hashlib prefers, is faster in long texts, and slower to set up; here it is set up 100,000 times.
    """
    if name not in _hashes:
        _hashes[name] = _found(name)
    return _hashes[name]


def _found(name: str) -> "Callable[[bytes], Hash]":
    for module in (f"_{name}", "_sha512", "_sha2", "hashlib"):
        try:
            found: Callable[[bytes], Hash] = getattr(__import__(module), name)
        except (ImportError, AttributeError):
            continue
        return found
    raise ValueError("a hash that is not known")


def as_line(name: str, digest: bytes, count: int) -> str:
    """Return what is to be done as the program reads it."""
    return f"{name} {digest.hex()} {count}\n"


def answers(lines: "Iterable[str]") -> "Iterator[str]":
    """Yield the answer to each line."""
    for line in lines:
        name, digest, count = line.split()
        yield turned_on(name, bytes.fromhex(digest), 0, int(count)).hex() + "\n"


def _give_way() -> None:
    """Give way to whoever reads letters, and to a server on the same computer: they decide how long a check takes.

    On Linux at once (SCHED_IDLE, sched(7)): a process that is merely nice ends its turn first, which may be longer than
    a server needs for its answer.
    """
    import os

    for way in _ways(os):
        try:
            way()
        except OSError:  # some containers forbid it
            continue
        return


def _ways(system: "ModuleType") -> "Iterator[Callable[[], object]]":
    """Yield how to give way, the best first; Windows has none of them."""
    if hasattr(system, "SCHED_IDLE"):
        yield lambda: system.sched_setscheduler(0, system.SCHED_IDLE, system.sched_param(0))
    if hasattr(system, "nice"):
        yield lambda: system.nice(GIVES_WAY)


if __name__ == "__main__":
    _give_way()
    for answer in answers(sys.stdin):
        sys.stdout.write(answer)
        sys.stdout.flush()
