"""Days: how they are written wherever people read them, how people write them, and counting in months."""

from datetime import date, datetime

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")
"""How a day may be typed."""


def day_in_words(day: date) -> str:
    """Return a day as people write it: 22 November 2026. A moment is told by its day."""
    return f"{day.day} {day:%B %Y}"


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def months_between(earlier: date, later: date) -> int:
    """Return how many whole months lie between two days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def typed_day(text: str) -> date | None:
    """Return a day as people here write it; None if it is none."""
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None
