"""A report in parts, before it is known what it is shown on: headings, and rows of a label and a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailcheck.model import Status

ORDER = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)
"""The worst first."""
GOOD = frozenset({Status.MET, Status.DECLARED, Status.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said. Its text may quote a server: whoever shows it makes it harmless there."""

    label: str
    """Empty: it goes on with what the row above is about."""
    text: str
    small: str = ""
    """What only those need who go on from here: a finding's name, how certain it is."""
    is_next: bool = False
    """True: it is the one thing to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what is said under it."""

    title: str
    blocks: tuple[tuple[Row, ...], ...]
    """Rows that belong together."""
    status: Status | None = None


def part(title: str, blocks: Iterable[Iterable[Row]], status: Status | None = None) -> Iterator[Part]:
    """Yield a part, without empty blocks; nothing where there is nothing to say."""
    filled = tuple(rows for rows in map(tuple, blocks) if rows)
    if filled:
        yield Part(title, filled, status)


def next_step(text: str) -> Row:
    """Return the one thing to do next."""
    return Row("Next", text, is_next=True)
