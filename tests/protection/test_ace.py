"""ACE archives."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import File, ace

TEXT, LOCKED, FOLDER = File(b"a", b"some words"), File(b"b", bytes(20), encrypted=True), File(b"d", b"", folder=True)


def test_each_entry_counts():
    """A password of ACE is an old one, and a password all the same."""
    assert verdict(ace(LOCKED, FOLDER)) == (PROTECTED, WEAK)
    assert judged(ace(LOCKED, TEXT)).state is PARTIAL
    assert judged(ace(TEXT)).state is OPEN


def test_a_file_is_no_folder_whatever_its_checksum():
    """The attributes stand before the checksum."""
    for number in range(64):
        text, locked = File(b"a", b"words %d" % number), File(b"b", b"cipher %d" % number, encrypted=True)
        assert judged(ace(locked)).state is PROTECTED
        assert judged(ace(locked, text)).state is PARTIAL


def test_a_file_that_is_not_packed_is_looked_into():
    """An archive of protected documents is protected."""
    assert judged(ace(File(b"a.7z", sample("password.7z")))).state is PROTECTED


def test_a_header_that_was_tampered_with_is_damaged():
    """So is an archive that is cut off."""
    data = bytearray(ace(TEXT))
    data[45] ^= 1
    assert judged(bytes(data)).state is UNREADABLE
    assert judged(ace(TEXT)[:-1]).state is UNREADABLE
    start = len(ace())
    assert judged(ace(TEXT)[:start]).state is UNREADABLE
