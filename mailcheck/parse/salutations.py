"""Whom a letter greets, and who signs it: only as far as it shows two people where one is expected (evidence J9)."""

import re

from mailcheck.parse.names import signs_of_display_name

LONGEST_LINE = 160
FIRST_LINES = 4
"""Lines with words among which a greeting stands."""
LAST_LINES = 40
"""Lines with words among which a letter is signed: what stands behind is a notice or a footer."""

_GREETING = re.compile(
    r"(?i)(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))[ ,]+(?P<who>[^,:;.!?\u2013\u2014]{3,80})"
)
_CLOSING = re.compile(
    r"(?i)(?:(?:with )?(?:very |my )?(?:best|kind|kindest|warm|warmest|good)(?: (?:wishes|regards))?|regards"
    r"|all the best|yours(?: (?:sincerely|faithfully|truly|ever))?|sincerely|many thanks|thanks(?: again)?|thank you"
    r"|take care|cheers|love)\b[ ,.!\u2013\u2014-]{0,4}(?P<who>.{0,60})"
)
_NAME = re.compile(r"[^\W\d_]+(?:[ '\u2019.-]{1,3}[^\W\d_]+){0,3}\.?")
"""A line with a name and no more; a sentence is longer, or goes on with other marks."""


def greets_two(text: str) -> bool:
    """Whether a letter begins "Dear Anna and Tom", "Dear Mr and Mrs Smith" or "Dear Smith family"."""
    for line in _lines(text)[:FIRST_LINES]:
        if found := _GREETING.match(line):
            return bool(signs_of_display_name(found["who"].strip()))
    return False


def signed_by(text: str) -> str:
    """Return the name under a letter; empty if none is seen. In memory only."""
    lines = _lines(text)[-LAST_LINES:]
    for at in range(len(lines) - 1, -1, -1):
        closing = _CLOSING.fullmatch(lines[at])
        if closing:
            name = closing["who"].strip(" .,") or (lines[at + 1].strip(" .,-") if at + 1 < len(lines) else "")
            return name if _NAME.fullmatch(name) else ""
    return ""


def _lines(text: str) -> list[str]:
    return [line.strip()[:LONGEST_LINE] for line in text.split("\n") if line.strip()]
