"""Hangul documents."""

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, WEAK, judged, verdict
from tests.samples.from_specification.documents import hwp, old_hwp


def test_the_flags_decide():
    """A password, a licence, a certificate; against copying only is open and noted."""
    for flag in (2, 16, 256):
        assert judged(hwp(1 | flag)).state is PROTECTED
    assert judged(hwp(1)).state is OPEN
    assert judged(hwp(5, readable=True)).note == "protected against copying, not against reading"


def test_a_document_that_can_be_read_is_open_whatever_its_header_says():
    """The first record is always the same kind."""
    assert judged(hwp(3, readable=True)).state is OPEN


def test_the_older_version_has_a_weak_password():
    """Its flag stands in the summary."""
    assert verdict(old_hwp(1)) == (PROTECTED, WEAK)
    assert judged(old_hwp(0)).state is OPEN
    assert judged(old_hwp(1)[:500]).state is UNREADABLE
