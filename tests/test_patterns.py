"""Regular expressions mean the same in every Python that mailcheck runs on."""

import re
from pathlib import Path

POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")


def test_no_group_is_repeated_possessively():
    """Up to Python 3.11.4, Debian 12's among them, such a group goes on behind what its last try had read in vain."""
    assert POSSESSIVE_GROUP.search(r'compile(r"(?:ab)*+c")')
    assert not POSSESSIVE_GROUP.search(r'compile(r"(?>(?:[^ab]*+)*)c")')
    sources = sorted(Path("mailcheck").rglob("*.py"))
    assert sources
    assert [str(path) for path in sources if POSSESSIVE_GROUP.search(path.read_text("utf-8"))] == []
