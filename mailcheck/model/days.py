"""How a day is written, wherever people read it."""

from datetime import date


def day_in_words(day: date) -> str:
    """Return a day as people write it: 22 November 2026. A moment is told by its day."""
    return f"{day.day} {day:%B %Y}"
