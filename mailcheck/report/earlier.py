"""The look-back in words: counts, by month and then by year. Nobody is blamed, and nothing is listed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mailcheck.model import LookBack, Month
from mailcheck.report.words import count

MONTHS = 12
"""Months told one by one; what lies before them is told by year."""
CALM = (
    "None of this counts, and there is nothing that you have to do. "
    "If one of these letters worries you, talk about it with your supervisor."
)


def earlier_rows(accounts: Iterable[LookBack]) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line."""
    for back in accounts:
        yield back.account, _sentence(back)
        yield from (("", line) for line in _months(back.months))
    yield "", CALM


def _sentence(back: LookBack) -> str:
    if not back.letters:
        return back.missing or "No letter was sent before that day."
    documents = count(back.documents, "document") if back.documents else "no document"
    told = f"{count(back.letters, 'letter')} with {documents}."
    if back.documents:
        these = _of_these(back.opens, back.unreadable)
        told += f" {these[:1].upper()}{these[1:]}."
    return f"{told} {back.missing}".strip()


def _months(months: Sequence[Month]) -> Iterator[str]:
    for month in months[:MONTHS]:
        yield _line(f"{month.first_day:%B %Y}", [month])
    for year, together in groupby(months[MONTHS:], key=lambda month: month.first_day.year):
        yield _line(f"{year}" if year != months[MONTHS - 1].first_day.year else f"earlier in {year}", list(together))


def _line(when: str, months: Sequence[Month]) -> str:
    opens, unreadable = (sum(month.opens for month in months), sum(month.unreadable for month in months))
    return f"{when}: {count(sum(month.documents for month in months), 'document')}, {_of_these(opens, unreadable)}"


def _of_these(opens: int, unreadable: int) -> str:
    told = [f"{opens:,} without a password" if opens else "none without a password"]
    if unreadable:
        told.append(f"{unreadable:,} that could not be read")
    return ", ".join(told)
