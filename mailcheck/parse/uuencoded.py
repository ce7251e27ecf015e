"""Files written into a letter's words by uuencode, an old way of attaching (POSIX.1-2017; evidence A11)."""

import re
from collections.abc import Iterator

from mailcheck.parse.transfer import decode_whole

MOST_FILES = 20
_BEGIN = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,255}\r?$")
_ENDS = {b"begin ": re.compile(rb"(?m)^end[ \t]*\r?$"), b"begin-": re.compile(rb"(?m)^====\r?$")}


def uuencoded(octets: bytes) -> Iterator[bytes]:
    """Yield the content of every file that is written into a text; one that does not end is left out."""
    at = 0
    for _ in range(MOST_FILES):
        begin = _BEGIN.search(octets, at)
        end = begin and _ENDS[begin[0][:6]].search(octets, begin.end())
        if not begin or not end:
            return
        is_base64 = begin[0].startswith(b"begin-")
        inside = octets[begin.end() : end.start()] if is_base64 else octets[begin.start() : end.end()]
        content = decode_whole(inside, "base64" if is_base64 else "x-uuencode")
        if content:
            yield content
        at = end.end()
