"""What the pictures show, measured out."""

from dataclasses import replace
from datetime import date

from mailcheck.model import SentMonth
from mailcheck.report.pictures import BEFORE, MONTHS, THINNEST, WIDTH, Bar, Piece, by_month, coverage
from tests.report.sample import REPORT

PRACTICE, HOME, _ = REPORT.accounts


def bars(*months):
    """The bars of an account that sent documents in some months."""
    (picture,) = by_month([replace(PRACTICE, months=months), HOME])
    assert picture.account == "practice"
    return picture.bars


def test_the_newest_month_is_first_and_the_busiest_fills_the_width():
    """Its pieces follow one another in the order of the key."""
    assert bars(SentMonth(date(2026, 10, 1), opens=5), SentMonth(date(2026, 11, 1), 5, 2, 2, 1)) == (
        Bar("Nov 2026", (5, 2, 2, 1), _pieces(("protected", 120), ("sorted", 48), ("open", 48), ("unreadable", 24))),
        Bar("Oct 2026", (0, 0, 5, 0), (Piece("open", 0, 120),)),
    )


def _pieces(*kinds):
    """Pieces one after the other."""
    made, start = [], 0
    for kind, length in kinds:
        made.append(Piece(kind, start, length))
        start += length
    return tuple(made)


def test_a_month_without_a_document_is_shown_too():
    """A gap would look as if time had passed more quickly."""
    found = bars(SentMonth(date(2025, 11, 1), 1), SentMonth(date(2026, 2, 1), 1))
    assert [each.label for each in found] == ["Feb 2026", "Jan 2026", "Dec 2025", "Nov 2025"]
    assert found[1] == Bar("Jan 2026", (0, 0, 0, 0), ())


def test_after_a_year_the_rest_is_taken_together():
    """In figures, without a bar that would dwarf the others."""
    old = [SentMonth(date(2024, month, 1), 100, 1, 2, 3) for month in range(1, 13)]
    found = bars(*old, SentMonth(date(2026, 11, 1), 1))
    assert len(found) == MONTHS + 1
    assert found[-1] == Bar(BEFORE, (1200, 12, 24, 36), ())
    assert found[0].pieces == (Piece("protected", 0, WIDTH),)


def test_one_among_thousands_can_be_seen():
    """No piece is thinner than a line."""
    (found,) = bars(SentMonth(date(2026, 11, 1), protected=9000, opens=1))
    assert found.pieces[1] == Piece("open", WIDTH, THINNEST)


def test_an_account_that_sent_nothing_has_no_picture():
    """Nothing is drawn of nothing."""
    assert by_month([HOME]) == ()


def test_coverage_tells_what_was_judged_from_what_could_not_be_read():
    """Of all documents of an account."""
    assert coverage(PRACTICE).counts == (13, 0, 0, 1)
