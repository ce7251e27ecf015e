"""What the pictures of a report show: bars, measured out. Drawn by a template, beside the same figures in a table."""

from collections.abc import Iterable, Iterator
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountReport, SentMonth
from mailcheck.model.days import months_between

WIDTH = 240
"""Of a whole bar, in the picture's own units."""
THINNEST = 3
"""A single document among hundreds can still be seen."""
MONTHS = 12
"""Months shown one by one, up to the newest; those before are taken together, in figures."""
BEFORE = "Before"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a bar."""

    kind: str
    """`protected`, `sorted`, `open` or `unreadable`: the key to its pattern."""
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture: what it is about, the figures, and the bar that shows them."""

    label: str
    counts: tuple[int, ...]
    """In the order of KINDS."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The documents that one account sent, month by month."""

    account: str
    bars: tuple[Bar, ...]


KINDS = {
    "protected": "Protected",
    "sorted": "Sorted",
    "open": "Open",
    "unreadable": "Could not be read",
}
"""What becomes of a document, and what it is called in the key."""
SORTED = "Sorted: open, and you said that it names or describes nobody, or that the reader asked for it so."


def by_month(accounts: Iterable[AccountReport]) -> tuple[Picture, ...]:
    """Return a picture for each account that sent a document, the newest month first."""
    return tuple(Picture(each.name, tuple(_bars(each.months))) for each in accounts if each.months)


def coverage(account: AccountReport) -> Bar:
    """Return one bar for an account: the documents that were judged, and those that could not be read."""
    seen = account.coverage
    counts = (max(0, seen.documents - seen.unreadable), 0, 0, seen.unreadable)
    return Bar(account.name, counts, _pieces(counts, sum(counts)))


def _bars(months: Iterable[SentMonth]) -> Iterator[Bar]:
    rows = list(_rows(list(months)))
    most = max(sum(counts) for label, counts in rows if label != BEFORE)
    for label, counts in rows:
        yield Bar(label, counts, () if label == BEFORE else _pieces(counts, most))


def _rows(months: list[SentMonth]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each of the newest months, those without a document too, then all before them."""
    known = {month.first_day: _counts(month) for month in months}
    day, newest = max(known), max(known)
    while months_between(day, newest) < MONTHS:
        yield f"{day:%b %Y}", known.pop(day, (0,) * len(KINDS))
        day = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
        if not known:
            return
    yield BEFORE, tuple(map(sum, zip(*known.values(), strict=True)))


def _counts(month: SentMonth) -> tuple[int, ...]:
    return month.protected, month.sorted_out, month.opens, month.unreadable


def _pieces(counts: tuple[int, ...], most: int) -> tuple[Piece, ...]:
    """Return the pieces of a bar beside one of `most` documents that takes the whole width."""
    pieces: list[Piece] = []
    start = 0
    for kind, count in zip(KINDS, counts, strict=True):
        if count:
            length = max(THINNEST, round(WIDTH * count / most))
            pieces.append(Piece(kind, start, length))
            start += length
    return tuple(pieces)
