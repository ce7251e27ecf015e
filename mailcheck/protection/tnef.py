"""Outlook's `winmail.dat`: attachments in an envelope of Microsoft's own ([MS-OXTNEF])."""

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import Look, OverLimit, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.message_contents import judged_by_documents
from mailcheck.protection.octets import Damaged, number_at, size_of, whole

if TYPE_CHECKING:
    from tnefparse import TNEF

NAME = "tnef"
FIRST = bytes.fromhex("789f3e22")
MOST_COPIED = 1 << 31
"""The library copies the rest of the envelope for every attribute in it."""
LOGGER = "tnefparse"


@format(NAME, lambda sample: sample.head.startswith(FIRST), rank=10)
def tnef(file: BinaryIO, look: Look) -> Protection:
    """Judge an envelope by the documents in it."""
    from tnefparse import TNEF

    _check_length(file, look)
    _quieten()
    envelope = TNEF(whole(file, look))
    words = bool(envelope.body or envelope.htmlbody or envelope.rtfbody)
    return judged_by_documents(NAME, _documents(envelope, look), look, words=words)


def _check_length(file: BinaryIO, look: Look) -> None:
    """Step from attribute to attribute: a level, a name, a length, the octets, a checksum ([MS-OXTNEF] 2.1.3.3)."""
    at, size, count = 6, size_of(file), 0
    while at < size:
        look.entry()
        count += 1
        if count * size > MOST_COPIED:
            raise OverLimit("it holds more parts than mailcheck looks through")
        if number_at(file, at, 1) not in {1, 2}:
            raise Damaged("no attribute")
        at += 11 + number_at(file, at + 5, 4)
    if at != size:
        raise Damaged("it ends too early")


def _quieten() -> None:
    """Keep the library's remarks, which may quote the envelope, from the terminal and from every log."""
    logging.getLogger(LOGGER).propagate = False


def _documents(envelope: "TNEF", look: Look) -> Iterator[Protection]:
    for attachment in envelope.attachments:
        look.entry()
        content = bytes(attachment.data or b"")
        if content:
            look.unpack(len(content))
            yield look.inside(io.BytesIO(content))
