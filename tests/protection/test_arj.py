"""ARJ archives."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import File, arj

TEXT, LOCKED, FOLDER = File(b"a", b"some words"), File(b"b", bytes(20), encrypted=True), File(b"d", b"", folder=True)


def test_each_entry_counts():
    """A password of ARJ is weak, and a password all the same."""
    assert verdict(arj(LOCKED, FOLDER)) == (PROTECTED, WEAK)
    assert judged(arj(LOCKED, TEXT)).state is PARTIAL
    assert judged(arj(TEXT)).state is OPEN


def test_a_file_that_is_not_packed_is_looked_into():
    """An archive of protected documents is protected."""
    assert judged(arj(File(b"a.7z", sample("password.7z")))).state is PROTECTED


def test_a_header_that_was_tampered_with_or_is_missing_is_damaged():
    """Each has a checksum; the last is empty."""
    data = bytearray(arj(TEXT))
    data[50] ^= 1
    assert judged(bytes(data)).state is UNREADABLE
    assert judged(arj(TEXT)[:-1]).state is UNREADABLE
