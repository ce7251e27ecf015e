"""Rich text."""

from tests.protection.looks import OPEN, UNREADABLE, judged


def test_rich_text_is_open_if_its_last_group_is_closed():
    """Line breaks and zeros may follow."""
    assert judged(b"{\\rtf1\\ansi some words}\r\n\0").state is OPEN
    assert judged(b"{\\rtf1\\ansi {\\b some} wor").state is UNREADABLE
