"""ACE archives."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, WEAK, judged, verdict
from tests.samples.from_specification.archives import File, ace

TEXT, LOCKED, FOLDER = File(b"a", b"some words"), File(b"b", bytes(20), encrypted=True), File(b"d", b"", folder=True)


def test_each_entry_counts():
    """A password of ACE is an old one, and a password all the same."""
    assert verdict(ace(LOCKED, FOLDER)) == (PROTECTED, WEAK)
    assert judged(ace(LOCKED, TEXT)).state is PARTIAL
    assert judged(ace(TEXT)).state is OPEN


def test_a_header_that_was_tampered_with_is_damaged():
    """So is an archive that is cut off."""
    data = bytearray(ace(TEXT))
    data[45] ^= 1
    assert judged(bytes(data)).state is UNREADABLE
    assert judged(ace(TEXT)[:-1]).state is UNREADABLE
    start = len(ace())
    assert judged(ace(TEXT)[:start]).state is UNREADABLE
