"""Invitations and contacts: iCalendar and vCard (RFC 5545, RFC 6350). They have no protection."""

import re
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, octets_at, size_of

BEGIN = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*BEGIN:(VCALENDAR|VCARD|VNOTE)[ \t]*\r?\n")
END = 1024


@format("calendar", lambda sample: BEGIN.match(sample.head) is not None, rank=20)
def calendar(file: BinaryIO, look: Look) -> Protection:
    """Judge an invitation or a contact: open, if its end is there."""
    del look
    size = size_of(file)
    begin = BEGIN.match(octets_at(file, 0, min(size, END)))
    end = octets_at(file, max(0, size - END), min(size, END)).upper()
    if begin is None or b"END:" + begin[1].upper() not in end:
        raise Damaged("the end is missing")
    name = "vcard" if begin[1].upper() == b"VCARD" else "icalendar"
    return opens(name, "plain text, which anybody can read")
