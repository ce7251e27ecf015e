"""What a registration number of the Information Commissioner's Office (ICO) looks like."""

import re

from mailcheck.model.days import typed_day

LONGEST = 40
"""Characters of a number that are kept."""

_NUMBER = re.compile(r"Z(\d{7}|[A-Z]\d{6})", re.ASCII)
_LIKE_A_DAY = re.compile(r"\d+(?:[-./]\d+)+")


def normal(number: str) -> str:
    """Return a number without spaces and in capitals, as the register writes it; no more than is kept."""
    return "".join(number.split()).upper()[:LONGEST]


def looks_right(number: str) -> bool:
    """Whether a number has the form of an ICO registration. One that has not is looked at again, never called wrong."""
    return _NUMBER.fullmatch(normal(number)) is not None


def may_be_number(text: str) -> bool:
    """Whether a number could be written like this: a word is none, and a day is none."""
    return any(each.isdigit() for each in text) and typed_day(text) is None and not _LIKE_A_DAY.fullmatch(text.strip())
