"""Invitations and contacts: iCalendar and vCard (RFC 5545, RFC 6350). They have no protection."""

import re
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection import Look, Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import octets_at

BEGIN = re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*BEGIN:(VCALENDAR|VCARD|VNOTE)[ \t]*\r?\n")


def _recognises(sample: Sample) -> bool:
    begin = BEGIN.match(sample.head)
    return begin is not None and b"END:" + begin[1].upper() in sample.tail.upper()


@format("calendar", _recognises, rank=20)
def calendar(file: BinaryIO, look: Look) -> Protection:
    """Judge an invitation or a contact, which has a beginning and an end: open."""
    del look
    is_contact = b"VCARD" in octets_at(file, 0, 24).upper()
    return opens("vcard" if is_contact else "icalendar", "plain text, which anybody can read")
