"""Whether a registration number looks like one of the Information Commissioner's Office (ICO)."""

import re

_NUMBER = re.compile(r"Z(\d{7}|[A-Z]\d{6})", re.ASCII)


def normal(number: str) -> str:
    """Return a number without spaces and in capitals, as the register writes it."""
    return "".join(number.split()).upper()


def looks_right(number: str) -> bool:
    """Whether a number has the form of an ICO registration. One that has not is looked at again, never called wrong."""
    return _NUMBER.fullmatch(normal(number)) is not None
