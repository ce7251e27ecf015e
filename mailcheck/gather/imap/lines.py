"""The lines of an answer: put together where imaplib splits them, and those of LIST read. Pure."""

import re
from collections.abc import Iterable

from imapclient.imap_utf7 import decode
from imapclient.response_parser import parse_response

from mailcheck.gather.mailbox import ListedFolder

Line = tuple[bytes | tuple[bytes, bytes], ...]
"""One answer in imaplib's pieces; a piece that ends in a literal is a pair of words and literal."""

_USUAL = re.compile(rb'\((?P<flags>[^()"{]*)\) (?:"(?P<delimiter>[^"\\])"|NIL) "(?P<name>[^"\\&\x00-\x1f\x7f-\xff]+)"')
"""What nearly every line of LIST looks like (RFC 9051 §7.3.1); imapclient's reader takes 80 µs for each."""


def whole_lines(data: Iterable[bytes | tuple[bytes, bytes] | None]) -> list[Line]:
    """Put together again what imaplib splits at literals: each answer ends with the first piece that has none."""
    lines: list[Line] = []
    pending: list[bytes | tuple[bytes, bytes]] = []
    for piece in data:
        if piece is None:
            continue
        pending.append(piece)
        if not isinstance(piece, tuple):
            lines.append(tuple(pending))
            pending = []
    return lines


def flat(line: Line) -> list[bytes]:
    """Return the words of a line, without the literals between them."""
    return [piece[0] if isinstance(piece, tuple) else piece for piece in line]


def folder(line: Line) -> ListedFolder:
    """Return the folder that a line of LIST tells of; raises what imapclient raises for a line that is none."""
    usual = _USUAL.fullmatch(line[0]) if isinstance(line[0], bytes) else None
    if usual:
        delimiter = usual["delimiter"].decode("latin-1") if usual["delimiter"] else None
        return ListedFolder(usual["name"].decode("ascii"), _words(usual["flags"].split()), delimiter)
    flags, separator, name = parse_response(list(line))[:3]
    shown = str(name) if isinstance(name, int) else decode(name)  # imapclient reads an unquoted 2019 as a number
    return ListedFolder(shown, _words(flags), separator.decode("latin-1") if separator else None)


def _words(flags: Iterable[bytes]) -> frozenset[str]:
    return frozenset(bytes(flag).decode("ascii", "replace").lower() for flag in flags)
