"""A parsed message whose header fields are bounded.

The standard library makes a regular expression of a boundary and copies a field once for each of its parameters, so a
field of some megabytes costs minutes and gigabytes.
"""

from email.message import Message
from typing import Any

LONGEST_FIELD = 8 * 1024
"""A field that means anything is shorter; RFC 5322 §2.1.1 allows 998 octets in a line."""
MOST_FIELDS = 2000
"""Of one letter or part; what stands behind them is not kept."""
MOST_LINES = 1_000_000
"""The parser keeps each line by itself; 36 MB of base64 have half as many."""


class BoundedMessage(Message):
    """A message that keeps no more than the beginning of a header field."""

    def set_raw(self, name: str, value: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Keep a field as it was parsed."""
        if len(self) >= MOST_FIELDS:
            return
        super().set_raw(name[:LONGEST_FIELD], value[:LONGEST_FIELD] if isinstance(value, str) else value)
