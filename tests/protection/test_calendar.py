"""Invitations and contacts."""

from tests.protection.looks import OPEN, judged


def test_invitations_and_contacts_are_open():
    """A half one is a text, and open as well."""
    for kind, name in (("VCALENDAR", "icalendar"), ("VCARD", "vcard")):
        data = f"BEGIN:{kind}\r\nVERSION:2.0\r\nEND:{kind}\r\n".encode()
        assert (judged(data).state, judged(data).format) == (OPEN, name)
        assert (judged(data[:20]).state, judged(data[:20]).format) == (OPEN, "text")
