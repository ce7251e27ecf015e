"""The look-back in words: calm, however much there was."""

from datetime import date

from mailcheck.model import LookBack, Month
from mailcheck.report.earlier import CALM, earlier_rows

DAY = date(2026, 11, 22)


def rows(*months, letters=100, missing=""):
    """Return the lines about one account."""
    return list(earlier_rows([LookBack("practice", DAY, letters, tuple(months), missing)]))


def test_four_hundred_open_documents_are_a_few_calm_lines():
    """Forty months with ten each: twelve are told one by one, the rest by year, and nothing is asked for."""
    months = [Month(date(2026 - number // 12, 12 - number % 12, 1), 10, 10, 0) for number in range(2, 42)]
    told = rows(*months, letters=1204)
    assert told[0] == ("practice", "1,204 letters with 400 documents. 400 without a password.")
    assert [text.partition(":")[0] for _, text in told[1:-1]] == [
        *("October 2026", "September 2026", "August 2026", "July 2026", "June 2026", "May 2026", "April 2026"),
        *("March 2026", "February 2026", "January 2026", "December 2025", "November 2025"),
        *("earlier in 2025", "2024", "2023"),
    ]
    assert told[-1] == ("", CALM)
    assert not any(word in text.lower() for _, text in told for word in ("not met", "fail", "must", "wrong"))


def test_what_could_not_be_read_is_counted():
    """In the sum and in its month."""
    told = rows(Month(date(2026, 9, 1), 4, 0, 3))
    assert told[0][1] == "100 letters with 4 documents. None without a password, 3 that could not be read."
    assert told[1][1] == "September 2026: 4 documents, none without a password, 3 that could not be read"


def test_nothing_sent_and_nothing_reached_are_told_apart():
    """Silence is not an answer."""
    assert rows(letters=0)[0][1] == "No letter was sent before that day."
    assert rows(letters=0, missing="The mail server did not answer.")[0][1] == "The mail server did not answer."
    assert rows(letters=3)[0][1] == "3 letters with no document."
